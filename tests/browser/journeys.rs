//! More journeys: by keyboard alone, through the palette, with several tasks, on a phone, and with the network gone.
//! Each holds that the page was never left where that is promised, and that the policy was kept.

use fantoccini::key::Key;

use crate::{new_project, stage::Browser};

#[tokio::test]
async fn a_stranger_makes_five_tasks_finishes_two_and_takes_one_back_by_keyboard_alone() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    browser.press("c").await;
    browser.see_focus("#name").await;
    browser.press("By keyboard\n").await;
    browser.see_text("h1", "By keyboard").await;
    let project = browser.path().await;
    browser.run("window.same = true").await;
    browser.see_focus("#new-title").await;
    for (index, title) in ["one", "two", "three", "four", "five"].into_iter().enumerate() {
        browser.press(&format!("{title}\n")).await;
        browser.see_count("#tasks > li", index + 1).await;
        browser.see_focus("#new-title").await;
        browser.see_value("#new-title", "").await;
    }
    // Out of the field, and along the rows: the fifth is first.
    browser.run("document.activeElement.blur()").await;
    browser.press("j").await;
    browser.press("d").await;
    browser.see_text("#progress", "1 of 5").await;
    browser.press("j").await;
    browser.press("d").await;
    browser.see_text("#progress", "2 of 5").await;
    browser.see_text("#tasks > li:nth-child(2) .done", "four").await;
    browser.press("z").await;
    browser.see_text("#progress", "1 of 5").await;
    browser.see_count("#tasks .done", 1).await;

    // Chosen and deleted, and brought back.
    browser.press("x").await;
    browser.press("j").await;
    browser.press("x").await;
    browser.see_text(".bulk", "chosen").await;
    browser.see_count(".pick:checked", 2).await;
    browser.click(".choose-all").await;
    browser.see_count(".pick:checked", 5).await;
    browser.click(".bulk button[type=reset]").await;
    browser.see_count(".pick:checked", 0).await;
    browser.click("#tasks > li:nth-child(2) .pick").await;
    browser.run("document.querySelector('#tasks > li:nth-child(3) .pick').dispatchEvent(new MouseEvent('click', { shiftKey: true, bubbles: true, cancelable: true }))").await;
    browser.see_count(".pick:checked", 2).await;
    browser.click(".bulk button[value=delete]").await;
    browser.see_count("#tasks > li:not([hidden])", 3).await;
    browser.see_text("#progress", "1 of 3").await;
    browser.press("z").await;
    browser.see_count("#tasks > li:not([hidden])", 5).await;
    browser.see_text("#tasks > li:nth-child(2) .name", "four").await;
    browser.see_focus(":not(body)").await;

    // Edited where it stands, and given up.
    browser.run("document.querySelector('#tasks > li:nth-child(3) a.name').focus()").await;
    browser.press("e").await;
    browser.see_focus("#tasks > li:nth-child(3) input[name=title]").await;
    browser.press(" more").await;
    browser.press(&Key::Escape.to_string()).await;
    browser.see_text("#tasks > li:nth-child(3) a.name", "three").await;
    assert_eq!(browser.run("return window.same").await, true, "the page was never left");
    browser.see_path(&project).await;

    // The sheet, and on by two keys.
    browser.press("?").await;
    browser.see_text("#shortcuts[open]", "Keyboard shortcuts").await;
    browser.press(&Key::Escape.to_string()).await;
    browser.see_count("dialog[open]", 0).await;
    browser.press("gd").await;
    browser.see_text("h1", "Dashboard").await;
    Browser::expect_none(&browser.complaints().await);
    browser.close().await;
}

#[tokio::test]
async fn shortcuts_can_be_switched_off_but_not_the_palette() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    browser.go("/preferences/").await;
    browser.click("main .section-head button").await;
    browser.see_text("main", "Single keys do nothing").await;
    browser.press("gd").await;
    browser.press("?").await;
    browser.see_count("dialog[open]", 0).await;
    browser.see_path("/preferences/").await;
    browser.press(&format!("{}k", Key::Control)).await;
    browser.see("#palette[open]").await;
    browser.close().await;
}

