//! Journeys that are interrupted: the session ends while one types, and the server goes away and comes back.
//! Each holds that what happened is said, that nothing typed is lost, and that trying again is enough.

use crate::{new_project, program::Program, stage::Browser};

impl Browser {
    /// Ends the session as another tab would.
    async fn sign_out_elsewhere(&self) {
        let script = "const done = arguments[arguments.length - 1];
            fetch('/logout/', { method: 'POST' }).then(() => done(true));";
        self.client.execute_async(script, Vec::new()).await.unwrap();
    }

    /// The page for signing in is there; the same person signs in.
    async fn sign_in_again(&self) {
        self.see("#username").await;
        self.type_into("#username", "tenant1user").await;
        self.type_into("#password", "password123\n").await;
        self.see(".avatar").await;
    }
}

#[tokio::test]
async fn what_was_typed_when_the_session_ended_is_there_after_signing_in_again() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    let project = new_project(&browser, "Interrupted").await;
    browser.type_into("#new-title", "Before\n").await;
    browser.see_count("#tasks > li", 1).await;

    // A new task.
    browser.sign_out_elsewhere().await;
    browser.type_into("#new-title", "Late\n").await;
    browser.see_text("main", "go on where you were").await;
    browser.sign_in_again().await;
    browser.see_path(&project).await;
    browser.see_value("#new-title", "Late").await;
    browser.see_focus("#new-title").await;
    browser.press("\n").await;
    browser.see_text("#tasks > li:first-child .name", "Late").await;
    browser.see_value("#new-title", "").await;

    // Several, in a form that had taken the place of another.
    browser.click("#new-task .icon-btn").await;
    browser.type_into("#new-titles", "one\ntwo").await;
    browser.sign_out_elsewhere().await;
    browser.click("#new-task .btn.primary").await;
    browser.sign_in_again().await;
    browser.see_value("#new-titles", "one\ntwo").await;
    browser.click("#new-task .btn.primary").await;
    browser.see_count("#tasks > li", 4).await;

    // Another title.
    browser.click("#tasks > li:last-child a.name").await;
    browser.see("#tasks > li:last-child input[name=title]").await;
    browser.sign_out_elsewhere().await;
    browser.type_into("#tasks > li:last-child input[name=title]", " and after\n").await;
    browser.sign_in_again().await;
    browser.see_value("#tasks > li:last-child input[name=title]", "Before and after").await;
    browser.see_focus("#tasks > li:last-child input[name=title]").await;
    browser.press("\n").await;
    browser.see_text("#tasks > li:last-child .name", "Before and after").await;

    // A form that has a page to itself, and is sent plainly.
    browser.go("/projects/create/").await;
    browser.sign_out_elsewhere().await;
    browser.type_into("#name", "Named twice\n").await;
    browser.sign_in_again().await;
    browser.see_path("/projects/create/").await;
    browser.see_value("#name", "Named twice").await;
    browser.see_focus("#name").await;
    browser.press("\n").await;
    browser.see_text("h1", "Named twice").await;
    browser.go("/projects/create/").await;
    browser.see_value("#name", "").await;

    // A question.
    browser.go("/search/").await;
    browser.sign_out_elsewhere().await;
    browser.type_into("#q", "before and").await;
    browser.sign_in_again().await;
    browser.see_value("#q", "before and").await;
    browser.see_text("#results", "Before and after").await;
    Browser::expect_none(&browser.complaints().await);
    browser.close().await;
}

/// Whoever signs in next at the same tab is not shown what another typed.
#[tokio::test]
async fn what_was_typed_is_for_nobody_else() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    browser.go("/projects/create/").await;
    browser.sign_out_elsewhere().await;
    browser.type_into("#name", "Secret plan\n").await;
    browser.see("#username").await;
    let kept = browser.run("return sessionStorage.draft").await;
    assert!(kept.as_str().unwrap().contains("Secret plan"));
    browser.type_into("#username", "tenant2user").await;
    browser.type_into("#password", "password123\n").await;
    browser.see_text("h1", "New project").await;
    browser.see_text(".workspace", "TechStart").await;
    browser.see_value("#name", "").await;
    assert_eq!(browser.run("return sessionStorage.length").await, 0);
    browser.close().await;
}

#[tokio::test]
async fn a_server_that_went_away_is_told_and_when_it_is_back_nothing_is_lost() {
    let mut program = Program::start("interrupted");
    let browser = Browser::at(&program).await;
    browser.sign_in("tenant1user", "password123").await;
    new_project(&browser, "Away").await;
    browser.type_into("#new-title", "One\n").await;
    browser.see_count("#tasks > li", 1).await;
    browser.click("#tasks > li:first-child a.name").await;
    browser.see("#tasks input[name=title]").await;
    browser.run("window.same = true").await;

    program.stop();
    browser.type_into("#tasks input[name=title]", " changed\n").await;
    browser.see_text("#toasts", "No connection").await;
    browser.see_value("#tasks input[name=title]", "One changed").await;
    program.resume();
    browser.click("#toasts .retry").await;
    browser.see_text("#tasks > li:first-child .name", "One changed").await;

    program.stop();
    browser.type_into("#new-title", "Two\n").await;
    browser.see_text("#toasts", "What you typed is still here").await;
    browser.see_value("#new-title", "Two").await;
    browser.click("#tasks .check").await;
    browser.see("#tasks .check[aria-pressed=false]").await;
    browser.click("#toasts .toast-close").await;
    program.resume();
    browser.click("#new-task .btn.primary").await;
    browser.see_count("#tasks > li", 2).await;
    browser.see_text("#progress", "0 of 2").await;
    assert_eq!(browser.run("return window.same").await, true, "the page was never left");

    // A form that has a page to itself: the browser says that nobody answers, and the page brings what was typed.
    browser.go("/projects/create/").await;
    browser.type_into("#name", "Still here").await;
    program.stop();
    browser.press("\n").await;
    browser
        .until("the browser's own page", async || {
            browser.run("return location.protocol").await == "chrome-error:"
        })
        .await;
    program.resume();
    browser.client.back().await.unwrap();
    browser.see_text("h1", "Away").await;
    browser.go("/projects/create/").await;
    browser.see_value("#name", "Still here").await;
    browser.see_focus("#name").await;
    browser.press("\n").await;
    browser.see_text("h1", "Still here").await;

    // Whoever comes by its address finds it as well.
    let nobody = async || browser.run("return location.protocol").await == "chrome-error:";
    browser.go("/projects/create/").await;
    browser.type_into("#name", "By address").await;
    program.stop();
    browser.press("\n").await;
    browser.until("the browser's own page", nobody).await;
    program.resume();
    browser.go("/projects/create/").await;
    browser.see_value("#name", "By address").await;
    browser.see_focus("#name").await;
    // And what was sent again by loading that page anew has arrived: it is in no field any more.
    program.stop();
    browser.press("\n").await;
    browser.until("the browser's own page", nobody).await;
    program.resume();
    browser.client.refresh().await.unwrap();
    browser.see_text("h1", "By address").await;
    browser.go("/projects/create/").await;
    browser.see_value("#name", "").await;
    browser.close().await;
}
