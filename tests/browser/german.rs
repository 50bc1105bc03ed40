//! The pages of a tenant, and the panel, in German, whose words are longer: chosen at the page for signing in, kept from there on,
//! and nothing is wider than a phone, or cut off.

use serde_json::json;

use crate::{new_project, panel::first, stage::Browser};

/// Words that are wider than the control that they stand in; a name in a list is what people wrote, and may be cut.
const CUT: &str =
    "return [...document.querySelectorAll('.btn, .dock a, .tabs a, .themes button, .menu-item, .side-link, h1, label, .tile dt, .chip, summary, .facets a, th:not(.narrow, :has(.title)), dt')]
        .filter((e) => e.offsetWidth && !e.classList.contains('unseen') && e.scrollWidth > e.clientWidth + 1)
        .map((e) => e.outerHTML.slice(0, 120))";

impl Browser {
    async fn assert_german(&self, what: &str) {
        for width in [320, 360, 1440] {
            self.width(width).await;
            let name = format!("german-{what}-{width}");
            assert_eq!(self.run("return document.documentElement.lang").await, "de", "{name}");
            assert_eq!(self.run(CUT).await, json!([]), "{name}");
            let sideways =
                "const root = document.documentElement; return root.scrollWidth - root.clientWidth";
            assert!(self.run(sideways).await.as_i64().unwrap() <= 0, "{name} scrolls sideways");
            self.picture(&name).await;
        }
        let barriers = self.barriers().await;
        assert!(barriers.is_empty(), "{what}: {barriers:#?}");
        Self::expect_none(&self.violations().await);
    }
}

/// What sticks out of the panel that it stands in.
pub(crate) const OUT: &str =
    "return [...document.querySelectorAll('.panel :is(.btn, label, input, select, th, td)')]
        .filter((e) => e.offsetWidth && e.type !== 'hidden' && !e.closest('.unseen, .scroll')
            && e.getBoundingClientRect().right > e.closest('.panel').getBoundingClientRect().right - 1)
        .map((e) => e.outerHTML.slice(0, 120))";