#[tokio::test]
async fn the_palette_leads_anywhere() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    browser.press(&format!("{}k", Key::Control)).await;
    browser.see_text("#palette-hits", "Create a project").await;
    browser.press("TYPEF").await;
    browser.see_text("#palette-hits", "Choose typefaces").await;
    browser.see_text("#palette-hits li:last-child", "Create the project “TYPEF”").await;
    browser.press(&Key::Down.to_string()).await;
    browser.press(&Key::Down.to_string()).await;
    browser.press(&Key::Up.to_string()).await;
    browser.press("\n").await;
    browser.see_text("h1", "Website relaunch").await;
    // What is done from there is done, and leads to where it is seen.
    browser.press(&format!("{}k", Key::Control)).await;
    browser.see_text("#palette-hits", "Create a project").await;
    browser.press("Made by the palette").await;
    browser.see_text("#palette-hits li:last-child", "Create the project “Made by the palette”").await;
    browser.press(&Key::Down.to_string()).await;
    browser.press(&Key::Down.to_string()).await;
    browser.press("\n").await;
    browser.see_text("h1", "Made by the palette").await;
    browser.press(&format!("{}k", Key::Control)).await;
    // Enter comes before the answer does, and means what was typed.
    browser.see_text("#palette-hits", "Create a project").await;
    browser.press("use the dark\n").await;
    browser.see("html[data-theme=dark]").await;
    browser.see_text("h1", "Made by the palette").await;

    // Without a script's help the same is a page.
    browser.go("/search/quick/?q=typef").await;
    browser.see_text("#results", "Choose typefaces").await;
    browser.see_path("/search/?q=typef").await;
    browser.close().await;
}

#[tokio::test]
async fn lines_that_are_pasted_become_tasks_after_a_question() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    new_project(&browser, "Pasted").await;
    browser.run("window.same = true").await;
    let paste = "const data = new DataTransfer(); data.setData('text', 'milk\\n\\nbread\\r\\ncheese');
        document.querySelector('#new-title').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";
    browser.run(paste).await;
    browser.see("#new-titles").await;
    browser.see_value("#new-titles", "milk\nbread\ncheese").await;
    browser.see_count("#tasks > li", 0).await;
    browser.click("#new-task .btn.primary").await;
    browser.see_count("#tasks > li", 3).await;
    browser.see_text("#tasks > li:first-child", "milk").await;
    browser.see_text("#toasts", "Added 3 tasks").await;
    browser.see_focus("#new-title").await;
    browser.click("#toasts .undo").await;
    browser.see_count("#tasks > li:not([hidden])", 0).await;
    assert_eq!(browser.run("return window.same").await, true);
    Browser::expect_none(&browser.violations().await);
    Browser::expect_none(&browser.complaints().await);
    browser.close().await;
}

#[tokio::test]
async fn a_tick_shows_at_once_and_goes_back_when_the_network_is_gone() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    new_project(&browser, "Offline").await;
    browser.type_into("#new-title", "Tick\n").await;
    browser.see_count("#tasks > li", 1).await;
    // A second thought that is quicker than the answer.
    browser.network(true, 400).await;
    browser.click("#tasks .check").await;
    browser.see("#tasks .check[aria-pressed=true]").await;
    browser.see_text("#progress", "0 of 1").await;
    browser.click("#tasks .check").await;
    browser.see_count("#toasts .toast", 2).await;
    browser.see("#tasks .check[aria-pressed=false]").await;
    browser.see_text("#progress", "0 of 1").await;
    browser.click("#toasts .toast-close").await;
    browser.click("#toasts .toast-close").await;
    browser.see_count("#toasts .toast", 0).await;
    browser.network(false, 0).await;
    browser.click("#tasks .check").await;
    browser.see_text("#toasts", "No connection").await;
    browser.see("#tasks .check[aria-pressed=false]").await;
    browser.see_count("#tasks .done", 0).await;
    browser.type_into("#new-title", "Kept\n").await;
    browser.see_count("#toasts > *", 1).await;
    browser.see_value("#new-title", "Kept").await;
    browser.network(true, 0).await;
    browser.click("#toasts .retry").await;
    browser.see_count("#tasks > li", 2).await;
    browser.see_text("#tasks > li:first-child", "Kept").await;
    browser.click("#tasks > li:last-child .check").await;
    browser.see_text("#progress", "1 of 2 done").await;
    browser.close().await;
}

