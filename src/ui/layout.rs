//! The document around a page, and the head of a page.
//!
//! The document loads its style and scripts from our own files and from nowhere else.

use maud::{DOCTYPE, Markup, html};

use super::{
    Icon, icon, message,
    shell::{self, LookingAround, Nav},
};
use crate::language::{Language, tr};

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

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light, whatever the system says.
    Light,
    /// Dark, whatever the system says.
    Dark,
}

impl Theme {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// As cookies, forms and the document call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What people call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    pub(super) fn icon(self) -> Icon {
        match self {
            Self::System => Icon::Monitor,
            Self::Light => Icon::Sun,
            Self::Dark => Icon::Moon,
        }
    }
}

/// What is around a page.
#[derive(Debug)]
pub struct Shell<'a> {
    /// The title of the page.
    pub title: &'a str,
    /// The files that the document loads.
    pub assets: &'a AssetUrls,
    /// Light or dark.
    pub theme: Theme,
    /// Sidebar and bars; none when nobody is signed in.
    pub nav: Option<Nav<'a>>,
    /// Who looks around as somebody else, if anybody does.
    pub looking_around: Option<LookingAround<'a>>,
}

impl Shell<'_> {
    /// The whole document.
    #[must_use]
    pub fn document(&self, main: &Markup) -> Markup {
        let AssetUrls { css, htmx, app, icon } = self.assets;
        let theme = (self.theme != Theme::System).then(|| self.theme.name());
        let frame = if self.nav.is_some() { "framed" } else { "alone" };
        html! {
            (DOCTYPE)
            html lang=(Language::current().code()) data-theme=[theme] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                    meta name="color-scheme" content=(if self.theme == Theme::System { "light dark" } else { self.theme.name() });
                    meta name="htmx-config" content=(HTMX_CONFIG);
                    (title(self.title))
                    // Painted when all of it has come: a table that is painted row by row moves its columns with every row.
                    // (HTML, "rel=expect"; who does not know it, paints as it always did.)
                    link rel="expect" href="#toasts" blocking="render";
                    link rel="icon" href=(icon) type="image/svg+xml";
                    link rel="stylesheet" href=(css);
                    script src=(htmx) defer {}
                    script src=(app) defer {}
                }
                body .(frame) .wide[self.nav.as_ref().is_some_and(|nav| !nav.panel.is_empty())] .read-only[self.is_read_only()] {
                    a .skip href="#main" { (tr("Skip to the content")) }
                    @match &self.nav {
                        Some(nav) => (shell::frame(nav, icon, self.looking_around.as_ref())),
                        None => header .alone-top {
                            (shell::brand(icon))
                            @if let Some(around) = &self.looking_around { (shell::impersonation(around)) }
                        },
                    }
                    main #main tabindex="-1" { (main) }
                    @if let Some(nav) = &self.nav { (shell::dock(nav)) }
                    (message::region())
                }
            }
        }
    }

    fn is_read_only(&self) -> bool {
        self.nav.as_ref().is_some_and(|nav| nav.warning.is_some())
            || self.looking_around.as_ref().is_some_and(|around| !around.writes)
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

/// The head of a page: the way here (labels and addresses, the outermost first), the title, and what can be done.
#[must_use]
pub fn header(title: &str, crumbs: &[(&str, &str)], actions: &Markup) -> Markup {
    html! {
        div .head {
            div .head-text {
                @if !crumbs.is_empty() {
                    nav .crumbs aria-label=(tr("Breadcrumbs")) {
                        ol { @for (place, (label, href)) in crumbs.iter().enumerate() { li { @if place > 0 { (icon(Icon::ChevronRight)) } a href=(href) dir="auto" { (label) } } } }
                    }
                }
                h1 dir="auto" { (title) }
            }
            @if !actions.0.is_empty() { div .actions { (actions) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::shell::{NavItem, tests::nav},
        *,
    };

    const HOSTILE: &str = "\"><script>alert(1)</script>";

    fn shell(assets: &AssetUrls) -> Shell<'_> {
        let item = |label, href, current| NavItem { label, href, icon: Icon::Folder, current };
        let items = vec![item("Here", "/", true), item(HOSTILE, "/there/", false)];
        let around = LookingAround {
            superuser: HOSTILE,
            person: HOSTILE,
            tenant: Some(HOSTILE),
            until: HOSTILE.to_owned(),
            writes: true,
            stop: "/stop/",
        };
        let nav = Some(nav(items, HOSTILE));
        Shell { title: HOSTILE, assets, theme: Theme::Dark, nav, looking_around: Some(around) }
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
        assert!(html.contains("<html lang=\"en\" data-theme=\"dark\">"), "{html}");
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
