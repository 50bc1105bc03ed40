//! What can be done from anywhere, as palettes offer it: going somewhere, or posting a plain form.
//! Nothing here reads; what a palette finds beside these is its own.

use crate::{
    language::tr,
    ui::{Hit, Icon},
};

const PREFERENCES: &str = "/preferences/";

/// Something that can be done from anywhere: where, and what is posted.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    icon: Icon,
    label: &'static str,
    hint: &'static str,
    href: &'static str,
    posts: Option<(&'static str, &'static str)>,
}

impl Action {
    /// Going somewhere.
    #[must_use]
    pub const fn link(icon: Icon, label: &'static str, href: &'static str) -> Self {
        Self { icon, label, hint: "", href, posts: None }
    }

    const fn theme(icon: Icon, label: &'static str, theme: &'static str) -> Self {
        Self { icon, label, hint: "", href: PREFERENCES, posts: Some(("theme", theme)) }
    }

    /// A language is called what it calls itself, whatever the page is in.
    const fn language(label: &'static str, code: &'static str) -> Self {
        Self {
            icon: Icon::Languages,
            label,
            hint: "Language",
            href: PREFERENCES,
            posts: Some(("language", code)),
        }
    }

    /// Whether it is among what was asked for, in the language of the page.
    #[must_use]
    pub fn answers(&self, q: &str) -> bool {
        let q = q.trim().to_lowercase();
        [self.label, self.hint].into_iter().any(|text| tr(text).to_lowercase().contains(&q))
    }

    /// As the palette shows it.
    #[must_use]
    pub fn hit<'a>(&self) -> Hit<'a> {
        let Self { icon, label, hint, href, posts } = *self;
        Hit { icon, label: tr(label), href, hint: tr(hint), posts }
    }
}

/// What everybody can do.
pub const EVERYWHERE: [Action; 7] = [
    Action::link(Icon::Settings, "Preferences: theme, language and shortcuts", PREFERENCES),
    Action::theme(Icon::Moon, "Use the dark theme", "dark"),
    Action::theme(Icon::Sun, "Use the light theme", "light"),
    Action::theme(Icon::Monitor, "Use the theme of the system", "system"),
    Action::language("English", "en"),
    Action::language("Deutsch", "de"),
    Action { icon: Icon::LogOut, label: "Sign out", hint: "", href: "/logout/", posts: Some(("", "")) },
];
