//! What is typed into the search of a list: it leads to the address that links have, and what makes no sense of it is said with
//! what was typed still in its place.

use super::fill;
use crate::harness::Town;

/// Where a list leads into whose search that was typed.
async fn led(town: &Town, list: &str, typed: &str) -> String {
    let typed = rowhouse::web::local_path::as_parameter(typed);
    let answer = town.root().await.get(&format!("/admin/{list}/?q={typed}")).await.expect(303);
    answer.location().to_owned()
}

#[tokio::test]
async fn what_is_typed_leads_to_the_address_that_links_have() {
    let town = Town::new().await;
    let (acme, alice) = (town.acme.tenant, town.acme.user);
    for (list, typed, address) in [
        ("tenants", "status:active", "?status=active".to_owned()),
        ("tenants", "ac status:Active sort:name", "?q=ac&status=active&sort=name".to_owned()),
        ("memberships", "role:owner tenant:acme", format!("?tenant={acme}&role=owner")),
        ("memberships", "person:alice since:7d", format!("?created=7+days&person={alice}")),
        ("tasks", "in-tenant tenant:Acme state:open", format!("?tenant={acme}&q=in-tenant&state=open")),
        ("trail", "whom-or-what:alice act:signed-in", format!("?act=signed_in&object={alice}")),
        ("users", "created:2026-02", "?created_from=2026-02-01&created_to=2026-02-28".to_owned()),
    ] {
        assert_eq!(led(&town, list, typed).await, format!("/admin/{list}/{address}"), "{list} {typed}");
    }
    // Of what is chosen already, what is not typed stays; an export of what is typed is that of the same rows.
    let mut root = town.root().await;
    let other = root.get("/admin/tenants/?status=deleted&created=7+days&q=status:active").await.expect(303);
    assert_eq!(other.location(), "/admin/tenants/?status=active&created=7+days");
    let typed = root.get("/admin/tenants/export.csv?q=status:active+acme").await.expect(200);
    let chosen = root.get("/admin/tenants/export.csv?status=active&q=acme").await.expect(200);
    assert_eq!(typed.body, chosen.body);
    typed.saying("acme");
}

#[tokio::test]
async fn what_makes_no_sense_is_said_and_is_still_there() {
    let town = Town::new().await;
    let mut root = town.root().await;
    for (typed, said) in [
        ("status:nonsense", "status “nonsense”"),
        ("created:2026-13", "created “2026-13”"),
        ("-created:2026", "-created “2026”"),
        ("sort:nonsense", "sort “nonsense”"),
    ] {
        let page = root.get(&format!("/admin/tenants/?q=acme+{typed}")).await.expect(200);
        page.saying(&format!("Left out, because it makes no sense here: {said}."))
            .saying(&format!("value=\"acme {typed}\""));
    }
    let page = root.get("/admin/tasks/?q=tenant:nobody").await.expect(200);
    page.saying("Left out: Tenant “nobody”. No tenant has that slug or name.")
        .saying("value=\"tenant:nobody\"");
}

#[tokio::test]
async fn a_text_with_a_colon_is_searched_for_as_it_stands() {
    let town = Town::new().await;
    fill(&town.database, 3, 1).await;
    let db = town.database.superuser().await;
    db.execute(
        "update app.tasks set title = 'state: of things' where id = (select id from app.tasks limit 1)",
        &[],
    )
    .await
    .unwrap();
    let mut root = town.root().await;
    for typed in ["state:+of", "%22state:+of+things%22", "%22state:+of%22"] {
        let page = root.get(&format!("/admin/tasks/?q={typed}")).await.expect(200);
        page.saying(">state: of things<");
    }
    // What no list has a name for is a text as well.
    root.get("/admin/tasks/?q=re:+hello").await.expect(200).saying("Nothing like that").silent_on("Left out");
}

#[tokio::test]
async fn every_list_says_what_can_be_typed() {
    let town = Town::new().await;
    let mut root = town.root().await;
    for (list, example) in [
        ("tenants", "-status:active"),
        ("users", "kind:person"),
        ("memberships", "role:owner"),
        ("projects", "created:14d"),
        ("tasks", "project:website"),
        ("sessions", "sort:-seen"),
        ("audit", "object:ada"),
        ("trail", "act:signed-in"),
    ] {
        let page = root.get(&format!("/admin/{list}/")).await.expect(200);
        page.saying(&format!("<code>{example}</code>"));
    }
}
