//! The panel on a phone: a finger hits everything, rows begin where one looks, and nothing that is told is cut.

use serde_json::json;

use crate::{
    german::OUT,
    panel::{first, superuser, tenant},
    stage::Browser,
};

#[tokio::test]
async fn a_finger_hits_everything_of_the_panel() {
    let browser = Browser::open().await;
    browser.touch().await;
    browser.width(360).await;
    let browser = superuser(browser).await;
    let tenant = first(&browser, "/admin/tenants/?q=acme-corp", "tbody a.title").await;
    let person = first(&browser, "/admin/users/?q=tenant1user", "tbody a.title").await;
    let look_around = format!("{person}impersonate/");
    let mut wrong = Vec::new();
    for (name, path) in [
        ("home", "/admin/"),
        ("tenants", "/admin/tenants/"),
        ("tasks", "/admin/tasks/?state=open"),
        ("memberships", "/admin/memberships/"),
        ("audit", "/admin/audit/"),
        ("trail", "/admin/trail/"),
        ("in-place", "/admin/memberships/rows/"),
        ("new-person", "/admin/users/create/"),
        ("found", "/admin/find/?q=t"),
        ("tenant", &tenant),
        ("person", &person),
        ("look-around", &look_around),
    ] {
        for width in [320, 360] {
            browser.width(width).await;
            browser.go(path).await;
            // What there is only when asked for: the filters, and what is done with the chosen.
            browser
                .run("document.querySelector('.fold input')?.click(); document.querySelector('td .pick')?.click()")
                .await;
            for found in [browser.missed().await, browser.run(OUT).await] {
                wrong.extend(found.as_array().unwrap().iter().map(|e| format!("{name} at {width}: {e}")));
            }
            browser.picture(&format!("finger-{name}-{width}")).await;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    browser.close().await;
}

/// With scripts the filters stay unfolded while one is chosen after the other; without, each answer is a page, and folded.
#[tokio::test]
async fn rows_begin_soon_and_filters_are_there_when_asked_for() {
    for scripts in [true, false] {
        let browser = if scripts { Browser::open().await } else { Browser::without_javascript().await };
        browser.touch().await;
        browser.width(360).await;
        let browser = superuser(browser).await;
        let filters = ".facets, .choosers, .more-ways details";
        let seen =
            format!("return [...document.querySelectorAll('{filters}')].some((e) => e.checkVisibility())");
        for list in ["tenants", "users", "memberships", "tasks", "audit", "trail"] {
            browser.go(&format!("/admin/{list}/")).await;
            assert_eq!(browser.run(&seen).await, false, "{list}");
            let begins = "return document.querySelector('#rows > tr').getBoundingClientRect().top";
            let begins = browser.run(begins).await.as_f64().unwrap();
            assert!(begins < 620.0, "the first row of {list} begins at {begins}");
            browser.click(".fold").await;
            assert_eq!(browser.run(&seen).await, true, "{list}");
            if scripts {
                browser.assert_clean(&format!("unfolded-{list}")).await;
            }
        }
        browser.go("/admin/memberships/").await;
        browser.click(".fold").await;
        browser.click(".facet-choice a").await;
        browser.see_text(".chips", "Role: Owner").await;
        assert_eq!(browser.run(&seen).await, scripts);
        // What makes no sense is there to be put right.
        browser.go("/admin/memberships/?tenant=nobody-at-all").await;
        assert_eq!(browser.run(&seen).await, true);
        browser.width(1440).await;
        browser.go("/admin/memberships/").await;
        assert_eq!(browser.run(&seen).await, true);
        assert_eq!(browser.run("return document.querySelector('.fold').checkVisibility()").await, false);
        browser.close().await;
    }
}

#[tokio::test]
async fn everything_is_at_its_edge_and_on_its_line() {
    let browser = Browser::open().await;
    browser.touch().await;
    browser.width(360).await;
    let browser = superuser(browser).await;
    browser.go("/admin/trail/").await;
    let left = "return document.querySelector('.cards thead a').getBoundingClientRect().left";
    assert_eq!(browser.run(left).await, 16, "what it is sorted by begins where everything does");
    // Beside a link, its label stands on its line: as text, since what comes from the style sheet has no box that is told.
    let beside = "const cell = document.querySelector('#rows td:has(> a)'), range = document.createRange();
        const bottom = (e) => { range.selectNodeContents(e); return range.getBoundingClientRect().bottom };
        cell.prepend(Object.assign(document.createElement('span'), { textContent: cell.dataset.label }));
        cell.removeAttribute('data-label'), document.styleSheets[0].insertRule('.cards td::before { display: none !important }');
        return Math.abs(bottom(cell.querySelector('span')) - bottom(cell.querySelector('a')));";
    assert!(browser.run(beside).await.as_f64().unwrap() < 2.0);
    browser.go("/admin/tenants/?status=active").await;
    browser.click(".fold").await;
    let gaps = "return [...document.querySelectorAll('.more-ways details')].map((e) => {
            e.open = true;
            const [above, below] = [...e.children].map((e) => e.getBoundingClientRect());
            return below.top - above.bottom;
        })";
    assert_eq!(browser.run(gaps).await, json!([8, 8, 8, 8]), "between a fold and what it had folded");
    browser.go("/admin/tenants/rows/").await;
    let ends = "const right = (e) => document.querySelector(e).getBoundingClientRect().right;
        return right('.sheet tbody tr') - right('.sheet tbody .entry')";
    assert_eq!(browser.run(ends).await, 15, "the field ends where the card does, but for its edge");
    browser.close().await;
}

