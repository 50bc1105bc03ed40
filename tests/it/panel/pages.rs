//! How many rows a page has: kept by everything that leads on, bounded, and all of them at once where they fit.

use super::{
    every_list, fill,
    in_list::{form, post, set},
    lists::ids,
};
use crate::harness::Town;

#[tokio::test]
async fn a_page_has_as_many_rows_as_are_asked_for_and_says_so_in_every_link() {
    let town = Town::new().await;
    fill(&town.database, 130, 2).await;
    let mut root = town.root().await;
    for (per, rows) in [("", 50), ("per=25", 25), ("per=50", 50), ("per=100", 100), ("per=200", 132)] {
        let page = root.get(&format!("/admin/tenants/?{per}")).await.expect(200).silent_on("Left out");
        assert_eq!(ids("tenants", &page.body).len(), rows, "{per}");
        let shown = if rows == 132 { 200 } else { rows };
        let here = "aria-current=\"true\"";
        let (_, sizes) = page.body.split_once("aria-label=\"Rows on a page\"").unwrap();
        let chosen = sizes.split("</a>").find(|link| link.contains(here)).unwrap();
        assert!(chosen.ends_with(&format!(">{shown}")), "{per}: {chosen}");
        assert_eq!(page.body.contains("Show all 132"), rows < 132, "{per}");
    }
    let page = root.get("/admin/tenants/?status=active&per=25").await.expect(200);
    // More, chips, days, orders, the search, the way back, the rows in place, and other sizes.
    let page = page
        .saying("/admin/tenants/?status=active&amp;per=25&amp;after=")
        .saying("/admin/tenants/?per=25\" aria-label=\"Leave out: Status Active\"")
        .saying("/admin/tenants/?status=active&amp;created=7+days&amp;per=25")
        .saying("/admin/tenants/?status=active&amp;sort=name&amp;per=25")
        .saying("name=\"per\" value=\"25\"")
        .saying("list=%2Fadmin%2Ftenants%2F%3Fstatus%3Dactive%26per%3D25")
        .saying("/admin/tenants/rows/?status=active&amp;per=25")
        .saying("/admin/tenants/?status=active&amp;per=200");
    page.saying("/admin/tenants/?status=active\" hx-get");
    let keep = [("name", "Short"), ("list", "/admin/tenants/?per=25&after=x&done=1")];
    let kept = root.post("/admin/tenants/views/", &keep).await.expect(303);
    assert_eq!(kept.location(), "/admin/tenants/?per=25");
    root.get("/admin/tenants/").await.expect(200).saying("/admin/tenants/?per=25\" dir=\"auto\">Short");
    // A second page may be of another size, and "all" begins at the beginning.
    let next = page_after(&root.get("/admin/tenants/?per=100").await.body);
    let rest = root.get(&next).await.expect(200);
    assert_eq!(ids("tenants", &rest.body).len(), 32);
    rest.saying("href=\"/admin/tenants/?per=200\"");
}

fn page_after(html: &str) -> String {
    let (_, more) = html.split_once("id=\"more\"").unwrap();
    more.split_once("href=\"").unwrap().1.split('"').next().unwrap().replace("&amp;", "&")
}

/// Whoever leaves what narrows a list stays in its order, with as many rows on a page.
#[tokio::test]
async fn what_narrows_is_left_and_the_order_stays() {
    let town = Town::new().await;
    let mut root = town.root().await;
    root.get("/admin/tenants/?status=active&q=acme&sort=-name&per=25")
        .await
        .expect(200)
        .saying("class=\"clear\" href=\"/admin/tenants/?sort=-name&amp;per=25\"");
    root.get("/admin/tenants/?q=nowhere&sort=-name")
        .await
        .expect(200)
        .silent_on("Show all")
        .saying("href=\"/admin/tenants/?sort=-name\">See the whole list</a>");
}

#[tokio::test]
async fn all_are_shown_where_they_fit_and_no_other_size_is_to_be_had() {
    let town = Town::new().await;
    fill(&town.database, 130, 2).await;
    let mut root = town.root().await;
    // 260 and more do not fit on a page.
    root.get("/admin/tasks/").await.expect(200).saying("Rows on a page").silent_on("Show all");
    let fits = root.get("/admin/tasks/?state=done&per=100").await.expect(200).saying("Show all 1");
    let all = fits.body.split("Show all ").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let page = root.get("/admin/tasks/?state=done&per=200").await.expect(200).silent_on("Show all");
    assert_eq!(ids("tasks", &page.body).len().to_string(), all);
    // Where the shortest page has room for all of it, nothing is said.
    root.get("/admin/tenants/?status=deleted").await.expect(200).silent_on("Rows on a page");
    for list in every_list() {
        for per in
            ["0", "1", "51", "-25", "1000000", "200.0", "%00", "all", "9999999999999999999999", "25%27"]
        {
            let path = format!("/admin/{list}/?per={per}");
            let page = root
                .get(&path)
                .await
                .expect(200)
                .saying("Left out, because it makes no sense here: rows on a page");
            assert!(ids(list, &page.body).len() <= 50, "{path}");
            assert!(!page.body.contains("per=0"), "{path}");
        }
        root.get(&format!("/admin/{list}/export.csv?per=26")).await.expect(400);
    }
    // A file has all of it, whatever the page has.
    let csv = root.get("/admin/tenants/export.csv?per=25").await.expect(200);
    assert_eq!(csv.body.lines().count(), 133);
}

/// Rows are changed in place as the list shows them, as many as a form can hold.
#[tokio::test]
async fn rows_in_place_are_the_first_of_the_page() {
    let town = Town::new().await;
    fill(&town.database, 230, 1).await;
    let mut root = town.root().await;
    for (per, rows, said) in [(25, 25, false), (50, 50, false), (200, 50, true)] {
        let sheet = root.get(&format!("/admin/projects/rows/?sort=name&per={per}")).await.expect(200);
        assert_eq!(sheet.body.matches("name=\"id\"").count(), rows);
        assert_eq!(sheet.body.contains("50 rows are changed at once"), said);
    }
    let sheet = root.get("/admin/projects/rows/?sort=name&per=200").await.expect(200);
    let mut fields = form(&sheet.body, "name");
    let last = fields.iter().rfind(|(name, _)| name.starts_with("name.")).unwrap().0.clone();
    set(&mut fields, &last, "The last of fifty");
    set(&mut fields, "reason", "why");
    let saved = post(&mut root, "/admin/projects/rows/", &fields).await.expect(303);
    assert_eq!(saved.location(), "/admin/projects/?sort=name&per=200&saved=1");
    let renamed = "select name from app.projects where id = split_part($1, '.', 2)::uuid";
    let id = last.strip_prefix("name.").unwrap();
    let superuser = town.database.superuser().await;
    let name: String = superuser.query_one(renamed, &[&id]).await.unwrap().get(0);
    assert_eq!(name, "The last of fifty");
}
