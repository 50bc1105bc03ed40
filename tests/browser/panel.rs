//! The superuser's panel in a real browser: every page of it without a barrier in either theme at any width, and a day's work
//! in it, with scripts and without.

use crate::stage::Browser;

/// Every list of the panel: of each there is a file.
fn every_list() -> Vec<&'static str> {
    let paths = rowhouse::app::routes().into_iter().map(|route| route.path);
    paths.filter_map(|path| path.strip_prefix("/admin/")?.strip_suffix("/export.csv")).collect()
}

pub(crate) async fn superuser(browser: Browser) -> Browser {
    browser.sign_in("admin", "admin123").await;
    browser
}

/// The address that the first link of that kind on a page leads to.
pub(crate) async fn link(browser: &Browser, path: &str, link: &str) -> String {
    browser.go(path).await;
    let found = browser.run(&format!("return document.querySelector({link:?}).getAttribute('href')")).await;
    found.as_str().unwrap().to_owned()
}

/// The same, without the way back.
pub(crate) async fn first(browser: &Browser, path: &str, kind: &str) -> String {
    link(browser, path, kind).await.split('?').next().unwrap().to_owned()
}

/// A tenant of its own, so that no other journey meets it: the address of its page.
pub(crate) async fn tenant(browser: &Browser, slug: &str, name: &str) -> String {
    browser.go("/admin/tenants/create/").await;
    browser.type_into("#slug", slug).await;
    browser.type_into("#name", name).await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form [value=continue]").await;
    browser.see_text("h1", name).await;
    browser.path().await.split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn nobody_is_kept_out_of_any_list() {
    let browser = superuser(Browser::open().await).await;
    for list in every_list() {
        browser.assert_clean_everywhere(&format!("panel-{list}"), &format!("/admin/{list}/")).await;
    }
    browser
        .assert_clean_everywhere("panel-narrowed", "/admin/tasks/?state=open&q=w&sort=title&created=7+days")
        .await;
    browser.assert_clean_everywhere("panel-nothing", "/admin/tenants/?q=nobody+is+called+so").await;
    browser.assert_clean_everywhere("panel-nonsense", "/admin/tenants/?sort=x&status=y&after=z").await;
    let acme = first(&browser, "/admin/tenants/?q=acme-corp", "tbody a.title").await;
    let id = acme.trim_end_matches('/').rsplit('/').next().unwrap().to_owned();
    browser.assert_clean_everywhere("panel-lens", &format!("/admin/projects/?tenant={id}")).await;
    browser.close().await;
}

#[tokio::test]
async fn nobody_is_kept_out_of_any_page_form_or_question() {
    let browser = superuser(Browser::open().await).await;
    for list in ["tenants", "users", "memberships", "projects", "tasks", "sessions"] {
        // Another journey adds one of somebody else's, and removes it.
        let whose = if list == "memberships" { "?q=tenant1user" } else { "" };
        let page = first(&browser, &format!("/admin/{list}/{whose}"), "tbody a.title").await;
        browser.assert_clean_everywhere(&format!("panel-one-of-{list}"), &page).await;
    }
    for list in ["tenants", "users", "memberships"] {
        browser
            .assert_clean_everywhere(&format!("panel-add-{list}"), &format!("/admin/{list}/create/"))
            .await;
    }
    browser
        .assert_clean_wherever("panel-ask", async || {
            browser.go("/admin/tenants/?q=acme-corp").await;
            browser.click("td .pick").await;
            browser.click(".bulk [value=delete]").await;
            browser.see("#phrase").await;
        })
        .await;
    browser
        .assert_clean_wherever("panel-refused", async || {
            browser.go("/admin/tenants/create/").await;
            browser.type_into("#reason", "to be refused").await;
            browser.click("main form .btn.primary").await;
            browser.see(".error").await;
        })
        .await;
    let person = first(&browser, "/admin/users/?q=tenant1user", "tbody a.title").await;
    browser.assert_clean_everywhere("panel-look-around", &format!("{person}impersonate/")).await;
    browser.close().await;
}

#[tokio::test]
async fn a_superuser_works_with_lists_in_place_and_every_view_survives_a_reload() {
    let browser = superuser(Browser::open().await).await;
    let page = tenant(&browser, "in-place", "In place").await;
    browser.go("/admin/tenants/").await;
    browser.run("window.same = true").await;
    browser.type_into("#q", "in pl").await;
    browser.see_count("#rows > tr", 1).await;
    browser.see_path("/admin/tenants/?q=in+pl").await;
    browser.click(".facets nav:first-child a:first-of-type").await;
    browser.see_text(".chips", "Active").await;
    browser.click("thead th[aria-sort] a, thead th a").await;
    browser.see("thead th[aria-sort]").await;
    browser.until("the address follows", async || browser.path().await.contains("&sort=")).await;
    assert_eq!(browser.run("return window.same === true").await, true, "nothing was loaded anew");
    let view = browser.path().await;
    browser.go(&view).await;
    browser.see_count("#rows > tr", 1).await;
    browser.see_text(".chips", "in pl").await;

    browser.click("td .pick").await;
    browser.see_text(".bulk", "chosen").await;
    browser.click(".bulk [value=suspend]").await;
    browser.see_text("h1", "Suspend “In place”?").await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form .btn.primary").await;
    browser.see_text(".notice", "1 tenant suspended.").await;
    browser.click(".notice .btn").await;
    browser.see_text(".notice", "Taken back: 1 tenant.").await;

    // On its page: changed, and the change stands in its history.
    browser.go(&page).await;
    browser.clear("#name").await;
    browser.type_into("#name", "In its place").await;
    browser.type_into("#reason", "a better name").await;
    browser.click("main .detail form [value=continue]").await;
    browser.see_text(".notice", "Saved.").await;
    browser.see_text("main", "In place → In its place").await;
    browser.see_text("main", "a better name").await;
    assert!(browser.violations().await.is_empty());
    browser.close().await;
}

#[tokio::test]
async fn all_of_it_works_without_scripts_and_on_a_phone() {
    let browser = superuser(Browser::without_javascript().await).await;
    browser.width(360).await;
    let page = tenant(&browser, "no-scripts", "No scripts").await;
    browser.go("/admin/tenants/").await;
    browser.type_into("#q", "no scr\n").await;
    browser.see_text("tbody a.title", "No scripts").await;
    browser.click(".fold").await;
    browser.click(".facets nav:first-child a:first-of-type").await;
    browser.see_text(".chips", "Active").await;
    browser.click("td .pick").await;
    browser.click(".bulk [value=archive]").await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form .btn.primary").await;
    browser.see_text(".notice", "1 tenant archived.").await;
    browser.click(".notice .btn").await;
    browser.see_text(".notice", "Taken back: 1 tenant.").await;

    browser.go(&page).await;
    browser.click(".acts [value=delete]").await;
    browser.type_into("#reason", "a journey").await;
    browser.type_into("#phrase", "something else").await;
    browser.click("main form .btn.danger").await;
    browser.see_text(".error", "Please type exactly: No scripts").await;
    browser.clear("#phrase").await;
    browser.type_into("#phrase", "No scripts").await;
    browser.click("main form .btn.danger").await;
    browser.see_text(".notice", "1 tenant deleted.").await;
    browser.close().await;
}

#[tokio::test]
async fn a_superuser_looks_around_as_somebody_and_stops_with_one_click() {
    let browser = superuser(Browser::open().await).await;
    let person = first(&browser, "/admin/users/?q=tenant2user", "tbody a.title").await;
    browser.go(&format!("{person}impersonate/")).await;
    browser.type_into("#reason", "asked for by phone").await;
    browser.click("main form .btn.primary").await;
    browser.see_text(".banner", "tenant2user").await;
    browser.assert_clean_everywhere("impersonating", "/projects/").await;
    // What would be refused is not offered.
    browser.go("/").await;
    browser.see("body.read-only").await;
    browser.click(".banner button").await;
    browser.see_path_within("/admin/").await;
    // With what superusers did, by their names: acts of long names fit beside one another.
    browser.assert_clean_everywhere("panel-home-after-acts", "/admin/").await;
    browser.close().await;
}

/// A filter, a view that is kept, and a way back: found again after leaving it all.
#[tokio::test]
async fn a_superuser_narrows_to_days_keeps_the_view_and_comes_back_to_it() {
    let browser = superuser(Browser::open().await).await;
    tenant(&browser, "kept-view", "Kept view").await;
    browser.go("/admin/tenants/?q=kept").await;
    browser.run("window.same = true").await;
    browser.click(".dates > summary").await;
    // A year, a month of it, and all of it again.
    browser.click(".dates .steps a:first-of-type").await;
    browser.see_text(".chips", "Created").await;
    browser.click(".dates .steps a:last-of-type").await;
    browser
        .until("a month is chosen", async || {
            let month = "return /: [A-Z][a-z]+ [0-9]{4}/.test(document.querySelector('.chips')?.textContent)";
            browser.run(month).await == true
        })
        .await;
    browser.see_count("#rows > tr", 1).await;
    assert_eq!(browser.run("return window.same === true").await, true, "nothing was loaded anew");
    let view = browser.path().await;

    browser.click(".keep-view > summary").await;
    browser.type_into("#view-name", "Just made").await;
    browser.click(".keep-view .btn").await;
    browser.see_text(".kept-views [aria-current]", "Just made").await;
    browser.see_path(&view).await;

    // From the list to one of it, and back.
    browser.click("tbody a.title").await;
    browser.see_text("h1", "Kept view").await;
    browser.type_into("#reason", "nothing to change").await;
    browser.click("main [name=then][value=list]").await;
    browser.see_text(".kept-views [aria-current]", "Just made").await;
    browser.see_text(".notice", "Saved.").await;
    browser.see_path_within(&view).await;
    browser.assert_clean_everywhere("panel-kept", &view).await;
    browser.go("/admin/tenants/").await;
    browser.click(".kept-views a").await;
    browser.see_text(".chips", "kept").await;
    browser.click(".kept-views button").await;
    browser
        .until("no view is kept", async || {
            browser.run("return document.querySelector('.kept-views') === null").await == true
        })
        .await;
    assert!(browser.violations().await.is_empty());
    browser.close().await;
}

#[tokio::test]
async fn names_are_changed_in_place_with_scripts_and_without_and_nobody_is_kept_out() {
    let browser = superuser(Browser::open().await).await;
    tenant(&browser, "sheet-one", "Sheet one").await;
    tenant(&browser, "sheet-two", "Sheet two").await;
    for list in ["tenants", "users", "memberships", "projects"] {
        browser.assert_clean_everywhere(&format!("panel-rows-{list}"), &format!("/admin/{list}/rows/")).await;
    }
    browser.go("/admin/tenants/?q=sheet&sort=name").await;
    browser.click("#ways a[href*='/rows/']").await;
    browser.see_count(".sheet tbody tr", 2).await;
    browser.clear("tbody tr:first-child .entry").await;
    browser.type_into("tbody tr:first-child .entry", "Sheet first").await;
    browser.click("form.sheet .btn.primary").await;
    // Refused for want of a reason: what was typed is there still.
    browser.see(".error").await;
    let typed = browser.run("return document.querySelector('.sheet .entry').value").await;
    assert_eq!(typed, "Sheet first");
    browser.assert_clean("panel-rows-refused").await;
    browser.type_into("#reason", "a journey").await;
    browser.click("form.sheet .btn.primary").await;
    browser.see_text(".notice", "Saved.").await;
    browser.see_text("#rows", "Sheet first").await;
    browser.see_path_within("/admin/tenants/?q=sheet&sort=name").await;
    assert!(browser.violations().await.is_empty());
    browser.close().await;

    let plain = superuser(Browser::without_javascript().await).await;
    plain.width(360).await;
    plain.go("/admin/tenants/rows/?q=sheet").await;
    plain.clear("tbody tr:last-child .entry").await;
    plain.type_into("tbody tr:last-child .entry", "Sheet last").await;
    plain.type_into("#reason", "a journey\n").await;
    plain.see_text(".notice", "Saved.").await;
    plain.see_text("#rows", "Sheet last").await;
    plain.close().await;
}
