//! Every page as people meet it: light and dark, on a phone, a tablet and a desk, empty and full, with what opens on it.
//!
//! Each must pass axe-core's rules for WCAG 2.2 AA and best practice, keep to the content security policy, say nothing to the
//! console, not scroll sideways and not shift. Pictures of all are kept below `artifacts/browser`.

use serde_json::Value;

use crate::stage::Browser;

const AXE: &str = include_str!("vendor/axe.min.js");
const WIDTHS: [u32; 3] = [360, 768, 1440];

impl Browser {
    /// What axe-core has against the page as it stands.
    pub(crate) async fn barriers(&self) -> Vec<String> {
        self.client.execute(AXE, Vec::new()).await.unwrap();
        let script = "const done = arguments[arguments.length - 1];
            axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
              .then(({ violations }) => done(violations.map(({ id, nodes }) =>
                id + ': ' + nodes.map((n) => n.html.slice(0, 160) + ' (' + n.failureSummary.replace(/\\s+/g, ' ') + ')').join(' | '))))
              .catch((failure) => done(['axe failed: ' + failure]));";
        let found = self.client.execute_async(script, Vec::new()).await.unwrap();
        found.as_array().unwrap().iter().map(ToString::to_string).collect()
    }

    /// How far the page shifted since it was loaded, and how far it can be scrolled sideways.
    async fn restlessness(&self) -> (f64, f64) {
        let script = "const done = arguments[arguments.length - 1]; let shifted = 0;
            new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) shifted += e.value; })
              .observe({ type: 'layout-shift', buffered: true });
            const root = document.documentElement;
            setTimeout(() => done([shifted, root.scrollWidth - root.clientWidth]), 50);";
        let found = self.client.execute_async(script, Vec::new()).await.unwrap();
        let number = |index: usize| found.get(index).and_then(Value::as_f64).unwrap();
        (number(0), number(1))
    }

    /// What a finger misses: controls of less than 44 pixels, with what the style sheet lays over them, and those that are not
    /// what is found near each edge of that square. Whatever is folded is unfolded first. A link in a sentence is as high as its
    /// line (WCAG 2.2, 2.5.8); a label is part of its control.
    pub(crate) async fn missed(&self) -> Value {
        let script = "document.querySelectorAll('details').forEach((e) => (e.open = true));
            return [...document.querySelectorAll('a[href]:not(.skip, p a), button, summary, select, textarea, input:not([type=hidden])')]
              .filter((e) => e.checkVisibility())
              .flatMap((e) => {
                e.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
                const box = (e.closest('label') ?? e).getBoundingClientRect(), over = getComputedStyle(e, '::after');
                const x = box.x + box.width / 2, y = box.y + box.height / 2;
                const small = ['width', 'height'].filter((side) => !(box[side] >= 43.9 || parseFloat(over[side]) >= 43.9));
                const others = [[-20, 0], [20, 0], [0, -20], [0, 20]].map(([right, down]) => document.elementFromPoint(x + right, y + down))
                  .filter((at) => !e.contains(at) && at?.closest('label')?.control !== e);
                return [...small, ...others.map((at) => at?.outerHTML.slice(0, 60))].map((what) => e.outerHTML.slice(0, 90) + ': ' + what);
              });";
        self.run(script).await
    }

    pub(crate) async fn assert_clean(&self, what: &str) {
        let mut wrong = self.barriers().await;
        wrong.extend(self.violations().await);
        wrong.extend(self.complaints().await);
        let (shifted, sideways) = self.restlessness().await;
        assert!(wrong.is_empty(), "{what}: {wrong:#?}");
        assert!(sideways <= 0.0, "{what} scrolls sideways by {sideways}");
        assert!(shifted < 0.001, "{what} shifts by {shifted}");
    }

    /// Looks at what stands there in both themes and at all widths.
    pub(crate) async fn assert_clean_everywhere(&self, what: &str, path: &str) {
        self.assert_clean_with(200, what, path).await;
    }

    /// The same for a page that comes with another status.
    pub(crate) async fn assert_clean_with(&self, status: u16, what: &str, path: &str) {
        let arrive = async || {
            self.go(path).await;
            let script = "return performance.getEntriesByType('navigation')[0].responseStatus";
            assert_eq!(self.run(script).await, status, "{what}");
        };
        self.assert_clean_wherever(what, arrive).await;
    }

    /// The same for what is not reached by an address.
    pub(crate) async fn assert_clean_wherever(&self, what: &str, arrive: impl AsyncFn()) {
        // What is left of 1280 pixels at 400 % (WCAG 2.2, 1.4.10).
        self.width(320).await;
        arrive().await;
        let (_, sideways) = self.restlessness().await;
        assert!(sideways <= 0.0, "{what} at 320 pixels scrolls sideways by {sideways}");
        for width in WIDTHS {
            self.width(width).await;
            for dark in [false, true] {
                self.dark(dark).await;
                arrive().await;
                let name = format!("{what}-{width}-{}", if dark { "dark" } else { "light" });
                self.picture(&name).await;
                self.assert_clean(&name).await;
            }
        }
    }
}

