//! The forms of the panel in a real browser: what could be meant is offered while one types, a row is added from where one is,
//! and from a thing in the panel one arrives at the thing itself; with scripts and without.

use crate::{
    panel::{first, link, superuser, tenant},
    stage::Browser,
};

#[tokio::test]
async fn a_member_is_offered_and_added_from_the_page_of_a_tenant() {
    let browser = superuser(Browser::open().await).await;
    let page = tenant(&browser, "offered", "Offered").await;
    let add = link(&browser, &page, "a[href*='fixed=slug']").await;
    browser.assert_clean_everywhere("panel-add-member", &add).await;
    browser.go(&add).await;
    browser.type_into("#login", "tenant2").await;
    browser.see("#login-offers option[value=tenant2user]").await;
    let label = browser.run("return document.querySelector('#login-offers option').textContent").await;
    assert_eq!(label, "tenant2user");
    // The server fills the list, and the field is a combobox for whoever cannot see it.
    let role = browser.run("return document.querySelector('#login').list.id").await;
    assert_eq!(role, "login-offers");
    // What stays as it is cannot be typed into.
    browser.type_into("#slug", "x").await;
    browser.see_value("#slug", "offered").await;
    browser.type_into("#login", "user").await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form [value=list]").await;
    browser.see_text(".notice", "Saved.").await;
    browser.see_path_within(&page).await;
    browser.see_text("main", "tenant2user").await;
    browser.assert_clean_everywhere("panel-inlines", &page).await;
    // Removed from there, and back again.
    browser.go(&page).await;
    browser.click(".ends [value=remove]").await;
    browser.see_text(".crumbs", "tenant2user").await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form .btn.primary").await;
    browser.see_text(".notice", "1 membership removed.").await;
    browser.see_path_within(&page).await;
    assert!(browser.violations().await.is_empty());
    browser.close().await;
}

#[tokio::test]
async fn a_slug_is_typed_without_scripts_and_a_wrong_one_is_said() {
    let browser = superuser(Browser::without_javascript().await).await;
    browser.width(360).await;
    let page = tenant(&browser, "typed", "Typed").await;
    browser.go("/admin/memberships/create/").await;
    browser.type_into("#login", "nobody").await;
    browser.type_into("#slug", "nowhere").await;
    browser.click("main form [value=list]").await;
    browser.see_text("#reason-error", "Please enter something").await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form [value=list]").await;
    browser.see_text("#login-error", "nobody of that username").await;
    browser.see_text("#slug-error", "no tenant of that slug").await;
    browser.clear("#login").await;
    browser.type_into("#login", "tenant1user").await;
    browser.clear("#slug").await;
    browser.type_into("#slug", "typed").await;
    browser.click("main form [value=list]").await;
    browser.see_text(".notice", "Saved.").await;
    browser.go(&page).await;
    browser.see_text("main", "tenant1user").await;
    browser.close().await;
}

#[tokio::test]
async fn from_a_project_in_the_panel_one_arrives_at_the_project() {
    let browser = superuser(Browser::open().await).await;
    let acme = first(&browser, "/admin/tenants/?q=acme-corp", "tbody a.title").await;
    let project = first(&browser, &acme, "a[href^='/admin/projects/'].title").await;
    browser.go(&project).await;
    browser.click("a[href$='/look/']").await;
    browser.see("[name=at]").await;
    let question = browser.path().await;
    browser.assert_clean_everywhere("panel-look-at-project", &question).await;
    browser.go(&question).await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form .btn.primary").await;
    browser.see_text(".banner", "tenant1user").await;
    let name = project.trim_end_matches('/').rsplit('.').next().unwrap().to_owned();
    browser.see_path(&format!("/projects/{name}/")).await;
    browser.click(".banner button").await;
    browser.see_path_within("/admin/").await;
    browser.close().await;
}

#[tokio::test]
async fn nobody_is_kept_out_of_what_an_act_meets() {
    let browser = superuser(Browser::open().await).await;
    browser
        .assert_clean_wherever("panel-affected", async || {
            browser.go("/admin/tenants/?q=acme-corp").await;
            browser.click("td .pick").await;
            browser.click(".bulk [value=delete]").await;
            browser.see(".meets").await;
            browser.see(".along[open] a[href^='/admin/projects/']").await;
        })
        .await;
    browser.close().await;
}

