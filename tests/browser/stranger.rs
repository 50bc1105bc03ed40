//! A stranger who signs in with the sample login and, with no instruction, makes a project of five tasks, finishes two, takes
//! one back and finds one by search: with the keyboard of anybody, which knows no shortcut, and with scripts off on a phone.

use fantoccini::key::Key;

use crate::stage::Browser;

impl Browser {
    /// Goes on with Tab until what is wanted has the focus, which has to be seen at every step.
    async fn tab_to(&self, wanted: &str) {
        let look = format!(
            "const held = document.activeElement, style = getComputedStyle(held), box = held.getBoundingClientRect();
            const seen = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || held.closest('.palette-entry');
            if (held !== document.body && (!seen || !box.width)) return held.outerHTML.slice(0, 120);
            return held.matches({wanted:?});"
        );
        for _ in 0..60 {
            self.press(&Key::Tab.to_string()).await;
            let found = self.run(&look).await;
            assert!(found.is_boolean(), "the focus is not seen on {found}");
            if found == true {
                return;
            }
        }
        panic!("Tab does not lead to {wanted}");
    }
}

#[tokio::test]
async fn with_tab_and_enter_alone() {
    let browser = Browser::open().await;
    browser.go("/login/").await;
    browser.see_focus("#username").await;
    browser.press("tenant1user").await;
    browser.tab_to("#password").await;
    browser.press("password123\n").await;
    browser.see_text("h1", "Dashboard").await;
    browser.tab_to("a[href='/projects/create/']").await;
    browser.press("\n").await;
    browser.see_focus("#name").await;
    browser.press("With Tab\n").await;
    browser.see_text("h1", "With Tab").await;
    browser.see_focus("#new-title").await;
    for (index, title) in ["one", "two", "three", "four", "five"].into_iter().enumerate() {
        browser.press(&format!("{title}\n")).await;
        browser.see_count("#tasks > li", index + 1).await;
        browser.see_focus("#new-title").await;
    }
    for (index, done) in ["1 of 5", "2 of 5"].into_iter().enumerate() {
        browser.tab_to(&format!("#tasks > li:nth-child({}) .check", index + 1)).await;
        browser.press(" ").await;
        browser.see_text("#progress", done).await;
    }
    browser.tab_to("#toasts .toast:last-child .undo").await;
    browser.press("\n").await;
    browser.see_text("#progress", "1 of 5").await;
    browser.tab_to("a.side-link[href='/search/']").await;
    browser.press("\n").await;
    browser.see_focus("#q").await;
    browser.press("fOu").await;
    browser.see_text("#results", "four").await;
    browser.tab_to("#results .task a").await;
    browser.press("\n").await;
    browser.see_text("h1", "With Tab").await;
    Browser::expect_none(&browser.complaints().await);
    browser.close().await;
}

#[tokio::test]
async fn on_a_phone_with_scripts_off() {
    let browser = Browser::without_javascript().await;
    browser.touch().await;
    browser.width(360).await;
    browser.sign_in("tenant1user", "password123").await;
    browser.click(".dock a[href='/projects/create/']").await;
    browser.type_into("#name", "Scripts off\n").await;
    browser.see_text("h1", "Scripts off").await;
    for (index, title) in ["ichi", "ni", "san", "shi", "go"].into_iter().enumerate() {
        browser.type_into("#new-title", title).await;
        browser.click("#new-task .btn.primary").await;
        browser.see_count("#tasks > li", index + 1).await;
    }
    browser.click("#tasks > li:nth-child(1) .check").await;
    browser.see_text("#progress", "1 of 5").await;
    browser.click("#tasks > li:nth-child(2) .check").await;
    browser.see_text("#progress", "2 of 5").await;
    browser.click("#tasks > li:nth-child(2) .check").await;
    browser.see_text("#progress", "1 of 5").await;
    browser.click(".dock a[href='/search/']").await;
    browser.type_into("#q", "SHI\n").await;
    browser.see_text("#results", "shi").await;
    browser.click("#results .task a").await;
    browser.see_text("h1", "Scripts off").await;
    browser.click(".menu-button").await;
    browser.see_text(".sidebar", "Acme Corp").await;
    browser.close().await;
}
