//! An act on all that match: offered of what was understood, and of what can be looked for as a whole, and of nothing else.

use super::{
    WHY, fill,
    rights::{desk, set},
    text,
};
use crate::harness::Town;

const OFFER: &str = "that are listed";
const BOX: &str = "name=\"scope\"";

#[tokio::test]
async fn what_is_weighed_row_by_row_is_offered_where_it_is_one_page() {
    let town = Town::new().await;
    fill(&town.database, 60, 1).await;
    let mut root = town.root().await;
    let id = town.acme.tenant.to_string();
    for narrowed in ["members=1..9", "q=*o"] {
        let (one, many) =
            (format!("/admin/tenants/?{narrowed}&per=200"), format!("/admin/tenants/?{narrowed}&per=25"));
        root.get(&one).await.expect(200).saying(BOX);
        root.get(&many).await.expect(200).saying("name=\"listing\"").silent_on(BOX);
        let asked = [("action", "suspend"), ("id", &*id), ("listing", &*one)];
        root.post("/admin/tenants/act/", &asked).await.expect(200).saying(OFFER);
        let asked = [("action", "suspend"), ("id", &*id), ("listing", &*many)];
        root.post("/admin/tenants/act/", &asked).await.expect(200).silent_on(OFFER);
        // Who means them all the same is asked again, and nothing is done.
        let sent: Vec<_> =
            asked.into_iter().chain([("scope", "all"), ("confirmed", "yes"), ("digest", ""), WHY]).collect();
        root.post("/admin/tenants/act/", &sent).await.expect(409).silent_on(OFFER);
    }
    assert_eq!(text(&town, "select status from app.tenants where slug = 'acme'").await, "active");
    // What has an index, or is walked once, is offered as before.
    let asked = [("action", "suspend"), ("id", &*id), ("listing", "/admin/tenants/?created=7+days&per=25")];
    root.get(asked[2].1).await.expect(200).saying(BOX);
    let plain = [("action", "suspend"), ("id", &*id), ("listing", "/admin/tenants/?per=25")];
    root.post("/admin/tenants/act/", &plain).await.expect(200).saying(OFFER);
}

#[tokio::test]
async fn of_what_was_not_understood_all_is_never_meant() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let id = town.acme.tenant.to_string();
    let nonsense = "/admin/tenants/?status=nonsense";
    let page = root.get(nonsense).await.expect(200).saying("makes no sense here").silent_on(BOX);
    // What the form of that page says of the list is not understood either.
    let sent = page.body.split("name=\"listing\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    for listing in [nonsense, sent] {
        let asked = [("action", "suspend"), ("id", &*id), ("listing", listing)];
        let page = root.post("/admin/tenants/act/", &asked).await.expect(200).silent_on(OFFER);
        page.saying("left-out=yes");
        let all: Vec<_> = asked.into_iter().chain([("scope", "all")]).collect();
        root.post("/admin/tenants/act/", &all).await.expect(400);
        let file = [("format", "csv"), ("id", &*id), ("listing", listing), ("scope", "all")];
        root.post("/admin/tenants/export/", &file).await.expect(400);
    }
    // A tenant by which it is not narrowed any more.
    let mut browser = desk(&town, "projects:delete,tenants:see").await;
    let (project, listing) = (
        format!("{}.{}", town.acme.tenant, town.acme.project),
        format!("/admin/projects/?tenant={}", town.acme.tenant),
    );
    let asked = [("action", "delete"), ("id", &*project), ("listing", &*listing), ("scope", "all")];
    browser.post("/admin/projects/act/", &asked).await.expect(200);
    set(&town, "projects:delete").await;
    browser.post("/admin/projects/act/", &asked).await.expect(400);
    browser.post("/admin/projects/act/", &asked[..3]).await.expect(200).silent_on(OFFER);
}
