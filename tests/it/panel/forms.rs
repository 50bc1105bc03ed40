//! The forms of the panel: a word for each mistake, two at one row told of each other, and where one goes on.

use super::{WHY, led, soon, text, undo};
use crate::harness::Town;

#[tokio::test]
async fn two_superusers_on_one_row_are_told_of_each_other() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let path = format!("/admin/tenants/{}/", town.acme.tenant);
    root.get(&path).await.expect(200).saying("name=\"version\" value=\"1\"");
    let first = root.post(&path, &[("name", "Acme Limited"), ("version", "1"), WHY]).await.expect(303);
    assert!(first.location().ends_with("?saved=yes"), "{}", first.location());
    root.get(first.location()).await.expect(200).saying("Saved.");

    let second = root.post(&path, &[("name", "Acme Incorporated"), ("version", "1"), WHY]).await.expect(409);
    second
        .clone()
        .saying("Acme Incorporated")
        .saying("Meanwhile it was set to “Acme Limited”")
        .saying("name=\"version\" value=\"2\"");
    root.post(&path, &[("name", "Acme Incorporated"), ("version", "2"), WHY]).await.expect(303);
    assert_eq!(text(&town, "select name from app.tenants where slug = 'acme'").await, "Acme Incorporated");

    for (name, said) in
        [("", "Please enter something"), (&"x".repeat(256), "255 fit"), ("a\nb", "cannot be shown")]
    {
        root.post(&path, &[("name", name), ("version", "3"), WHY]).await.expect(422).saying(said);
    }
    let gone = format!("/admin/tenants/{}/", rowhouse::id::TenantId::new());
    root.get(&gone).await.expect(404);
    root.post(&gone, &[("name", "x"), WHY]).await.expect(404);
}

#[tokio::test]
async fn tenants_people_and_memberships_are_added_with_a_word_for_each_mistake() {
    let town = Town::new().await;
    let mut root = town.root().await;
    for (slug, said) in
        [("acme", "is taken"), ("admin", "is reserved"), ("A b", "small letters"), ("", "small letters")]
    {
        root.post("/admin/tenants/create/", &[("slug", slug), ("name", "New"), WHY])
            .await
            .expect(422)
            .saying(said);
    }
    let made = root
        .post("/admin/tenants/create/", &[("slug", "new-one"), ("name", "New one"), WHY, ("then", "another")])
        .await
        .expect(303);
    assert!(made.location().starts_with("/admin/tenants/create/?reason=Ticket"), "{}", made.location());
    root.get(made.location()).await.expect(200).saying("Ticket 4711");

    let person = |login: &'static str, password: &'static str| {
        [("login", login), ("display_name", "Nina"), ("new_password", password), ("kind", "person"), WHY]
    };
    root.post("/admin/users/create/", &person("alice", "long enough"))
        .await
        .expect(422)
        .saying("is taken")
        .silent_on("long enough");
    root.post("/admin/users/create/", &person("nina", "short"))
        .await
        .expect(422)
        .saying("At least 8 characters")
        .silent_on("short\"");
    root.post("/admin/users/create/", &person("nina", "long enough")).await.expect(303);

    let member =
        |login: &'static str, slug: &'static str| [("login", login), ("slug", slug), ("role", "viewer"), WHY];
    root.post("/admin/memberships/create/", &member("nobody", "acme"))
        .await
        .expect(422)
        .saying("nobody of that username");
    root.post("/admin/memberships/create/", &member("nina", "nowhere"))
        .await
        .expect(422)
        .saying("no tenant of that slug");
    root.post("/admin/memberships/create/", &member("nina", "new-one")).await.expect(303);
    root.post("/admin/memberships/create/", &member("nina", "new-one"))
        .await
        .expect(422)
        .saying("belongs to that tenant already");
    let mut nina = town.stranger();
    nina.post("/login/", &[("username", "nina"), ("password", "long enough")]).await.expect(303);
    nina.get("/").await.expect(200).saying("New one");

    let id =
        text(&town, "select tenant_id || '.' || user_id from app.members where display_name = 'Nina'").await;
    let path = format!("/admin/memberships/{id}/");
    root.post(&path, &[("role", "emperor"), ("version", "1"), WHY]).await.expect(422);
    root.post(&path, &[("role", "admin"), ("version", "1"), WHY]).await.expect(303);
    let removed = root
        .post("/admin/memberships/act/", &[("action", "remove"), ("id", &id), ("confirmed", "yes"), WHY])
        .await;
    let page = led(&mut root, removed).await.saying("1 membership removed.");
    soon(&mut nina, "/", 403).await;
    let undone = root.post(&undo(&page), &[]).await;
    led(&mut root, undone).await.saying("Taken back");
    assert_eq!(text(&town, "select role from app.members where display_name = 'Nina'").await, "admin");
}
