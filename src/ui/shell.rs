//! Around every page of somebody who is signed in: the sidebar, the bar at the top, and the one at the bottom of a phone.
//!
//! The sidebar is a popover: where there is room the style sheet shows it always, elsewhere its button opens it. That and
//! the menu of the person need no script.

use maud::{Markup, html};

use super::{Icon, Theme, dialog, icon, sentence, shortcut::keys};
use crate::language::{Language, tr};

/// As many entries fit the bar at the bottom of a phone.
const IN_DOCK: usize = 4;

/// An entry of the navigation.
#[derive(Debug)]
pub struct NavItem<'a> {
    /// What it says.
    pub label: &'a str,
    /// Where it leads.
    pub href: &'a str,
    /// What stands before it.
    pub icon: Icon,
    /// Whether one is there.
    pub current: bool,
}

/// What the sidebar and the bars hold.
#[derive(Debug)]
pub struct Nav<'a> {
    /// Where one can go.
    pub items: Vec<NavItem<'a>>,
    /// What the superuser panel lists; nothing elsewhere.
    pub panel: Vec<NavItem<'a>>,
    /// What the instance is called, in the panel.
    pub environment: Option<&'a str>,
    /// The tenant that one works in.
    pub tenant: Option<&'a str>,
    /// What holds for the whole of that tenant, and has to be known before one begins.
    pub warning: Option<&'a str>,
    /// Where another can be chosen.
    pub tenants_href: Option<&'a str>,
    /// Who is signed in.
    pub person: &'a str,
    /// What tells that person from all others, of the same name too: what was typed is given back to nobody else.
    pub whose: String,
    /// Light or dark.
    pub theme: Theme,
    /// Where preferences are seen, and posted.
    pub preferences: &'a str,
    /// Where one is.
    pub path: &'a str,
    /// What stands at the foot of the sidebar: what is looked up now and then.
    pub foot: Vec<NavItem<'a>>,
    /// Where signing out is posted.
    pub logout_action: &'a str,
    /// Where things are found: the page, and what answers while one types.
    pub search: Option<(&'a str, &'a str)>,
    /// Whether single keys are shortcuts.
    pub shortcuts: bool,
    /// What can be created anywhere: label and address.
    pub create: Option<(&'a str, &'a str)>,
}

/// A superuser who looks around as somebody else: said on every page, beside the way out.
#[derive(Debug)]
pub struct LookingAround<'a> {
    /// Who it is in truth.
    pub superuser: &'a str,
    /// As whom.
    pub person: &'a str,
    /// Where.
    pub tenant: Option<&'a str>,
    /// When it ends by itself, in UTC.
    pub until: String,
    /// Whether anything may be changed.
    pub writes: bool,
    /// Where stopping is posted.
    pub stop: &'a str,
}

/// What says so.
pub(super) fn impersonation(around: &LookingAround<'_>) -> Markup {
    let said = match around.tenant {
        Some(_) => "You, {superuser}, are looking around as {person} in {tenant} until {until} UTC.",
        None => "You, {superuser}, are looking around as {person} until {until} UTC.",
    };
    let places = [
        ("superuser", html! { bdi { (around.superuser) } }),
        ("person", html! { bdi { (around.person) } }),
        ("tenant", html! { @if let Some(tenant) = around.tenant { bdi { (tenant) } } }),
        ("until", html! { (around.until) }),
    ];
    html! {
        aside .banner .impersonation aria-label=(tr("Impersonation")) {
            (icon(Icon::User))
            p {
                (sentence(said, &places)) " "
                strong { (tr(if around.writes { "You can change things." } else { "Read only." })) }
            }
            form method="post" action=(around.stop) { button .btn.plain { (tr("Stop")) } }
        }
    }
}

/// The sidebar and the bar at the top.
pub(super) fn frame(nav: &Nav<'_>, mark: &str, around: Option<&LookingAround<'_>>) -> Markup {
    html! {
        aside #sidebar .sidebar popover aria-label=(tr("Sidebar")) {
            (brand(mark))
            (workspace(nav))
            nav .side-links aria-label=(tr("Main")) {
                @for item in &nav.items { (side_link(item)) }
                @if !nav.panel.is_empty() { div .side-line {} }
                @for item in &nav.panel { (side_link(item)) }
            }
            div .side-foot {
                @for item in &nav.foot { (side_link(item)) }
                a .side-link href=(nav.preferences) aria-current=[(nav.path == nav.preferences).then_some("page")] data-opens=[nav.shortcuts.then_some("shortcuts")] { (icon(Icon::Keyboard)) (tr("Shortcuts")) (keys("?")) }
            }
        }
        header .top {
            button .icon-btn.menu-button type="button" popovertarget="sidebar" aria-label=(tr("Open the navigation")) { (icon(Icon::Menu)) }
            (brand(mark))
            @if let Some((href, _)) = nav.search {
                a .top-find href=(href) data-opens="palette" {
                    (icon(Icon::Search)) span { (tr("Search or jump to…")) } (keys("Ctrl K"))
                }
            }
            div .top-end {
                @if let Some((label, href)) = nav.create {
                    a .btn.plain href=(href) { (icon(Icon::Plus)) (label) }
                }
                @if let Some(environment) = nav.environment {
                    span .environment dir="auto" { span .unseen { (tr("Environment:")) " " } (environment) }
                }
                button .avatar type="button" popovertarget="person" data-whose=(nav.whose) aria-label=(tr!("Menu of {person}", person = nav.person)) { span aria-hidden="true" { (initials(nav.person)) } }
            }
            (person(nav))
        }
        @if let Some(around) = around { (impersonation(around)) }
        @if let Some(warning) = nav.warning {
            aside .banner aria-label=(tr("About this workspace")) { (icon(Icon::CircleAlert)) p { (warning) } }
        }
        @if let Some((search, quick)) = nav.search { (dialog::palette(quick, search)) }
        (dialog::sheet(nav.shortcuts, nav.preferences))
    }
}

