//! Views: each has an address that survives whatever a browser does with it; what is read again travels once; what changes
//! fades over; and light or dark comes with the page.

use crate::{edges::workspace, new_project, stage::Browser};

#[tokio::test]
async fn every_view_survives_reload_back_and_forward() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    let project = new_project(&browser, "There and back").await;
    browser.type_into("#new-title", "Only\n").await;
    browser.see_count("#tasks > li", 1).await;
    browser.run("window.same = true").await;
    browser.click(".tabs a[href*='show=done']").await;
    browser.see_text(".empty", "Nothing is done yet").await;
    assert_eq!(browser.run("return window.same").await, true, "the page was not left");
    browser.see_path(&format!("{project}?show=done")).await;
    browser.see_focus("#show-2").await;
    // What is added here is open, and so not among what is shown.
    browser.type_into("#new-title", "Another\n").await;
    browser.see_text("#toasts", "Added to what is open: “Another”").await;
    browser.see_count("#tasks > li", 0).await;
    browser.client.refresh().await.unwrap();
    browser.see_text(".empty", "Nothing is done yet").await;
    browser.see(".tabs a[href*='show=done'][aria-current]").await;
    browser.client.back().await.unwrap();
    browser.see_text("#tasks", "Only").await;
    browser.see_path(&project).await;
    browser.client.forward().await.unwrap();
    browser.see_text(".empty", "Nothing is done yet").await;

    // Back to a search that was changed while typing: the whole page, and what was asked.
    browser.go("/search/").await;
    browser.type_into("#q", "Only").await;
    browser.see_path("/search/?q=Only").await;
    browser.see_text("#results", "There and back").await;
    browser.click("#results .task a").await;
    browser.see_text("h1", "There and back").await;
    browser.client.back().await.unwrap();
    browser.see_text("#results", "Only").await;
    browser.see(".sidebar").await;
    browser.close().await;
}

/// What a browser really does with the tags of parts; and that another's session at the same browser gets its own.
#[tokio::test]
async fn a_list_that_is_read_again_travels_once_and_for_one_session() {
    const READ: &str = "const done = arguments[arguments.length - 1];
        (async () => {
            const answer = await fetch('/projects/?once', { headers: { 'HX-Request': 'true' } });
            const text = await answer.text();
            // The entry comes a moment after the answer.
            const measured = () => performance.getEntriesByType('resource').filter((e) => e.name.endsWith('?once') && e.encodedBodySize > 0);
            const reads = window.reads = (window.reads ?? 0) + 1;
            while (measured().length < reads) await new Promise((soon) => setTimeout(soon, 20));
            // Of an answer without a body, 300 bytes of head are counted (W3C Resource Timing).
            done([text, measured().at(-1).transferSize === 300]);
        })();";
    let browser = Browser::open().await;
    // Nobody else changes what is listed there.
    browser.sign_in(&workspace("reread", "Read again"), "password123").await;
    new_project(&browser, "Only one").await;
    let read = async || browser.client.execute_async(READ, Vec::new()).await.unwrap();
    let first = read().await;
    let again = read().await;
    assert_eq!(first[0], again[0]);
    assert_eq!(
        (&first[1], &again[1]),
        (&false.into(), &true.into()),
        "the second time, the tag alone travels"
    );
    browser.go("/projects/?once").await;
    browser.see(".sidebar").await;
    browser.click(".avatar").await;
    browser.click("#person form[action='/logout/'] button").await;
    browser.see("#username").await;
    browser.sign_in("tenant2user", "password123").await;
    let other = read().await;
    assert_ne!(other[0], first[0]);
    assert_eq!(other[1], false);
    browser.close().await;
}

#[tokio::test]
async fn what_changes_fades_over_unless_motion_is_unwelcome() {
    const WATCH: &str = "window.fades = []; const start = document.startViewTransition.bind(document);
        document.startViewTransition = (change) => {
            const fade = start(change);
            fade.ready.then(() => window.fades.push(Math.max(...document.getAnimations()
                .filter((a) => a.effect.pseudoElement?.startsWith('::view-transition')).map((a) => a.effect.getTiming().duration))));
            return fade;
        };";
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    let project = new_project(&browser, "Fading").await;
    for (reduced, longest) in [(false, 180), (true, 0)] {
        if reduced {
            browser.dark(false).await;
        }
        browser.go(&project).await;
        browser.run(WATCH).await;
        browser.click(".tabs a[href*='show=done']").await;
        browser.see_text(".empty", "Nothing is done yet").await;
        browser
            .until("it has faded", async || {
                browser.run("return window.fades").await == serde_json::json!([longest])
            })
            .await;
        // What is pressed meanwhile is what is coming.
        browser.click(".tabs a[href$='/']").await;
        browser.see_text(".empty", "No tasks yet").await;
        Browser::expect_none(&browser.violations().await);
        Browser::expect_none(&browser.complaints().await);
    }
    browser.close().await;
}

#[tokio::test]
async fn the_theme_is_remembered_and_comes_with_the_page() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    browser.go("/search/?q=e").await;
    browser.click(".avatar").await;
    browser.click("#person .themes button[value=dark]").await;
    browser.see("html[data-theme=dark]").await;
    browser.see_path("/search/?q=e").await;
    let scheme = browser.run("return getComputedStyle(document.documentElement).colorScheme").await;
    assert_eq!(scheme, "dark");
    browser.go("/nowhere/").await;
    browser.see("html[data-theme=dark]").await;
    browser.close().await;
}
