//! Support in a real browser: what is left of the panel where nothing can be done has no barrier either, and says which
//! instance it is.

use crate::{panel::first, program::operate, stage::Browser};

#[tokio::test]
async fn nobody_is_kept_out_of_what_support_looks_at() {
    operate(&["user", "create", "sue", "--support", "--as", "admin"], "password123\n");
    let browser = Browser::open().await;
    browser.sign_in("sue", "password123").await;
    let person = first(&browser, "/admin/users/?kind=support", "#rows a.title").await;
    for (name, path) in [("list", "/admin/users/"), ("one", &*person)] {
        browser.assert_clean_everywhere(&format!("support-{name}"), path).await;
        browser.see_text(".environment", "PRODUCTION EU-12").await;
        let offered = browser.run("return document.querySelectorAll('main [type=checkbox]:not(.fold *), main form[action$=\"/act/\"], main form[action$=\"/create/\"]').length").await;
        assert_eq!(offered, 0, "{path}");
    }
    browser.close().await;
}

#[tokio::test]
async fn rights_are_ticked_and_open_what_they_say() {
    operate(&["user", "create", "bill", "--support", "--as", "admin"], "password123\n");
    let browser = Browser::open().await;
    browser.sign_in("admin", "admin123").await;
    let person = first(&browser, "/admin/users/?q=bill", "#rows a.title").await;
    browser.assert_clean_everywhere("support-rights", &person).await;
    browser.go(&person).await;
    // By the words beside the box, which a reader is told too.
    browser.click("label:has([value='tenants:change'])").await;
    browser.type_into("#reason", "joins billing").await;
    browser.click("main form [value=continue]").await;
    browser.see_text("dl.fields", "Tenants: see, change.").await;
    assert!(browser.violations().await.is_empty());
    browser.close().await;

    let browser = Browser::open().await;
    browser.sign_in("bill", "password123").await;
    let tenant = first(&browser, "/admin/tenants/", "#rows a.title").await;
    browser.assert_clean_everywhere("rights-tenant", &tenant).await;
    browser.see("main form.acts [value=suspend]").await;
    let more = browser.run("return document.querySelectorAll('main [value=delete], main form[action$=\"/create/\"], a[href*=\"export\"]').length").await;
    assert_eq!(more, 0);
    browser.close().await;
}