#[tokio::test]
async fn the_pages_of_things_in_the_panel_have_room_for_german() {
    let browser = Browser::open().await;
    browser.go("/login/").await;
    browser.click("form.themes button[value=de]").await;
    browser.see("html[lang=de]").await;
    browser.sign_in("admin", "admin123").await;
    let tenant = first(&browser, "/admin/tenants/", "#rows .title").await;
    let person = first(&browser, "/admin/users/?q=tenant1", "#rows .title").await;
    let entry = first(&browser, "/admin/audit/", "#rows .title").await;
    let paths = [
        ("tenant", tenant.clone()),
        ("person", person.clone()),
        ("entry", entry),
        ("gone", "/admin/tenants/00000000-0000-7000-8000-000000000001/".to_owned()),
        ("new-tenant", "/admin/tenants/create/".to_owned()),
        ("new-person", "/admin/users/create/".to_owned()),
        ("new-membership", "/admin/memberships/create/".to_owned()),
        ("in-place", "/admin/memberships/rows/".to_owned()),
        ("look-around", format!("{person}impersonate/")),
        ("second-factor", "/admin/second-factor/".to_owned()),
        ("job", "/admin/jobs/x/".to_owned()),
    ];
    for (what, path) in paths {
        browser.go(&path).await;
        browser.assert_german(&format!("panel-{what}")).await;
        for width in [320, 360, 1440] {
            browser.width(width).await;
            assert_eq!(browser.run(OUT).await, json!([]), "{what} at {width}");
        }
    }
    for (what, page, act) in
        [("suspend", &tenant, "suspend"), ("delete", &tenant, "delete"), ("password", &person, "password")]
    {
        browser.go(page).await;
        browser.click(&format!("form.acts [value={act}]")).await;
        browser.see("[name=confirmed]").await;
        browser.assert_german(&format!("panel-ask-{what}")).await;
        browser.click("main form .actions .btn").await;
        browser.see("main form .error").await;
        browser.assert_german(&format!("panel-refused-{what}")).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn german_is_chosen_before_one_signs_in_and_every_page_has_room_for_it() {
    let browser = Browser::open().await;
    browser.go("/login/?next=/search/").await;
    browser.click("form.themes button[value=de]").await;
    browser.see("html[lang=de]").await;
    browser.see_path("/login/?next=/search/").await;
    browser.assert_german("login").await;
    browser.sign_in("tenant1user", "password123").await;
    browser.see("html[lang=de] .avatar").await;
    let project = new_project(&browser, "Auf Deutsch").await;
    browser.type_into("#new-title", "Eins\n").await;
    browser.see_count("#tasks > li", 1).await;
    for (what, path) in [
        ("dashboard", "/"),
        ("projects", "/projects/"),
        ("project", &project),
        ("project-done", &format!("{project}?show=done")),
        ("project-rename", &format!("{project}edit/")),
        ("project-delete", &format!("{project}delete/")),
        ("several", &format!("{project}tasks/several/")),
        ("search", "/search/?q=e"),
        ("search-nothing", "/search/?q=zzzz"),
        ("trash", "/trash/"),
        ("audit", "/audit/"),
        ("audit-nothing", "/audit/?act=explode&from=1990-01-01&until=1990-01-02"),
        ("preferences", "/preferences/"),
        ("not-found", "/nowhere/"),
    ] {
        browser.go(path).await;
        browser.assert_german(what).await;
    }
    browser.width(360).await;
    browser.go(&project).await;
    browser.click("#tasks .check").await;
    browser.see_text("#toasts", "„Eins“ erledigt").await;
    browser.click("#tasks .pick").await;
    browser.assert_german("toast-and-bulk").await;
    browser.click(".avatar").await;
    browser.assert_german("menu").await;
    browser.go("/").await;
    browser.click(".top-find").await;
    browser.see("#palette-hits a").await;
    browser.assert_german("palette").await;
    browser.go("/").await;
    browser.press("?").await;
    browser.see("#shortcuts[open]").await;
    browser.assert_german("sheet").await;

    // And back, by what the palette offers.
    browser.go("/audit/").await;
    browser.click(".top-find").await;
    browser.type_into("#palette-q", "engl").await;
    browser.see_text("#palette-hits", "„engl“").await;
    browser.click("#palette-hits form:has([value=en]) button").await;
    browser.see("html[lang=en]").await;
    browser.see_path("/audit/").await;
    browser.close().await;
}

#[tokio::test]
async fn the_lists_of_the_panel_have_room_for_german() {
    let browser = Browser::open().await;
    browser.go("/login/").await;
    browser.click("form.themes button[value=de]").await;
    browser.see("html[lang=de]").await;
    browser.sign_in("admin", "admin123").await;
    for (what, path) in [
        ("panel", "/admin/"),
        ("panel-find", "/admin/find/?q=a"),
        ("panel-tenants", "/admin/tenants/?sort=status"),
        ("panel-people", "/admin/users/"),
        ("panel-memberships", "/admin/memberships/"),
        ("panel-projects", "/admin/projects/"),
        ("panel-tasks", "/admin/tasks/?created_from=2026-01-01&created_to=2026-12-31&state=open"),
        ("panel-sessions", "/admin/sessions/"),
        ("panel-trails", "/admin/audit/?tenant=nobody&called=nobody&what=ever"),
        ("panel-trail", "/admin/trail/"),
        (
            "panel-nothing",
            "/admin/tenants/?status=suspended,archived,deleted&members=2..5&projects_from=9&projects_to=1&removal=never",
        ),
    ] {
        browser.go(path).await;
        browser.assert_german(what).await;
    }
    browser.width(360).await;
    browser.go("/admin/users/").await;
    browser.click("#rows .pick").await;
    browser.assert_german("panel-chosen").await;
    browser.click(".more-ways > details:last-child > summary").await;
    browser.assert_german("panel-asking").await;
    browser.go("/admin/").await;
    browser.click(".top-find").await;
    browser.see_text("#palette-hits", "Mandant anlegen").await;
    browser.assert_german("panel-palette").await;
    browser.close().await;
}