#[tokio::test]
async fn two_tabs_disagree_and_are_both_told() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    new_project(&browser, "Two tabs").await;
    browser.type_into("#new-title", "Shared\n").await;
    browser.see_count("#tasks > li", 1).await;
    browser.click("#tasks a.name").await;
    browser.see("#tasks input[name=title]").await;
    // The other tab was quicker.
    let first = browser.client.window().await.unwrap();
    let other = browser.client.new_window(true).await.unwrap();
    let project = browser.path().await;
    browser.client.switch_to_window(other.handle).await.unwrap();
    browser.go(&project).await;
    browser.click("#tasks a.name").await;
    browser.type_into("#tasks input[name=title]", " by the other\n").await;
    browser.see_text("#tasks .name", "Shared by the other").await;
    browser.client.switch_to_window(first).await.unwrap();
    browser.type_into("#tasks input[name=title]", " by this\n").await;
    browser.see_text("#tasks .error", "Somebody changed it to “Shared by the other” meanwhile").await;
    browser.see_value("#tasks input[name=title]", "Shared by this").await;
    browser.type_into("#tasks input[name=title]", "\n").await;
    browser.see_text("#tasks .name", "Shared by this").await;
    browser.close().await;
}

#[tokio::test]
async fn on_a_phone_a_stranger_makes_five_tasks_finishes_two_takes_one_back_and_finds_one() {
    let browser = Browser::open().await;
    browser.touch().await;
    browser.width(360).await;
    browser.sign_in("tenant1user", "password123").await;
    browser.click(".dock a[href='/projects/create/']").await;
    browser.type_into("#name", "On a phone\n").await;
    browser.see_text("h1", "On a phone").await;
    for (index, title) in ["uno", "due", "tre", "quattro", "cinque"].into_iter().enumerate() {
        browser.type_into("#new-title", title).await;
        browser.click("#new-task .btn.primary").await;
        browser.see_count("#tasks > li", index + 1).await;
    }
    browser.click("#tasks > li:nth-child(1) .check").await;
    browser.see_text("#progress", "1 of 5").await;
    browser.click("#tasks > li:nth-child(2) .check").await;
    browser.see_text("#progress", "2 of 5").await;
    browser.click("#toasts .toast:last-child .undo").await;
    browser.see_text("#progress", "1 of 5").await;
    browser.click(".dock a[href='/search/']").await;
    browser.type_into("#q", "QUATT").await;
    browser.see_text("#results", "quattro").await;
    browser.click("#results .task a").await;
    browser.see_text("h1", "On a phone").await;
    browser.click(".menu-button").await;
    browser.see_text(".sidebar", "Acme Corp").await;
    browser.click(".sidebar a[href='/trash/']").await;
    browser.see_text("h1", "Recently deleted").await;
    Browser::expect_none(&browser.violations().await);
    Browser::expect_none(&browser.complaints().await);
    browser.close().await;
}

#[tokio::test]
async fn whoever_types_faster_than_the_network_loses_nothing() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    new_project(&browser, "Fast").await;
    browser.network(true, 500).await;
    browser.type_into("#new-title", "one\ntwo\nthree\nand a ha").await;
    browser.see_count("#tasks > li", 3).await;
    browser.see_text("#tasks > li:first-child", "three").await;
    browser.see_text("#tasks > li:last-child", "one").await;
    browser.see_text("#progress", "0 of 3").await;
    browser.see_value("#new-title", "and a ha").await;
    browser.close().await;
}

#[tokio::test]
async fn superusers_find_anything_with_scripts_and_without() {
    let browser = Browser::open().await;
    browser.sign_in("admin", "admin123").await;
    browser.press("/").await;
    browser.see_text("#palette-hits", "Add tenant").await;
    browser.press("ACME").await;
    browser.see_text("#palette-hits li:first-child", "Acme Corp").await;
    let href = browser.run("return document.querySelector('#palette-hits a').getAttribute('href')").await;
    let tenant = href.as_str().unwrap().to_owned();
    assert!(tenant.starts_with("/admin/tenants/"), "{tenant}");
    browser.see_text("#palette-hits li:last-child", "Find all of it").await;
    browser.assert_clean("admin-palette").await;
    browser.picture("admin-palette").await;
    browser.close().await;

    let browser = Browser::without_javascript().await;
    browser.sign_in("admin", "admin123").await;
    browser.click(".top-find").await;
    browser.type_into("#q", "acme\n").await;
    browser.see(&format!("#results a[href='{tenant}']")).await;
    let id = tenant.trim_end_matches('/').rsplit('/').next().unwrap().to_owned();
    browser.clear("#q").await;
    browser.type_into("#q", &format!("{id}\n")).await;
    browser.see(&format!("#results a[href='{tenant}']")).await;
    browser.close().await;
}