/// On the first page of the panel what happened is told whole, whatever there is room for: an address that is cut is none.
#[tokio::test]
async fn nothing_that_happened_is_cut() {
    let cut = "return [...document.querySelectorAll('.feed :is(a, .act, .name, .hint, .age)')]
        .filter((e) => !e.checkVisibility() || e.scrollWidth > e.clientWidth).map((e) => e.outerHTML)";
    // Nor is a word of a tile torn.
    let torn = "return [...document.querySelectorAll('.tile dt a')].filter((e) => {
            const range = document.createRange();
            range.selectNodeContents(e);
            return !/\\s/.test(e.textContent) && range.getClientRects().length > 1;
        }).map((e) => e.textContent)";
    for language in ["en", "de"] {
        let browser = Browser::open().await;
        for name in ["nobody-of-that-name", "tenant2user"] {
            browser.go("/login/").await;
            browser.type_into("#username", name).await;
            browser.type_into("#password", "wrong\n").await;
            browser.see("main .error").await;
        }
        browser.click(&format!("form.themes button[value={language}]")).await;
        browser.see(&format!("html[lang={language}]")).await;
        let browser = superuser(browser).await;
        tenant(&browser, &format!("told-{language}"), "A tenant with a name of some length").await;
        for width in [320, 360, 600] {
            browser.width(width).await;
            browser.go("/admin/").await;
            assert_eq!(browser.run(cut).await, json!([]), "{language} at {width}");
        }
        browser.width(360).await;
        assert_eq!(browser.run(torn).await, json!([]));
        browser.close().await;
    }
}

/// In the head of a list as in its rows; and what is chosen is seen.
#[tokio::test]
async fn a_page_is_chosen_in_the_head_of_its_list() {
    let browser = superuser(Browser::open().await).await;
    browser.go("/admin/tasks/").await;
    let all = browser.run("return document.querySelectorAll('#rows .pick').length").await;
    browser.click("thead .choose-all").await;
    assert_eq!(browser.run("return document.querySelectorAll('#rows .pick:checked').length").await, all);
    browser.see_text(".bulk", "chosen").await;
    browser.click("#rows tr:first-child .pick").await;
    browser.see_count("thead .choose-all:checked", 0).await;
    browser.see_count("thead .choose-all:indeterminate", 1).await;
    browser.click("#rows tr:first-child .pick").await;
    browser.see_count("thead .choose-all:checked", 1).await;
    browser.click("thead .choose-all").await;
    browser.see_count(".pick:checked", 0).await;
    browser.click("#rows tr:nth-child(2) .pick").await;
    let grounds = "const ground = (row) => getComputedStyle(document.querySelector(`#rows tr:nth-child(${row})`)).backgroundColor;
        return ground(2) !== ground(4)";
    browser.until("the chosen row is seen", async || browser.run(grounds).await == true).await;
    browser.click("thead .choose-all").await;
    browser.assert_clean("chosen").await;
    browser.click(".bulk [type=reset]").await;
    browser.see_count(".pick:checked", 0).await;
    browser.close().await;
    let plain = superuser(Browser::without_javascript().await).await;
    plain.go("/admin/tasks/").await;
    let there = "return document.querySelector('thead .choose-all').checkVisibility()";
    assert_eq!(plain.run(there).await, false, "without scripts it could do nothing");
    plain.close().await;
}

#[tokio::test]
async fn what_destroys_stands_out_among_what_is_done_with_the_chosen() {
    let browser = superuser(Browser::open().await).await;
    for dark in [false, true] {
        browser.dark(dark).await;
        browser.go("/admin/tasks/").await;
        browser.click("#rows tr:nth-child(2) .pick").await;
        let colours = "const colour = (e) => getComputedStyle(document.querySelector(e)).color;
            return colour('.bulk .risky') === colour('.bulk .btn:not(.risky)')";
        assert_eq!(browser.run(colours).await, false);
        // The bar is as the other theme has it, and so is a box on it that is not ticked.
        let scheme = "return getComputedStyle(document.querySelector('.every input')).colorScheme";
        assert_eq!(browser.run(scheme).await, if dark { "light" } else { "dark" });
        browser.assert_clean(&format!("bulk-{dark}")).await;
    }
    browser.close().await;
}