pub(super) fn brand(mark: &str) -> Markup {
    html! { a .brand href="/" { img src=(mark) alt="" width="26" height="26"; "Rowhouse" } }
}

fn workspace(nav: &Nav<'_>) -> Markup {
    html! {
        @match (nav.tenant, nav.tenants_href) {
            (Some(name), Some(href)) => a .workspace href=(href) title=(tr("Change workspace")) {
                (icon(Icon::Building)) span dir="auto" { (name) } (icon(Icon::ChevronsUpDown))
            },
            (Some(name), None) => div .workspace { (icon(Icon::Building)) span dir="auto" { (name) } },
            (None, _) => {}
        }
    }
}

fn side_link(item: &NavItem<'_>) -> Markup {
    html! {
        a .side-link href=(item.href) aria-current=[item.current.then_some("page")] { (icon(item.icon)) (item.label) }
    }
}

/// The menu behind the person's initials.
fn person(nav: &Nav<'_>) -> Markup {
    html! {
        div #person .menu popover {
            div .menu-head {
                strong dir="auto" { (nav.person) }
                @if let Some(tenant) = nav.tenant { p .soft dir="auto" { (tenant) } }
            }
            (theme_switch(nav.theme, nav.preferences))
            (language_switch(nav.preferences))
            div .menu-line {}
            @if let Some(href) = nav.tenants_href { a .menu-item href=(href) { (icon(Icon::Building)) (tr("Change workspace")) } }
            a .menu-item href=(nav.preferences) { (icon(Icon::Settings)) (tr("Preferences")) }
            form method="post" action=(nav.logout_action) { button .menu-item { (icon(Icon::LogOut)) (tr("Sign out")) } }
        }
    }
}

/// The languages, each by its own name, so that it is found whatever the page is in.
#[must_use]
pub fn language_switch(action: &str) -> Markup {
    html! {
        form .themes method="post" action=(action) aria-label=(tr("Language")) {
            @for language in Language::ALL {
                button name="language" value=(language.code()) lang=(language.code()) aria-pressed=(language == Language::current()) { (language.name()) }
            }
        }
    }
}

/// Light, dark, or as the system has it: a form that the server remembers in a cookie.
#[must_use]
pub fn theme_switch(now: Theme, action: &str) -> Markup {
    html! {
        form .themes method="post" action=(action) aria-label=(tr("Theme")) {
            @for theme in Theme::ALL {
                button name="theme" value=(theme.name()) aria-pressed=(theme == now) { (icon(theme.icon())) (tr(theme.label())) }
            }
        }
    }
}

/// The bar at the bottom of a phone.
pub(super) fn dock(nav: &Nav<'_>) -> Markup {
    html! {
        nav .dock aria-label=(tr("Quick")) {
            @for item in nav.items.iter().chain(nav.panel.iter().take(IN_DOCK.saturating_sub(nav.items.len()))) {
                a href=(item.href) aria-current=[item.current.then_some("page")] { (icon(item.icon)) (item.label) }
            }
            @if let Some((label, href)) = nav.create { a href=(href) { (icon(Icon::Plus)) (label) } }
        }
    }
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A frame in which everything that people choose says `text`.
    pub(in super::super) fn nav<'a>(items: Vec<NavItem<'a>>, text: &'a str) -> Nav<'a> {
        Nav {
            items,
            panel: Vec::new(),
            environment: Some(text),
            tenant: Some(text),
            warning: Some(text),
            tenants_href: Some("/tenants/"),
            person: text,
            whose: text.to_owned(),
            theme: Theme::System,
            preferences: "/preferences/",
            path: "/",
            foot: Vec::new(),
            logout_action: "/logout/",
            search: Some(("/search/", "/search/quick/")),
            shortcuts: true,
            create: Some((text, "/create/")),
        }
    }

    #[test]
    fn names_are_text_and_of_themes_and_languages_one_is_pressed() {
        let html = frame(&nav(Vec::new(), "<b>x</b>"), "/i.svg", None).into_string();
        assert!(!html.contains("<b>"), "{html}");
        assert_eq!(html.matches("aria-pressed=\"true\"").count(), 2, "{html}");
    }

    #[test]
    fn initials_are_letters_of_any_language() {
        for (name, letters) in [
            ("Ada Lovelace", "AL"),
            ("tenant1user", "t"),
            ("José de la Peña", "JP"),
            ("", ""),
            ("日本 太郎", "日太"),
        ] {
            assert_eq!(initials(name), letters);
        }
    }
}
