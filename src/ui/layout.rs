//! The document around a page, and the head of a page.
//!
//! The document loads its style and scripts from our own files and from nowhere else.

use maud::{DOCTYPE, Markup, html};

use super::message;

/// htmx: only successful answers are swapped in, unless an element asks for others; no styles of its own; and no pause
/// between putting an answer into the page and bringing it to life, in which a click would miss htmx.
const HTMX_CONFIG: &str = r#"{"noSwap":[204,304,"4xx","5xx"],"defaultTimeout":15000,"defaultSettleDelay":0,"extensions":"tt","includeIndicatorCSS":false}"#;

/// Where the assets are; each name carries the hash of its content.
#[derive(Debug)]
pub struct AssetUrls {
    /// The style sheet.
    pub css: String,
    /// htmx.
    pub htmx: String,
    /// Our own script.
    pub app: String,
    /// The icon.
    pub icon: String,
}

/// An entry of the navigation.
#[derive(Debug)]
pub struct NavItem<'a> {
    /// What it says.
    pub label: &'a str,
    /// Where it leads.
    pub href: &'a str,
    /// Whether one is there.
    pub current: bool,
}

/// The bar at the top, for somebody who is signed in.
#[derive(Debug)]
pub struct Nav<'a> {
    /// Where one can go.
    pub items: Vec<NavItem<'a>>,
    /// The tenant that one works in.
    pub tenant: Option<&'a str>,
    /// Where another can be chosen.
    pub tenants_href: Option<&'a str>,
    /// Who is signed in.
    pub person: &'a str,
    /// Where signing out is posted.
    pub logout_action: &'a str,
    /// The search field.
    pub search: Option<SearchBox<'a>>,
}

/// The search field in the bar.
#[derive(Debug)]
pub struct SearchBox<'a> {
    /// Where the question goes, as `q`.
    pub action: &'a str,
    /// What was asked.
    pub query: &'a str,
}

/// What is around a page.
#[derive(Debug)]
pub struct Shell<'a> {
    /// The title of the page.
    pub title: &'a str,
    /// The files that the document loads.
    pub assets: &'a AssetUrls,
    /// The bar; none when nobody is signed in.
    pub nav: Option<Nav<'a>>,
}

impl Shell<'_> {
    /// The whole document.
    #[must_use]
    pub fn document(&self, main: &Markup) -> Markup {
        let AssetUrls { css, htmx, app, icon } = self.assets;
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="htmx-config" content=(HTMX_CONFIG);
                    (title(self.title))
                    link rel="icon" href=(icon) type="image/svg+xml";
                    link rel="stylesheet" href=(css);
                    script src=(htmx) defer {}
                    script src=(app) defer {}
                }
                body {
                    a .skip href="#main" { "Skip to the content" }
                    @if let Some(nav) = &self.nav { (bar(nav, icon)) }
                    main #main tabindex="-1" { (main) }
                    (message::region())
                }
            }
        }
    }

    /// The part that fills `#main` of a document that is there.
    #[must_use]
    pub fn part(&self, main: &Markup) -> Markup {
        html! { (title(self.title)) (main) }
    }
}

/// The title of the document. In a part, it becomes the title of the document that the part lands in.
#[must_use]
pub fn title(text: &str) -> Markup {
    html! { title { (text) " · Rowhouse" } }
}

fn bar(nav: &Nav<'_>, icon: &str) -> Markup {
    html! {
        header .bar {
            div .bar-inner {
                a .brand href="/" { img src=(icon) alt="" width="24" height="24"; "Rowhouse" }
                nav aria-label="Main" {
                    div .links {
                        @for item in &nav.items {
                            a href=(item.href) aria-current=[item.current.then_some("page")] { (item.label) }
                        }
                    }
                }
                @if let Some(SearchBox { action, query }) = &nav.search {
                    form .find role="search" action=(action) {
                        label .visually-hidden for="find" { "Search" }
                        input #find type="search" name="q" value=(query) placeholder="Search" autocomplete="off";
                    }
                }
                div .who {
                    @if let Some(tenant) = nav.tenant {
                        @if let Some(href) = nav.tenants_href {
                            a .workplace href=(href) dir="auto" title="Change workspace" { (tenant) }
                        } @else {
                            span .workplace dir="auto" { (tenant) }
                        }
                    }
                    span .person dir="auto" { (nav.person) }
                    form method="post" action=(nav.logout_action) { button .quiet { "Sign out" } }
                }
            }
        }
    }
}

/// The head of a page: the way back (label and address), the title, and what can be done.
#[must_use]
pub fn header(title: &str, back: Option<(&str, &str)>, actions: &Markup) -> Markup {
    html! {
        div .head {
            div .head-text {
                @if let Some((label, href)) = back { a .back href=(href) { (label) } }
                h1 dir="auto" { (title) }
            }
            @if !actions.0.is_empty() { div .actions { (actions) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "\"><script>alert(1)</script>";

    fn shell(assets: &AssetUrls) -> Shell<'_> {
        let items = vec![
            NavItem { label: "Here", href: "/", current: true },
            NavItem { label: HOSTILE, href: "/there/", current: false },
        ];
        let nav = Nav {
            items,
            tenant: Some(HOSTILE),
            tenants_href: Some("/tenants/"),
            person: HOSTILE,
            logout_action: "/logout/",
            search: Some(SearchBox { action: "/search/", query: HOSTILE }),
        };
        Shell { title: HOSTILE, assets, nav: Some(nav) }
    }

    fn assets() -> AssetUrls {
        let [css, htmx, app, icon] = ["/a.css", "/h.js", "/a.js", "/i.svg"].map(str::to_owned);
        AssetUrls { css, htmx, app, icon }
    }

    #[test]
    fn a_document_loads_our_files_and_has_no_script_or_style_of_its_own() {
        let assets = assets();
        let html = shell(&assets).document(&html! { p { (HOSTILE) } }).into_string();
        let scripts: Vec<_> = html.match_indices("<script").map(|(at, _)| &html[at..]).collect();
        assert_eq!(scripts.len(), 2, "{html}");
        assert!(scripts.iter().all(|script| script.starts_with("<script src=\"/")), "{html}");
        assert!(!html.contains("<style") && !html.contains("style=") && !html.contains(" on"), "{html}");
        assert_eq!(html.matches("aria-current=\"page\"").count(), 1, "{html}");
    }

    #[test]
    fn a_part_is_what_fills_main_and_its_title() {
        let assets = assets();
        let html = shell(&assets).part(&html! { p { "Main" } }).into_string();
        assert_eq!(html, format!("{}<p>Main</p>", title(HOSTILE).into_string()));
    }

    /// htmx falls back to its own choice where it cannot read this: errors would be swapped into the page.
    #[test]
    fn the_configuration_of_htmx_is_json() {
        let config: serde_json::Value = serde_json::from_str(HTMX_CONFIG).unwrap();
        assert_eq!(config["noSwap"], serde_json::json!([204, 304, "4xx", "5xx"]));
    }
}
