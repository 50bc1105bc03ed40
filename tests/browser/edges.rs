//! The edges: workspaces with nothing in them or with too much, those that are closed, and every error that has a page.
//! Each page is looked at as in `accessible.rs`.

use crate::{
    new_project,
    stage::{Browser, operate},
};

/// A workspace with its owner, who signs in with a password like everybody else's of the sample.
fn workspace(slug: &str, name: &str) -> String {
    let owner = format!("{slug}-owner");
    operate(&["tenant", "create", slug, "--name", name, "--owner", &owner, "--as", "admin"], "password123\n");
    owner
}

#[tokio::test]
async fn a_workspace_with_nothing_in_it_says_what_to_do() {
    let browser = Browser::open().await;
    browser.sign_in(&workspace("hollow", "Hollow"), "password123").await;
    for (what, path) in [
        ("empty-dashboard", "/"),
        ("empty-projects", "/projects/"),
        ("empty-search", "/search/?q=e"),
        ("empty-deleted", "/trash/"),
        ("empty-audit", "/audit/?act=delete"),
    ] {
        browser.assert_clean_everywhere(what, path).await;
        browser.see(".empty").await;
    }
    operate(&["user", "create", "homeless", "--as", "admin"], "password123\n");
    browser.client.delete_all_cookies().await.unwrap();
    browser.sign_in("homeless", "password123").await;
    browser.assert_clean_with(403, "no-workspace", "/").await;
    browser.see_text("h1", "No workspace yet").await;
    browser.assert_clean_everywhere("no-workspaces", "/tenants/").await;
    browser.close().await;
}

#[tokio::test]
async fn a_workspace_that_is_closed_says_so_and_what_was_typed_stays() {
    let browser = Browser::open().await;
    browser.sign_in(&workspace("closing", "Closing down"), "password123").await;
    let project = new_project(&browser, "Last things").await;
    browser.type_into("#new-title", "Turn off the light\n").await;
    browser.see_count("#tasks > li", 1).await;

    operate(&["tenant", "archive", "closing", "--as", "admin"], "");
    browser.type_into("#new-title", "Too late\n").await;
    browser.see_text("#toasts", "Read only").await;
    assert_eq!(browser.run("return document.querySelector('#new-title').value").await, "Too late");
    for (what, path) in [("archived-dashboard", "/"), ("archived-project", project.as_str())] {
        browser.assert_clean_everywhere(what, path).await;
        browser.see_text(".banner", "read only").await;
    }
    operate(&["tenant", "suspend", "closing", "--as", "admin"], "");
    browser.assert_clean_with(403, "suspended", "/").await;
    browser.see_text("h1", "Workspace suspended").await;
    let delete = ["tenant", "delete", "closing", "--confirm", "Closing down", "--as", "admin"];
    operate(&delete, "");
    browser.assert_clean_with(403, "removed", &project).await;
    browser.see_text("h1", "Workspace deleted").await;
    browser.close().await;
}

#[tokio::test]
async fn every_error_has_a_page() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    for (status, says) in
        [(403, "Not understood"), (408, "Too slow"), (500, "Something went wrong"), (503, "Back in a moment")]
    {
        browser
            .assert_clean_with(status, &format!("error-{status}"), &format!("/dev/ui/?answer={status}"))
            .await;
        browser.see_text("h1", says).await;
    }
    let too_much = async || {
        browser.go("/projects/create/").await;
        browser.run("const form = document.querySelector('main form'); form.elements.name.value = 'x'.repeat(70000); form.submit()").await;
        browser.see_text("h1", "Too much").await;
    };
    browser.assert_clean_wherever("error-413", too_much).await;
    let elsewhere = async || {
        browser.go("/projects/create/").await;
        browser
            .run(
                "const form = document.querySelector('main form'); form.action = '/projects/'; form.submit()",
            )
            .await;
        browser.see_text("h1", "Not possible here").await;
    };
    browser.assert_clean_wherever("error-405", elsewhere).await;
    browser.client.delete_all_cookies().await.unwrap();
    browser.assert_clean_everywhere("session-over", "/projects/").await;
    browser.see_text("main", "go on where you were").await;
    let guess = async || {
        browser.go("/login/").await;
        browser.type_into("#username", "guessed").await;
        browser.type_into("#password", "wrong\n").await;
        browser.see("main .error").await;
    };
    for _ in 0..10 {
        guess().await;
    }
    browser.assert_clean_wherever("error-429", guess).await;
    browser.see_text("main", "Too many attempts").await;
    browser.close().await;
}

#[tokio::test]
async fn five_thousand_tasks_and_a_hundred_projects_are_a_page_each() {
    let browser = Browser::open().await;
    browser.sign_in(&workspace("crowded", "Crowded"), "password123").await;
    let project = new_project(&browser, "Full").await;
    let fill = "const done = arguments[arguments.length - 1];
        const post = (path, fields) => fetch(path, { method: 'POST', body: new URLSearchParams(fields) });
        (async () => {
            for (let n = 0; n < 25; n++) await post(location.pathname + 'tasks/several/',
                { titles: Array.from({ length: 200 }, (_, m) => 'Task ' + (n * 200 + m)).join('\\n') });
            for (let n = 0; n < 100; n++) await post('/projects/create/', { name: 'Project ' + n });
            done(true);
        })();";
    browser.client.execute_async(fill, Vec::new()).await.unwrap();
    for (what, path) in [
        ("full-dashboard", "/"),
        ("full-projects", "/projects/"),
        ("full-project", project.as_str()),
        ("full-search", "/search/?q=task"),
        ("full-audit", "/audit/"),
    ] {
        browser.assert_clean_everywhere(what, path).await;
    }
    browser.go(&project).await;
    browser.see_text("#progress", "0 of 5\u{202f}000").await;
    browser.see_count("#tasks > li", 50).await;
    browser.click("#more a").await;
    browser.see_count("#tasks > li", 100).await;
    browser.assert_clean("full-grown").await;
    browser.close().await;
}