#[tokio::test]
async fn nobody_is_kept_out_of_what_is_public_or_wrong() {
    let browser = Browser::open().await;
    browser.assert_clean_everywhere("login", "/login/").await;
    browser.assert_clean_with(404, "not-found", "/nowhere/").await;
    browser.assert_clean_with(405, "wrong-method", "/logout/").await;
    browser.sign_in("admin", "admin123").await;
    browser.assert_clean_everywhere("admin", "/admin/").await;
    browser.assert_clean_everywhere("admin-find", "/admin/find/").await;
    browser.assert_clean_everywhere("admin-found", "/admin/find/?q=t").await;
    browser.assert_clean_everywhere("admin-found-nothing", "/admin/find/?q=zzzz").await;
    browser.assert_clean_everywhere("superusers-have-no-tenant", "/projects/create/").await;
    browser.close().await;
}

/// What is painted is whole: a page in pieces would move under one's finger.
#[tokio::test]
async fn a_page_that_arrives_in_pieces_does_not_move() {
    let browser = Browser::open().await;
    browser.sign_in("admin", "admin123").await;
    browser.width(768).await;
    browser.slow(50_000).await;
    for path in ["/admin/sessions/", "/admin/tasks/", "/admin/trail/", "/preferences/"] {
        browser.go(path).await;
        let (shifted, _) = browser.restlessness().await;
        assert!(shifted < 0.001, "{path} shifts by {shifted}");
    }
    browser.close().await;
}

