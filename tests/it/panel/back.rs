//! Whoever opens a thing from a list comes back to the list as it was: after saving, acting and thinking better of it.

use super::fill;
use crate::harness::Town;

const LIST: &str = "/admin/projects/?q=project&sort=name";

/// The first link to a page of one, as a list has it.
fn first(html: &str) -> String {
    let (_, rest) = html.split_once("<a class=\"title\" href=\"").expect("a row");
    rest.split('"').next().unwrap().replace("&amp;", "&")
}

fn hidden(html: &str, name: &str) -> String {
    let (_, rest) =
        html.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}"));
    rest.split('"').next().unwrap().replace("&amp;", "&")
}

#[tokio::test]
async fn saving_acting_and_cancelling_lead_back_to_the_list_as_it_was() {
    let town = Town::new().await;
    fill(&town.database, 130, 1).await;
    let mut root = town.root().await;
    // On its second page.
    let list = root.get(LIST).await.expect(200);
    let (_, more) = list.body.split_once("id=\"more\"").unwrap();
    let second = more.split_once("href=\"").unwrap().1.split('"').next().unwrap().replace("&amp;", "&");
    let list = root.get(&second).await.expect(200);
    let one = first(&list.body);
    let page = root.get(&one).await.expect(200);
    let escaped = second.replace('&', "&amp;");
    assert_eq!(hidden(&page.body, "list"), second);
    assert!(
        page.body.contains(&format!("<a href=\"{escaped}\" dir=\"auto\">Projects")),
        "the way above leads back"
    );

    let path = one.split('?').next().unwrap().to_owned();
    let version = hidden(&page.body, "version");
    let save = |then: &'static str, version: String| {
        [
            ("name", "Another name".to_owned()),
            ("version", version),
            ("reason", "why".to_owned()),
            ("then", then.to_owned()),
            ("list", second.clone()),
        ]
    };
    let borrowed = |fields: &[(&'static str, String)]| {
        fields.iter().map(|(name, value)| (*name, value.clone())).collect::<Vec<_>>()
    };
    let post = async |root: &mut crate::harness::Browser, fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        root.post(&path, &fields).await
    };
    // Refused, and overtaken: the form still knows.
    let mut without = borrowed(&save("list", version.clone()));
    without.retain(|(name, _)| *name != "reason");
    let refused = post(&mut root, without).await.expect(422);
    assert_eq!(hidden(&refused.body, "list"), second);
    let overtaken = post(&mut root, borrowed(&save("list", "0".to_owned()))).await.expect(409);
    assert_eq!(hidden(&overtaken.body, "list"), second);
    // Saved: the page of it still knows, and the list is as it was.
    let saved = post(&mut root, borrowed(&save("", version))).await.expect(303).location().to_owned();
    let page = root.get(&saved).await.expect(200).saying("Saved.");
    assert_eq!(hidden(&page.body, "list"), second);
    let version = hidden(&page.body, "version");
    let saved = post(&mut root, borrowed(&save("list", version))).await.expect(303).location().to_owned();
    assert!(saved.starts_with(&format!("{second}&saved=")), "{saved}");

    // Asked for from its page: cancelled, and done.
    let id = path.trim_end_matches('/').rsplit('/').next().unwrap();
    let ask = [("action", "delete"), ("id", id), ("list", second.as_str())];
    let asked = root.post("/admin/projects/act/", &ask).await.expect(200);
    assert!(asked.body.contains(&format!("{path}?list=")), "Cancel leads to the page, which knows");
    assert_eq!(hidden(&asked.body, "list"), second);
    let sure = [&ask[..], &[("confirmed", "yes"), ("reason", "why"), ("phrase", "Another name")]].concat();
    let done = root.post("/admin/projects/act/", &sure).await.expect(303).location().to_owned();
    assert!(done.starts_with(&format!("{second}&done=")), "{done}");
    root.get(&done).await.expect(200).saying("1 project deleted.");
}

/// Only the list of the same kind of thing: no other page, and no other site.
#[tokio::test]
async fn nobody_is_led_anywhere_else() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let path = format!("/admin/tenants/{}/", town.acme.tenant);
    for back in [
        "https://evil.example/",
        "//evil.example/admin/tenants/",
        "/admin/tenants/../users/",
        "/admin/tenants/act/",
        "/admin/users/?q=x",
        "/\\evil.example",
        "javascript:alert(1)",
        "/admin/tenants/?q=x\r\nSet-Cookie: a=b",
    ] {
        let page = root.get(&format!("{path}?list={}", rowhouse::web::local_path::as_parameter(back))).await;
        page.expect(200).silent_on("evil.example").silent_on("name=\"list\"");
        let save = [("name", "acme"), ("version", "1"), ("reason", "why"), ("then", "list"), ("list", back)];
        let answer = root.post(&path, &save).await;
        let at = answer.headers.get("location").map(|at| at.to_str().unwrap().to_owned());
        let at_home = at.as_deref().is_some_and(|at| at.starts_with("/admin/tenants/?saved="));
        assert!(answer.status == 409 || at_home, "{back}: {at:?}");
    }
    // What makes no sense in it is left behind.
    let save = [
        ("name", "acme"),
        ("version", "2"),
        ("reason", "why"),
        ("then", "list"),
        ("list", "/admin/tenants/?q=ac&x=y&done=1"),
    ];
    let at = root.post(&path, &save).await.expect(303).location().to_owned();
    assert!(at.starts_with("/admin/tenants/?q=ac&saved="), "{at}");
}
