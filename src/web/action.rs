//! What can be done from anywhere, as palettes offer it: going somewhere, or posting a plain form.
//! Nothing here reads; what a palette finds beside these is its own.

use crate::ui::{Hit, Icon};

const PREFERENCES: &str = "/preferences/";

/// Something that can be done from anywhere: where, and what is posted.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    icon: Icon,
    label: &'static str,
    href: &'static str,
    posts: Option<(&'static str, &'static str)>,
}

impl Action {
    /// Going somewhere.
    #[must_use]
    pub const fn link(icon: Icon, label: &'static str, href: &'static str) -> Self {
        Self { icon, label, href, posts: None }
    }

    const fn theme(icon: Icon, label: &'static str, theme: &'static str) -> Self {
        Self { icon, label, href: PREFERENCES, posts: Some(("theme", theme)) }
    }

    /// Whether it is among what was asked for.
    #[must_use]
    pub fn answers(&self, q: &str) -> bool {
        self.label.to_lowercase().contains(&q.trim().to_lowercase())
    }

    /// As the palette shows it.
    #[must_use]
    pub fn hit<'a>(&self) -> Hit<'a> {
        let Self { icon, label, href, posts } = *self;
        Hit { icon, label, href, hint: "", posts }
    }
}

/// What everybody can do.
pub const EVERYWHERE: [Action; 5] = [
    Action::link(Icon::Settings, "Preferences: theme and shortcuts", PREFERENCES),
    Action::theme(Icon::Moon, "Use the dark theme", "dark"),
    Action::theme(Icon::Sun, "Use the light theme", "light"),
    Action::theme(Icon::Monitor, "Use the theme of the system", "system"),
    Action { icon: Icon::LogOut, label: "Sign out", href: "/logout/", posts: Some(("", "")) },
];
