//! The edges: workspaces with nothing in them or with too much, those that are closed, and every error that has a page.
//! Each page is looked at as in `accessible.rs`.

use serde_json::json;

use crate::{new_project, program::operate, stage::Browser};

/// A workspace with its owner, who signs in with a password like everybody else's of the sample.
pub(crate) fn workspace(slug: &str, name: &str) -> String {
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
    browser.see_value("#new-title", "Too late").await;
    for (what, path) in [("archived-dashboard", "/"), ("archived-project", project.as_str())] {
        browser.assert_clean_everywhere(what, path).await;
        browser.see_text(".banner", "read only").await;
    }
    // What would be refused is not offered.
    let offered =
        "return [...document.querySelectorAll('main form, main .btn, .pick, .dock a[href$=\"create/\"]')]
        .filter((e) => e.checkVisibility() && !e.querySelector('.check')).map((e) => e.outerHTML)";
    assert_eq!(browser.run(offered).await, json!([]));
    operate(&["tenant", "suspend", "closing", "--as", "admin"], "");
    browser.assert_clean_with(403, "suspended", "/").await;
    browser.see_text("h1", "Workspace suspended").await;
    let delete = [
        "tenant",
        "delete",
        "closing",
        "--confirm",
        "Closing down",
        "--reason",
        "moved out",
        "--as",
        "admin",
    ];
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

#[tokio::test]
async fn text_that_runs_from_right_to_left_does_so_wherever_it_stands() {
    let browser = Browser::open().await;
    browser.sign_in(&workspace("maktab", "مكتب الهندسة"), "password123").await;
    let project = new_project(&browser, "إعادة تصميم الموقع").await;
    browser.type_into("#new-title", "כתיבת דף הבית (v2)\n").await;
    browser.see_count("#tasks > li", 1).await;
    browser.click("#tasks .check").await;
    browser.see_text("#progress", "1 of 1").await;
    browser.type_into("#new-title", "اختيار الخطوط\n").await;
    browser.see_count("#tasks > li", 2).await;
    for (what, path, names) in [
        ("rtl-project", project.as_str(), "h1, #tasks .name > span"),
        ("rtl-dashboard", "/", ".workspace span, #projects .name, .feed a"),
        ("rtl-search", "/search/?q=ا", "#results .name"),
        ("rtl-audit", "/audit/", "#entries bdi[dir=rtl], .workspace span"),
    ] {
        browser.assert_clean_everywhere(what, path).await;
        let directions = format!(
            "return [...new Set([...document.querySelectorAll('{names}')].map((e) => getComputedStyle(e).direction))]"
        );
        assert_eq!(browser.run(&directions).await, serde_json::json!(["rtl"]), "{what}");
    }
    browser.close().await;
}

/// 1280 by 1024 at 400 %: what stays in place must not cover what one works on (WCAG 2.2, 1.4.10 and 2.4.11).
#[tokio::test]
async fn magnified_four_times_nothing_covers_what_has_the_focus() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    let project = new_project(&browser, "Magnified").await;
    for title in ["one", "two", "three", "four"] {
        browser.type_into("#new-title", &format!("{title}\n")).await;
        browser.see_text("#tasks > li:first-child", title).await;
    }
    browser.window(320, 256).await;
    browser.go(&project).await;
    let covered = "const covered = [];
        for (const e of document.querySelectorAll('main :is(a, button, input)')) {
          if (!e.checkVisibility()) continue;
          e.focus();
          const box = e.getBoundingClientRect(), over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          if (!(e.contains(over) || over?.contains(e))) covered.push(e.outerHTML.slice(0, 80) + ' by ' + over?.outerHTML.slice(0, 60));
        }
        return covered;";
    assert_eq!(browser.run(covered).await, serde_json::json!([]));
    browser.picture("magnified").await;
    browser.close().await;
}
