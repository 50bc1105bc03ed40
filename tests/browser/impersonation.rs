//! A superuser who looks around as somebody else, in a real browser: with scripts off, and as everybody meets the pages.

use crate::stage::Browser;

/// Where one looks around as `tenant1user`, for somebody who is the administrator from here on.
async fn form(browser: &Browser) -> String {
    browser.sign_in("tenant1user", "password123").await;
    let whose = browser.client.find(fantoccini::Locator::Css(".avatar")).await.unwrap();
    let user = whose.attr("data-whose").await.unwrap().unwrap();
    browser.client.delete_all_cookies().await.unwrap();
    browser.sign_in("admin", "admin123").await;
    format!("/admin/users/{user}/impersonate/")
}

#[tokio::test]
async fn a_superuser_looks_around_and_stops_without_scripts() {
    let browser = Browser::without_javascript().await;
    let form = form(&browser).await;
    browser.go(&form).await;
    browser.type_into("#reason", "Ticket 4711\n").await;
    browser.see_text(".impersonation", "Read only.").await;
    browser.see_path("/").await;
    browser.go("/projects/create/").await;
    browser.see_text(".impersonation", "Acme Corp").await;
    browser.go("/admin/").await;
    browser.see_text("h1", "Not while you look around").await;
    browser.click(".impersonation button").await;
    browser.see_text("h1", "Overview").await;
    browser.see_path("/admin/").await;
    browser.close().await;
}

#[tokio::test]
async fn nobody_is_kept_out_of_looking_around() {
    let browser = Browser::open().await;
    let form = form(&browser).await;
    browser.assert_clean_everywhere("look-around", &form).await;
    let refused = async || {
        browser.go(&form).await;
        browser.click("main form .btn.primary").await;
        browser.see(".error").await;
    };
    browser.assert_clean_wherever("look-around-refused", refused).await;
    let own = form.replace(
        form.split('/').nth(3).unwrap(),
        browser.run("return document.querySelector('.avatar').dataset.whose").await.as_str().unwrap(),
    );
    browser.assert_clean_everywhere("look-around-oneself", &own).await;

    browser.go(&form).await;
    browser.type_into("#reason", "Ticket 4711\n").await;
    browser.see(".impersonation").await;
    browser.assert_clean_everywhere("looking-around", "/").await;
    browser.assert_clean_everywhere("looking-around-projects", "/projects/").await;
    browser.assert_clean_with(403, "looking-around-refused", "/admin/").await;
    browser.close().await;
}
