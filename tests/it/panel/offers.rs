//! What could be meant by what was typed so far: offered over all, and to superusers alone.

use super::fill;
use crate::harness::Town;

#[tokio::test]
async fn tenants_and_people_are_offered_by_how_they_begin() {
    let town = Town::new().await;
    fill(&town.database, 40, 1).await;
    let mut page = town.root().await;
    let mut root = page.hx();
    root.get("/admin/offers/tenants/?slug=ac").await.expect(200).saying("value=\"acme\"").silent_on("globex");
    // By its name as well as by its slug, whatever the field is called; one that is closed says so.
    root.get("/admin/offers/tenants/?to=TOWN+3")
        .await
        .expect(200)
        .saying("value=\"town-3\"")
        .saying(", deleted");
    root.get("/admin/offers/people/?login=ali").await.expect(200).saying("value=\"alice\"");
    let many = root.get("/admin/offers/people/?login=person").await.expect(200);
    assert_eq!(many.body.matches("<option").count(), 10);
    let long = "x".repeat(5_000);
    for nothing in
        ["", "?slug=", "?slug=%00", "?slug=%25", "?slug=%27", "?slug=zzz", &format!("?slug={long}")]
    {
        for what in ["tenants", "people"] {
            let answer = root.get(&format!("/admin/offers/{what}/{nothing}")).await.expect(200);
            assert_eq!(answer.body, "", "{what}{nothing}");
        }
    }
    // As a page it is the list, searched for the same.
    let list = page.get("/admin/offers/people/?login=a%26b").await.expect(303);
    assert_eq!(list.location(), "/admin/users/?q=a%26b");
    let mut alice = town.alice().await;
    alice.get("/admin/offers/tenants/?slug=a").await.expect(403).silent_on("globex");
    town.stranger().get("/admin/offers/people/?login=a").await.expect(303);
}

/// The fields that ask for one say where the browser asks; without scripts they are lines of text.
#[tokio::test]
async fn fields_of_a_tenant_or_a_person_offer_them() {
    let town = Town::new().await;
    let mut root = town.root().await;
    root.get("/admin/memberships/create/")
        .await
        .expect(200)
        .saying("hx-get=\"/admin/offers/people/\"")
        .saying("hx-get=\"/admin/offers/tenants/\"")
        .saying("list=\"login-offers\"")
        .saying("<datalist id=\"login-offers\">");
    let id = format!("{}.{}", town.acme.tenant, town.acme.project);
    root.post("/admin/projects/act/", &[("action", "move"), ("id", &id)])
        .await
        .expect(200)
        .saying("hx-get=\"/admin/offers/tenants/\"");
    // What stays as it is offers nothing.
    root.get("/admin/memberships/create/?fixed=slug&slug=acme")
        .await
        .expect(200)
        .silent_on("hx-get=\"/admin/offers/tenants/\"");
}
