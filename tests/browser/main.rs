//! Journeys in a real browser, under the strict content security policy, with JavaScript and without.
//!
//! The program runs as its users run it, with an embedded database and the sample data.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a journey that cannot go on has failed")]

mod accessible;
mod edges;
mod german;
mod impersonation;
mod interrupted;
mod journeys;
mod panel;
mod panel_filters;
mod panel_forms;
mod panel_lists;
mod phone;
mod program;
mod second_factor;
mod stage;
mod stranger;
mod support;
mod views;

use stage::Browser;

async fn new_project(browser: &Browser, name: &str) -> String {
    browser.go("/projects/create/").await;
    browser.type_into("#name", name).await;
    browser.click("main form .btn.primary").await;
    browser.see_text("h1", name).await;
    browser.path().await
}

#[tokio::test]
async fn tasks_are_worked_on_in_place() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    let project = new_project(&browser, "Journey in place").await;
    browser.see_text(".empty", "No tasks yet").await;
    browser.run("window.same = true").await;

    // Created: at the head of the list, the counts follow, the field is empty again and has the focus.
    for title in ["First <b>task</b>", "Second"] {
        browser.type_into("#new-title", &format!("{title}\n")).await;
        browser.see_text("#tasks > li:first-child", title).await;
    }
    browser.see_text("#progress", "0 of 2 done").await;
    browser.see_focus("#new-title").await;
    browser.see_value("#new-title", "").await;

    // Refused: the input stays, the message is beside the field, which has the focus.
    browser.type_into("#new-title", "   \n").await;
    browser.see_text("#new-title-error", "Please enter something").await;
    browser.see_focus("#new-title").await;
    browser.see_count("#tasks > li", 2).await;

    // Ticked off and back.
    browser.click("#tasks > li:first-child .check").await;
    browser.see("#tasks > li:first-child .task.done").await;
    browser.see_text("#progress", "1 of 2 done").await;
    browser.see_focus("[id^=toggle-]").await;
    browser.click("#tasks > li:first-child .check").await;
    browser.see_text("#progress", "0 of 2 done").await;

    // Edited, refused, edited, given up.
    browser.click("#tasks > li:first-child a.name").await;
    browser.clear("#tasks > li:first-child input[name=title]").await;
    browser.type_into("#tasks > li:first-child input[name=title]", "\n").await;
    browser.see_text("#tasks > li:first-child .error", "Please enter something").await;
    browser.type_into("#tasks > li:first-child input[name=title]", "Renamed\n").await;
    browser.see_text("#tasks > li:first-child .name", "Renamed").await;
    browser.click("#tasks > li:first-child a.name").await;
    browser.click("#tasks > li:first-child .btn.plain").await;
    browser.see_text("#tasks > li:first-child .name", "Renamed").await;

    // Deleted, brought back to its place, and deleted.
    browser.click("#tasks > li:first-child .delete").await;
    browser.see_count("#tasks > li:not([hidden])", 1).await;
    browser.see_text("#progress", "0 of 1 done").await;
    browser.see_focus(":not(body)").await;
    browser.click("#toasts .toast:last-child .undo").await;
    browser.see_text("#tasks > li:first-child .name", "Renamed").await;
    browser.see_text("#progress", "0 of 2 done").await;
    browser.click("#tasks > li:first-child .delete").await;
    browser.see_count("#tasks > li:not([hidden])", 1).await;

    // The project's own head.
    browser.click("#project .actions a").await;
    browser.type_into("#name", " renamed\n").await;
    browser.see_text("h1", "Journey in place renamed").await;
    assert_eq!(browser.run("return window.same").await, true, "the page was never left");
    browser.see_path(&project).await;
    Browser::expect_none(&browser.violations().await);

    browser.click("#project .actions a:last-child").await;
    browser.see_text(".question", "Delete “Journey in place renamed”?").await;
    browser.click(".btn.danger").await;
    browser.see_text(".notice", "Deleted “Journey in place renamed”").await;
    browser.click(".notice button").await;
    browser.see_text("h1", "Journey in place renamed").await;
    browser.see_text("#progress", "0 of 1 done").await;
    browser.close().await;
}

#[tokio::test]
async fn search_answers_while_one_types() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    browser.go("/search/").await;
    browser.run("window.same = true").await;
    browser.type_into("#q", "TYPEF").await;
    browser.see_text("#results", "Choose typefaces").await;
    browser.see_path("/search/?q=TYPEF").await;
    browser.see_focus("#q").await;
    browser.type_into("#q", "zzz").await;
    browser.see_text("#results", "Nothing found").await;
    assert_eq!(browser.run("return window.same").await, true);
    Browser::expect_none(&browser.violations().await);
    browser.close().await;
}

