//! A superuser's second factor in a real browser: set up with what the page shows an authenticator, and given at the door, with
//! a code that was written down, without scripts.

use std::time::{SystemTime, UNIX_EPOCH};

use totp_rs::{Builder, Secret};

use crate::{panel::superuser, stage::Browser};

const PAGE: &str = "/admin/second-factor/";
const LOGIN: &str = "guard";
const PASSWORD: &str = "a guard's own password";

async fn text(browser: &Browser, selector: &str) -> String {
    let text = browser.run(&format!("return document.querySelector({selector:?}).textContent")).await;
    text.as_str().unwrap().to_owned()
}

/// A superuser of its own: whoever has a second factor is asked for it in every journey.
async fn guard() -> Browser {
    let browser = superuser(Browser::open().await).await;
    browser.go("/admin/users/create/").await;
    browser.type_into("#login", LOGIN).await;
    browser.type_into("#display_name", "Guard").await;
    browser.type_into("#new_password", PASSWORD).await;
    browser.click("main form summary").await;
    browser.click("#kind option[value=superuser]").await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form [value=continue]").await;
    browser.see_text("h1", LOGIN).await;
    browser.close().await;
    let browser = Browser::open().await;
    browser.sign_in(LOGIN, PASSWORD).await;
    browser
}

#[tokio::test]
async fn a_second_factor_is_set_up_and_given_at_the_door() {
    let browser = guard().await;
    browser.assert_clean_everywhere("second-factor-none", PAGE).await;
    browser.go(PAGE).await;
    browser.click("main form .btn.primary").await;
    browser.see(".qr").await;
    browser.assert_clean_everywhere("second-factor-begun", PAGE).await;
    browser.go(PAGE).await;
    let secret = text(&browser, "code.secret").await.replace('-', "");
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    browser.type_into("#code", &totp.generate(now).to_string()).await;
    browser.click("main form .btn.primary").await;
    browser.see_count(".recovery-codes li", 10).await;
    browser.assert_clean_everywhere("second-factor-in-force", PAGE).await;
    browser
        .assert_clean_wherever("second-factor-codes", async || {
            browser.go(PAGE).await;
            browser.click("main form .btn.plain").await;
            browser.see_count(".recovery-codes li", 10).await;
        })
        .await;
    let written = text(&browser, ".recovery-codes code").await;
    browser.assert_clean_everywhere("second-factor-end", "/admin/second-factor/end/").await;
    browser.close().await;

    let door = Browser::open().await;
    door.sign_in(LOGIN, PASSWORD).await;
    door.assert_clean_everywhere("second-factor-door", "/admin/code/?next=/admin/tasks/").await;
    // A code that was typed is kept nowhere, unlike anything else.
    door.go("/admin/code/").await;
    door.type_into("#code", "000000").await;
    door.click("main form .btn.primary").await;
    door.see_text(".error", "That code is wrong").await;
    let kept = door.run("return (sessionStorage.draft ?? '') + document.querySelector('#code').value").await;
    assert_eq!(kept.as_str().unwrap(), "");

    let plain = Browser::without_javascript().await;
    plain.sign_in(LOGIN, PASSWORD).await;
    plain.go("/admin/tasks/?state=open").await;
    plain.see_path_within("/admin/code/").await;
    plain.type_into("#code", "000000").await;
    plain.click("main form .btn.primary").await;
    plain.see_text(".error", "That code is wrong").await;
    plain.type_into("#code", &written).await;
    plain.click("main form .btn.primary").await;
    plain.see_text("h1", "Tasks").await;
    plain.see_path("/admin/tasks/?state=open").await;
    plain.close().await;
}
