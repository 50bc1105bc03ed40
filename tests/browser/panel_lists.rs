//! Lists of the panel in a real browser: who narrows them is chosen by name, they are sorted by two columns, and what was done is
//! said once; with scripts and without, and without a barrier at any width.

use crate::{
    panel::{superuser, tenant},
    stage::Browser,
};

#[tokio::test]
async fn a_tenant_is_chosen_by_name_with_scripts_and_without() {
    let browser = superuser(Browser::open().await).await;
    let id = tenant(&browser, "chosen-one", "Chosen one").await;
    let id = id.trim_end_matches('/').rsplit('/').next().unwrap().to_owned();
    browser.go("/admin/memberships/?role=owner").await;
    browser.run("window.same = true").await;
    browser.type_into("#choose-tenant", "chosen").await;
    browser.see_count("#choose-tenant-offers option[value='chosen-one']", 1).await;
    browser.type_into("#choose-tenant", "-one\n").await;
    browser.see_path(&format!("/admin/memberships/?tenant={id}&role=owner")).await;
    browser.see_text(".chips", "Chosen one").await;
    browser.see_text(".lens p", "Chosen one").await;
    // Another takes its place, and what nothing is called is said and can be put right.
    browser.type_into("#choose-tenant", "nobody\n").await;
    browser.see_text("#listing", "“nobody”. No tenant has that slug or name").await;
    browser.see_value("#choose-tenant", "nobody").await;
    assert_eq!(browser.run("return window.same === true").await, true, "nothing was loaded anew");
    browser.click(".chips [aria-label^='Leave out: Tenant']").await;
    browser.see_path("/admin/memberships/?role=owner").await;
    for (name, path) in [
        ("panel-misnamed", "/admin/tasks/?tenant=nobody&project=nothing"),
        ("panel-two-orders", "/admin/tenants/?sort=status,-name"),
        ("panel-sizes", "/admin/tasks/?per=25"),
        ("panel-kinds", "/admin/audit/?object=tasks"),
    ] {
        browser.assert_clean_everywhere(name, path).await;
    }
    // On its own page it is not said again in which tenant one is.
    browser.go(&format!("/admin/tenants/{id}/")).await;
    browser.see(".lens nav").await;
    browser.see_count(".lens p", 0).await;
    assert!(browser.violations().await.is_empty());
    browser.close().await;

    let plain = superuser(Browser::without_javascript().await).await;
    plain.width(360).await;
    plain.go("/admin/memberships/?role=owner").await;
    plain.click(".fold").await;
    plain.type_into("#choose-tenant", "Chosen one\n").await;
    plain.see_text(".chips", "Chosen one").await;
    plain.see_path(&format!("/admin/memberships/?tenant={id}&role=owner")).await;
    plain.close().await;
}

#[tokio::test]
async fn a_second_order_is_added_turned_round_and_taken_out() {
    let browser = superuser(Browser::open().await).await;
    browser.go("/admin/tenants/").await;
    for (click, path) in [
        ("thead th:nth-of-type(4) a", "/admin/tenants/?sort=status"),
        ("thead th:nth-of-type(2) a.then", "/admin/tenants/?sort=status%2Cname"),
        ("thead th:nth-of-type(2) a", "/admin/tenants/?sort=status%2C-name"),
        ("thead th:nth-of-type(4) a", "/admin/tenants/?sort=-status%2C-name"),
        ("thead th:nth-of-type(2) a", "/admin/tenants/?sort=-status"),
        ("thead th:nth-of-type(4) a", "/admin/tenants/"),
    ] {
        browser.click(click).await;
        browser.see_path(path).await;
    }
    browser.go("/admin/tenants/?sort=status,-name").await;
    browser.see_text("thead th[aria-sort=ascending]", "Status").await;
    browser.see_text("thead th:nth-of-type(2)", ", sorted by second, descending").await;
    assert!(browser.violations().await.is_empty());
    browser.close().await;
}

#[tokio::test]
async fn what_was_done_is_said_once_and_what_can_be_taken_back_until_it_is() {
    let browser = superuser(Browser::open().await).await;
    let page = tenant(&browser, "said-once", "Said once").await;
    browser.see_text(".notice", "Saved.").await;
    browser.see_path(&page).await;
    browser.go(&page).await;
    browser.see_count(".notice", 0).await;

    browser.go("/admin/tenants/?q=said-once").await;
    browser.click("td .pick").await;
    browser.click(".bulk [value=suspend]").await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form .btn.primary").await;
    browser.see_text(".notice", "1 tenant suspended.").await;
    // It can be taken back: so the way to do so is there still, once the page is loaded again.
    let address = browser.path().await;
    assert!(address.contains("done="), "{address}");
    browser.go(&address).await;
    browser.click(".notice .btn").await;
    browser.see_text(".notice", "Taken back: 1 tenant.").await;
    browser.see_path("/admin/tenants/?q=said-once").await;
    browser.go(&address).await;
    browser.see_text(".notice", "1 tenant suspended.").await;
    // That it was done is not said again.
    browser.see_path("/admin/tenants/?q=said-once").await;
    assert!(browser.violations().await.is_empty());
    browser.close().await;
}

/// Whoever says no is where the question came from, and goes on with the same rows; but whoever comes anew begins anew.
#[tokio::test]
async fn what_was_chosen_is_chosen_still_after_a_no() {
    let browser = superuser(Browser::open().await).await;
    browser.go("/admin/tasks/?sort=title").await;
    browser.click("#rows tr:nth-child(1) .pick").await;
    browser.click("#rows tr:nth-child(3) .pick").await;
    browser.click(".bulk [value=delete]").await;
    browser.click(".ask a.btn").await;
    browser.see_path("/admin/tasks/?sort=title").await;
    browser.see("#rows tr:nth-child(1) .pick:checked").await;
    browser.see("#rows tr:nth-child(3) .pick:checked").await;
    browser.see_count("#rows .pick:checked", 2).await;
    browser.see("thead .choose-all:indeterminate").await;
    browser.see_text(".bulk", "chosen").await;
    browser.go("/admin/tasks/?sort=title").await;
    browser.see_count("#rows .pick:checked", 0).await;
    assert!(browser.violations().await.is_empty());
    browser.close().await;
}

/// Of the rows that are chosen alone; the policy of the page lets the button go where the rest of its form does not. That it is
/// filed says that it was asked for.
#[tokio::test]
async fn chosen_rows_are_exported_with_scripts_and_without() {
    // Somebody else looks at the trail: whoever goes on at once takes the request back.
    let watching = superuser(Browser::open().await).await;
    for (browser, format) in [(Browser::open().await, "csv"), (Browser::without_javascript().await, "json")] {
        let browser = superuser(browser).await;
        browser.go("/admin/tasks/?sort=title").await;
        browser.click("tbody tr:nth-child(1) .pick").await;
        browser.click("tbody tr:nth-child(3) .pick").await;
        browser.click(&format!(".bulk [value={format}]")).await;
        watching
            .until("it is filed", async || {
                watching.go("/admin/trail/?act=exported").await;
                watching.says("#rows", &format!("format {format}, rows 2")).await
            })
            .await;
        browser.close().await;
    }
    watching.close().await;
}