#[tokio::test]
async fn long_lists_grow() {
    let browser = Browser::open().await;
    browser.sign_in("tenant2user", "password123").await;
    let project = new_project(&browser, "Long").await;
    // By the page's own means, so that it goes the way of every other task.
    let script = "const done = arguments[arguments.length - 1], path = location.pathname + 'tasks/create/';
        (async () => { for (let n = 1; n <= 120; n++) await fetch(path, { method: 'POST', body: new URLSearchParams({ title: 'Task ' + n }) }); done(true); })();";
    browser.client.execute_async(script, Vec::new()).await.unwrap();
    browser.go(&project).await;
    for rows in [50, 100, 120] {
        browser.see_count("#tasks > li", rows).await;
        if rows < 120 {
            browser.click("#more a").await;
        }
    }
    browser.see_count("#more a", 0).await;
    Browser::expect_none(&browser.violations().await);
    browser.close().await;
}

#[tokio::test]
async fn what_goes_wrong_is_told_and_the_page_stays() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    new_project(&browser, "Trouble").await;
    browser.type_into("#new-title", "Gone\n").await;
    browser.see_count("#tasks > li", 1).await;
    let delete = "const done = arguments[arguments.length - 1];
        fetch(document.querySelector('#tasks form').action.replace('toggle', 'delete'), { method: 'POST' }).then(() => done(true));";
    browser.client.execute_async(delete, Vec::new()).await.unwrap();

    // Deleted in another tab: a message, and the row stays as it was.
    browser.click("#tasks .check").await;
    browser.see_text("#toasts", "Not found").await;
    browser.see_count("#tasks > li", 1).await;
    browser.click(".toast-close").await;
    browser.see_count("#toasts > *", 0).await;

    browser.close().await;
}

#[tokio::test]
async fn everything_works_without_javascript() {
    let browser = Browser::without_javascript().await;
    browser.sign_in("tenant1user", "password123").await;
    let project = new_project(&browser, "Plain").await;
    browser.type_into("#new-title", "One\n").await;
    browser.see_text("#tasks > li .name", "One").await;
    browser.see_path(&project).await;
    browser.click("#tasks .check").await;
    browser.see("#tasks .task.done").await;
    browser.see_text("#progress", "1 of 1 done").await;
    browser.click("#tasks a.name").await;
    browser.clear("input[id^=title-]").await;
    browser.type_into("input[id^=title-]", "One more\n").await;
    browser.see_text("#tasks > li .name", "One more").await;
    browser.click("#tasks .delete").await;
    browser.see_text(".notice", "Deleted “One more”").await;
    browser.click(".notice button").await;
    browser.see_text("#tasks > li .name", "One more").await;
    browser.click("#tasks .pick").await;
    browser.see_text(".bulk", "chosen").await;
    browser.click(".bulk button[value=delete]").await;
    browser.see_text(".empty", "No tasks yet").await;

    browser.click("#new-task .icon-btn").await;
    browser.type_into("#new-titles", "a\nb\nc").await;
    browser.click("#new-task .btn.primary").await;
    browser.see_count("#tasks > li", 3).await;
    browser.click(".tabs a[href*='show=done']").await;
    browser.see_text(".empty", "Nothing is done yet").await;

    browser.type_into("#new-title", "  \n").await;
    browser.see_text(".error", "Please enter something").await;
    browser.go("/search/").await;
    browser.type_into("#q", "plain\n").await;
    browser.see_text("#results", "Plain").await;
    browser.go(&project).await;
    browser.click("#project .actions a:last-child").await;
    browser.click(".btn.danger").await;
    browser.see_text(".notice", "Deleted “Plain”").await;
    browser.click(".avatar").await;
    browser.click("#person .themes button[value=dark]").await;
    browser.see("html[data-theme=dark]").await;
    browser.click(".avatar").await;
    browser.click("#person form[action='/logout/'] button").await;
    browser.see("#username").await;
    browser.close().await;
}

/// The alarm rings: a page that breaks the policy is noticed by what the journeys above look at.
#[tokio::test]
async fn a_page_that_breaks_the_policy_is_noticed() {
    let browser = Browser::open().await;
    browser.go("/login/").await;
    Browser::expect_none(&browser.violations().await);
    browser.run("document.querySelector('h1').setAttribute('style', 'color: red')").await;
    assert!(!browser.violations().await.is_empty());
    let refused = browser
        .run("try { document.querySelector('h1').innerHTML = '<b>x</b>'; return 'taken' } catch { return 'refused' }")
        .await;
    assert_eq!(refused, "refused", "Trusted Types are demanded");
    browser.close().await;
}
