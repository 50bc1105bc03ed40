//! Choices as people meet them: taken in and out by links, typed as numbers, said in one way wherever they lead, and what is answered
//! where they make no sense.

use super::narrowing::various;
use crate::harness::Town;

#[tokio::test]
async fn choices_are_taken_in_and_out_by_links() {
    let town = Town::new().await;
    various(&town).await;
    let mut root = town.root().await;
    let turn = |href: &str, word: &str, label: &str| {
        (format!("class=\"turn\" href=\"{href}\""), format!("{word}<span class=\"unseen\"> {label}</span>"))
    };
    let (href, inside) = turn("/admin/tenants/?status=suspended%2Carchived%2Cdeleted", "not", "Active");
    root.get("/admin/tenants/").await.expect(200).saying(&href).saying(&inside);
    let (href, inside) = turn("/admin/tenants/?status=active%2Csuspended", "or", "Suspended");
    root.get("/admin/tenants/?status=active")
        .await
        .expect(200)
        .saying(&href)
        .saying(&inside)
        .silent_on("not<span class=\"unseen\"> Active</span>")
        .saying("Status: <bdi>Active</bdi>");
    // However it is written, it is said and led on from in one way.
    let (href, inside) = turn("/admin/tenants/?status=suspended", "not", "Active");
    let page = root.get("/admin/tenants/?status=suspended,active,suspended&sort=name").await.expect(200);
    let page = page
        .saying("Status: <bdi>Active or Suspended</bdi>")
        .saying(&href.replace("suspended\"", "suspended&amp;sort=name\""))
        .saying(&inside)
        .saying("/admin/tenants/export.csv?status=active%2Csuspended&amp;sort=name")
        .saying("name=\"status\" value=\"active,suspended\"");
    for chosen in ["active", "suspended"] {
        let link = format!("href=\"/admin/tenants/?status={chosen}&amp;sort=name\" aria-current=\"true\"");
        assert_eq!(page.body.matches(&link).count(), 1, "{chosen}");
    }
    // Figures beside the choices are of the rows as all other filters leave them.
    let figures = |body: &str| -> Vec<String> {
        body.split("<span class=\"count\">")
            .skip(1)
            .take(4)
            .map(|rest| rest.split('<').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(figures(&page.body), figures(&root.get("/admin/tenants/").await.body));
    root.get("/admin/tenants/?status=active,archived,deleted")
        .await
        .expect(200)
        .saying("Status: <bdi>not Suspended</bdi>");
    // All of them is no filter.
    for all in ["tenants/?status=deleted,archived,suspended,active", "tasks/?state=open,done"] {
        root.get(&format!("/admin/{all}"))
            .await
            .expect(200)
            .silent_on("class=\"chips\"")
            .silent_on("Left out");
    }
    // Of two values each is the other's opposite.
    root.get("/admin/users/?status=active")
        .await
        .expect(200)
        .silent_on("or<span class=\"unseen\"> Deactivated");
    // It is kept under a name, and edited in place, like any other.
    let keep = [("name", "Shut"), ("list", "/admin/tenants/?status=archived,suspended&members=..9")];
    let kept = root.post("/admin/tenants/views/", &keep).await.expect(303);
    assert_eq!(kept.location(), "/admin/tenants/?status=suspended%2Carchived&members=..9");
    let href = kept.location().replace('&', "&amp;");
    root.get("/admin/tenants/").await.expect(200).saying(&format!("href=\"{href}\" dir=\"auto\">Shut</a>"));
    let rows = root.get("/admin/tenants/rows/?status=archived,suspended&members=0").await.expect(200);
    assert_eq!(rows.body.matches("name=\"id\" value=").count(), 0);
    let rows = root.get("/admin/tenants/rows/?status=archived,suspended&members=2").await.expect(200);
    assert!(rows.body.matches("name=\"id\" value=").count() > 5);
}

#[tokio::test]
async fn numbers_are_typed_or_chosen_and_stand_in_an_address_in_one_way() {
    let town = Town::new().await;
    various(&town).await;
    let mut root = town.root().await;
    for (typed, at) in [
        ("members_from=2&members_to=5", "members=2..5"),
        ("members_from=5&members_to=5", "members=5"),
        ("members_from=07", "members=7.."),
        ("members_to=9&members=0", "members=..9"),
        ("members_from=0&members_to=0&sort=name", "members=0&sort=name"),
    ] {
        let led = root.get(&format!("/admin/tenants/?{typed}")).await.expect(303);
        assert_eq!(led.location(), format!("/admin/tenants/?{at}"));
    }
    root.get("/admin/tenants/?members=2..5")
        .await
        .expect(200)
        .saying("Members: <bdi>2 to 5</bdi>")
        .saying("name=\"members_from\" value=\"2\"")
        .saying("name=\"members_to\" value=\"5\"")
        .saying("class=\"further\" open");
    root.get("/admin/tenants/?members=0..9").await.expect(200).saying("Members: <bdi>up to 9</bdi>");
    root.get("/admin/tenants/?members=1..9")
        .await
        .expect(200)
        .saying("aria-current=\"true\" hx-get=\"/admin/tenants/\"")
        .saying("href=\"/admin/tenants/?members=1..9&amp;sort=name\"");
    root.get("/admin/tenants/")
        .await
        .expect(200)
        .saying("class=\"further\"")
        .silent_on("class=\"further\" open");
    root.get("/admin/tenants/?members_from=5&members_to=2&projects_from=x&projects_to=3")
        .await
        .expect(200)
        .saying("Members from “5” to “2”, which ends before it begins")
        .saying("Projects from “x”, which is no number from 0 to 1000")
        .saying("name=\"members_from\" value=\"5\"")
        .saying("name=\"projects_from\" value=\"x\"")
        .silent_on("class=\"chips\"");
    root.get("/admin/tenants/export.csv?members_from=2&members_to=5").await.expect(200);
}

#[tokio::test]
async fn what_makes_no_sense_is_left_out_and_said() {
    let town = Town::new().await;
    let mut root = town.root().await;
    for query in [
        "tenants/?status=active,",
        "tenants/?status=,",
        "tenants/?status=active,exploded",
        "tenants/?status=active%00",
        "tenants/?members=",
        "tenants/?members=..",
        "tenants/?members=-1",
        "tenants/?members=1001",
        "tenants/?members=5..2",
        "tenants/?members=1..2..3",
        "tenants/?members=%2B1",
        "tenants/?members=99999999999999999999",
        "tenants/?members=1,2",
        "tenants/?members_from=1.5",
        "tenants/?members_to=%00",
        "tenants/?status_from=1",
        "tenants/?removal=1+day",
        "tenants/?removal=ever,never",
        "users/?seen=yesterday",
        "users/?second_factor=maybe",
        "users/?members=0",
        "tasks/?completed=2026-01-01..",
        "tasks/?completed=1+day%27",
        "trail/?act=signed_in,signed_out",
        "projects/?tasks=many",
        "sessions/?works_in=both",
    ] {
        if query.ends_with('=') {
            root.get(&format!("/admin/{query}")).await.expect(200).silent_on("Left out");
            continue;
        }
        root.get(&format!("/admin/{query}"))
            .await
            .expect(200)
            .saying("Left out, because it makes no sense here");
        let export = query.replace("/?", "/export.json?");
        root.get(&format!("/admin/{export}")).await.expect(400);
    }
}