#[tokio::test]
async fn nobody_is_kept_out_of_the_pages_of_a_tenant() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    let found = browser.run("return document.querySelector('#projects a').getAttribute('href')").await;
    let project = found.as_str().unwrap().to_owned();
    browser.go(&project).await;
    let found = browser.run("return document.querySelector('#tasks a.name').getAttribute('href')").await;
    let edit = found.as_str().unwrap().to_owned();
    let empty = crate::new_project(&browser, "Nothing in it").await;
    let long = format!("{}{}", "Antidisestablishmentarianism".repeat(8), " שלום עולם");
    let odd = crate::new_project(&browser, &long).await;
    browser.assert_clean_with(400, "unreadable", "/projects/?after=nonsense").await;
    browser.go(&odd).await;
    browser.type_into("#new-title", &format!("{long}\n")).await;
    browser.see_count("#tasks > li", 1).await;
    browser.click("#tasks .check").await;
    browser.see_text("#progress", "1 of 1").await;
    browser.click("#tasks .delete").await;
    browser.see_count("#tasks > li:not([hidden])", 0).await;
    browser.click("#toasts .toast:last-child .undo").await;
    browser.see_count("#tasks > li:not([hidden])", 1).await;
    browser.click("#tasks .delete").await;
    browser.see_count("#tasks > li:not([hidden])", 0).await;
    browser.go("/audit/").await;
    let found =
        browser.run("return document.querySelector('#entries a[href*=object]').getAttribute('href')").await;
    let one = found.as_str().unwrap().to_owned();
    for (what, path) in [
        ("dashboard", "/"),
        ("projects", "/projects/"),
        ("project", &project),
        ("project-empty", &empty),
        ("project-long", &odd),
        ("project-open", &format!("{project}?show=done&sort=title")),
        ("project-new", "/projects/create/"),
        ("project-rename", &format!("{project}edit/")),
        ("project-delete", &format!("{project}delete/")),
        ("several", &format!("{project}tasks/several/")),
        ("task-edit", &edit),
        ("task-delete", &edit.replace("edit", "delete")),
        ("search", "/search/"),
        ("search-found", "/search/?q=e"),
        ("search-nothing", "/search/?q=zzzz"),
        ("deleted", "/trash/"),
        ("audit", "/audit/"),
        ("audit-of-one", &one),
        ("audit-days", "/audit/?act=insert&from=2026-01-01&until=yesterday"),
        ("audit-nothing", "/audit/?from=1990-01-01&until=1990-01-02"),
        ("preferences", "/preferences/"),
        ("components", "/dev/ui/"),
        ("workspaces", "/tenants/"),
    ] {
        browser.assert_clean_everywhere(what, path).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn nobody_is_kept_out_of_what_opens_on_a_page() {
    let browser = Browser::open().await;
    browser.sign_in("tenant1user", "password123").await;
    let project = crate::new_project(&browser, "With things open").await;
    browser.type_into("#new-title", "One\n").await;
    browser.see_count("#tasks > li", 1).await;
    for dark in [false, true] {
        for width in [360, 1440] {
            browser.dark(dark).await;
            browser.width(width).await;
            let name = |what: &str| format!("{what}-{width}-{}", if dark { "dark" } else { "light" });
            browser.go(&project).await;
            browser.click("#tasks .check").await;
            browser.see("#toasts .undo").await;
            browser.click("#tasks .pick").await;
            browser.assert_clean(&name("toast-and-bulk")).await;
            browser.picture(&name("toast-and-bulk")).await;
            browser.click("#tasks a.name").await;
            browser.see("#tasks input[name=title]").await;
            browser.clear("#tasks input[name=title]").await;
            browser.type_into("#tasks input[name=title]", "\n").await;
            browser.see("#tasks .error").await;
            browser.assert_clean(&name("edit-refused")).await;
            browser.picture(&name("edit-refused")).await;
            browser.click(".avatar").await;
            browser.assert_clean(&name("menu")).await;
            browser.picture(&name("menu")).await;
            browser.go(&project).await;
            browser.click(".top-find").await;
            browser.see("#palette-hits a").await;
            browser.assert_clean(&name("palette")).await;
            browser.picture(&name("palette")).await;
            browser.go("/").await;
            browser.press("?").await;
            browser.see("#shortcuts[open]").await;
            browser.assert_clean(&name("sheet")).await;
            browser.picture(&name("sheet")).await;
            if width < 600 {
                browser.go("/").await;
                browser.click(".menu-button").await;
                browser.assert_clean(&name("drawer")).await;
                browser.picture(&name("drawer")).await;
            }
        }
    }
    browser.close().await;
}

#[tokio::test]
async fn a_finger_hits_everything() {
    let browser = Browser::open().await;
    browser.touch().await;
    browser.width(360).await;
    browser.sign_in("tenant1user", "password123").await;
    let project = crate::new_project(&browser, "For fingers").await;
    browser.type_into("#new-title", "One\n").await;
    browser.see_count("#tasks > li", 1).await;
    for path in [
        "/",
        "/projects/",
        &project,
        "/search/?q=e",
        "/preferences/",
        "/projects/create/",
        "/trash/",
        "/audit/",
    ] {
        browser.go(path).await;
        assert_eq!(browser.missed().await, serde_json::json!([]), "{path}");
    }
    browser.close().await;
}

/// The alarm rings: what is wrong with a page is seen.
#[tokio::test]
async fn a_page_that_keeps_people_out_is_noticed() {
    let browser = Browser::open().await;
    browser.go("/login/").await;
    assert!(browser.barriers().await.is_empty());
    browser.run("document.querySelector('label').remove(); console.error('told')").await;
    assert!(browser.barriers().await.iter().any(|barrier| barrier.contains("label")));
    assert!(browser.complaints().await.iter().any(|message| message.contains("told")));
    browser.run("document.querySelector('main').style.minWidth = '3000px'").await;
    assert!(browser.restlessness().await.1 > 0.0);
    browser.close().await;
}
