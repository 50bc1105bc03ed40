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
        let offered = browser.run("return document.querySelectorAll('main [type=checkbox], main form[action$=\"/act/\"], main form[action$=\"/create/\"]').length").await;
        assert_eq!(offered, 0, "{path}");
    }
    browser.close().await;
}