#[tokio::test]
async fn a_task_is_added_with_its_project_offered_and_the_trail_tells_it() {
    let browser = superuser(Browser::open().await).await;
    let page = tenant(&browser, "tasked", "Tasked").await;
    let add = link(&browser, &page, "a[href*='/admin/projects/create/']").await;
    browser.go(&add).await;
    browser.type_into("#name", "Garden").await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form [value=continue]").await;
    browser.see_text(".notice", "Saved.").await;
    // Projects of the tenant that stands beside are offered, and no others.
    browser.go("/admin/tasks/create/").await;
    browser.type_into("#slug", "tasked").await;
    browser.type_into("#project", "ga").await;
    browser.see("#project-offers option[value=Garden]").await;
    browser.assert_clean_everywhere("panel-add-task", "/admin/tasks/create/").await;
    browser.go("/admin/tasks/create/").await;
    browser.type_into("#slug", "tasked").await;
    browser.type_into("#project", "garden").await;
    browser.type_into("#title", "Dig").await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form [value=continue]").await;
    browser.see_text(".notice", "Saved.").await;
    let task = browser.path().await;
    let task = task.split('?').next().unwrap().to_owned();
    browser.clear("#title").await;
    browser.type_into("#title", "Dig deeper").await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form [value=new]").await;
    browser.see_text("h1", "Dig deeper").await;
    assert!(!browser.path().await.starts_with(&task), "{}", browser.path().await);
    let entry = link(&browser, &task, "a[href^='/admin/audit/'].title").await;
    browser.assert_clean_everywhere("panel-trail-entry", &entry).await;
    browser.go(&entry).await;
    browser.see_text(".told", "Dig").await;
    assert!(browser.violations().await.is_empty());
    browser.close().await;
}

#[tokio::test]
async fn what_is_folded_opens_and_a_slug_is_offered_from_the_name() {
    let browser = superuser(Browser::open().await).await;
    browser
        .assert_clean_wherever("panel-add-person", async || {
            browser.go("/admin/users/create/").await;
            browser.click(".group summary").await;
            browser.see(".group[open] #kind").await;
        })
        .await;
    browser.go("/admin/tenants/create/").await;
    browser.type_into("#name", "Crème Corp").await;
    browser.see_text(".made", "creme-corp").await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form [value=continue]").await;
    browser.see_text("dl.fields", "creme-corp").await;
    assert!(browser.violations().await.is_empty());
    browser.close().await;
}

/// What arrived is no draft: no form has it again, and where something is wrong one is led there.
#[tokio::test]
async fn what_arrived_is_in_no_field_again() {
    let browser = superuser(Browser::open().await).await;
    let page = tenant(&browser, "arrived", "Arrived").await;
    browser.see_text(".notice", "Saved.").await;
    browser.see_value("#reason", "").await;
    let add = link(&browser, &page, "a[href*='/admin/projects/create/']").await;
    browser.go(&add).await;
    browser.type_into("#name", "Garden").await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form [value=another]").await;
    browser.see_text(".notice a", "See this project").await;
    browser.see_value("#name", "").await;
    browser.see_value("#reason", "a journey").await;
    // A view has a name, and the next one another.
    browser.go("/admin/tasks/?state=open").await;
    browser.click(".keep-view summary").await;
    browser.type_into("#view-name", "Mine\n").await;
    browser.see_text(".kept-views", "Mine").await;
    browser.click(".facets a[href*='created=']").await;
    browser.click(".keep-view summary").await;
    browser.see_value("#view-name", "").await;
    // Of several mistakes the first.
    browser.go("/admin/users/create/").await;
    browser.type_into("#login", "arrived").await;
    browser.type_into("#display_name", "Arrived").await;
    browser.type_into("#new_password", "short").await;
    browser.type_into("#reason", "a journey").await;
    browser.click("main form [value=continue]").await;
    browser.see_text("main form", "At least 8 characters").await;
    browser.see_value("#display_name", "Arrived").await;
    browser.see_focus("#new_password").await;
    browser.close().await;
}
