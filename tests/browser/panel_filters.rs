//! What narrows a list of the superuser's panel, in a real browser: values taken in and out, numbers typed, and a search anywhere; in
//! place where scripts run, and without them.

use crate::{
    panel::{superuser, tenant},
    stage::Browser,
};

#[tokio::test]
async fn values_numbers_and_a_search_anywhere_are_chosen_in_place() {
    let browser = superuser(Browser::open().await).await;
    tenant(&browser, "filtered", "Finely filtered").await;
    browser.go("/admin/tenants/").await;
    browser.run("window.same = true").await;
    // All but one, then one less, then one of them alone.
    browser.click(".facets nav:first-child .facet-choice:nth-child(4) .turn").await;
    browser.see_text(".chips", "Status: not Deleted").await;
    browser.click(".facets nav:first-child .facet-choice:nth-child(2) .turn").await;
    browser.see_text(".chips", "Status: Active or Archived").await;
    browser.click(".facets nav:first-child .facet-choice:first-child a:first-child").await;
    browser.see_path("/admin/tenants/?status=active").await;
    browser.see_text(".facets nav:first-child .facet-choice:nth-child(2) .turn", "or").await;

    browser.click(".further > summary").await;
    browser.type_into("#members_from", "0").await;
    browser.type_into("#members_to", "9").await;
    browser.click(".numbers .btn").await;
    browser.see_text(".chips", "Members: up to 9").await;
    browser.click(".further nav:last-child a:last-of-type").await;
    browser.see_text(".chips", "Removal: not planned").await;
    assert_eq!(browser.run("return window.same === true").await, true, "nothing was loaded anew");
    let view = browser.path().await;

    browser.go(&view).await;
    browser.see_text(".chips", "Members: up to 9").await;
    browser.type_into("#q", "filtered").await;
    browser.see_text("#q-help", "Found at the beginning").await;
    browser.click("#q-help a").await;
    browser.see_text(".chips", "Search anywhere: filtered").await;
    browser.see_text("#rows", "Finely filtered").await;
    browser.see_count("#rows > tr", 1).await;
    assert!(browser.violations().await.is_empty());
    browser.close().await;
}

#[tokio::test]
async fn nobody_is_kept_out_of_any_filter() {
    let browser = superuser(Browser::open().await).await;
    for (name, path) in [
        ("several", "/admin/tenants/?status=active,suspended&members=1..9&q=*corp"),
        ("mistyped", "/admin/users/?tenants_from=5&tenants_to=x&kind=person,support&seen=never"),
        ("searched", "/admin/tasks/?q=*e&completed=ever"),
    ] {
        browser.assert_clean_everywhere(&format!("panel-filters-{name}"), path).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn filters_work_without_scripts() {
    let browser = superuser(Browser::without_javascript().await).await;
    browser.go("/admin/projects/?q=*a").await;
    browser.click(".further > summary").await;
    browser.type_into("#tasks_from", "1").await;
    browser.click(".numbers .btn").await;
    browser.see_text(".chips", "Tasks: 1 or more").await;
    browser.see_text(".chips", "Search anywhere: a").await;
    browser.see_path("/admin/projects/?q=*a&tasks=1..").await;
    browser.go("/admin/memberships/").await;
    browser.click(".facets nav:first-child .facet-choice:first-child .turn").await;
    browser.see_text(".chips", "Role: not Owner").await;
    browser.close().await;
}
