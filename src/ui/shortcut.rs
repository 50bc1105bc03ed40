//! Keyboard shortcuts: one registry, from which the sheet is drawn, and which the script reads from the sheet.
//!
//! What is not in this table is no shortcut. Whoever switches them off (WCAG 2.2, 2.1.4) gets no sheet to read from.

use maud::{Markup, html};

use crate::language::tr;

/// What a shortcut does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// Goes to an address.
    Go(&'static str),
    /// Focuses the first element that a selector finds, or follows it when it is a link or a button.
    Use(&'static str),
    /// The same, in the row that has the focus.
    InRow(&'static str),
    /// Moves the focus to another row: 1 for the next, −1 for the one before.
    Row(i8),
    /// Opens a dialog, by its id.
    Open(&'static str),
}

/// A key or two, and what comes of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shortcut {
    /// As `KeyboardEvent.key` has them, with a blank between two that follow one another.
    pub keys: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// What comes of it.
    pub does: Does,
}

const fn shortcut(keys: &'static str, label: &'static str, does: Does) -> Shortcut {
    Shortcut { keys, label, does }
}

/// All of them.
pub(super) const SHORTCUTS: &[Shortcut] = &[
    shortcut("Ctrl K", "Search, or jump to anything", Does::Open("palette")),
    shortcut("/", "Search, or jump to anything", Does::Open("palette")),
    shortcut("g d", "Go to the dashboard", Does::Go("/")),
    shortcut("g p", "Go to projects", Does::Go("/projects/")),
    shortcut("c", "Create a project", Does::Go("/projects/create/")),
    shortcut("n", "Add a task", Does::Use("#new-title")),
    shortcut("j", "Next row", Does::Row(1)),
    shortcut("k", "Row before", Does::Row(-1)),
    shortcut("d", "Tick the task off, or open it again", Does::InRow(".check")),
    shortcut("e", "Edit", Does::InRow(".name")),
    shortcut("x", "Choose for what is done with several", Does::InRow(".pick")),
    shortcut("Delete", "Delete", Does::InRow(".delete")),
    shortcut("z", "Undo what was just done", Does::Use("#toasts .toast:last-child .undo")),
    shortcut("?", "Show this sheet", Does::Open("shortcuts")),
];

/// Keys as they are printed, on keyboards of that language.
#[must_use]
pub fn keys(keys: &str) -> Markup {
    html! { span .keys aria-hidden="true" { @for key in keys.split(' ') { kbd { (printed(key)) } } } }
}

fn printed(key: &str) -> String {
    match key {
        "Ctrl" => tr("Ctrl").to_owned(),
        "Delete" => tr("Del").to_owned(),
        _ if key.chars().count() == 1 => key.to_uppercase(),
        _ => key.to_owned(),
    }
}

/// The registry as a table, to be read by people alone.
#[must_use]
pub fn shortcut_table() -> Markup {
    table(SHORTCUTS.iter(), false)
}

/// The same with `data-` attributes, by which the script knows what each row does. Without single keys, only those are there
/// that need another key held down.
pub(super) fn live_table(single_keys: bool) -> Markup {
    table(SHORTCUTS.iter().filter(|shortcut| single_keys || shortcut.keys.starts_with("Ctrl ")), true)
}

fn table(shortcuts: impl Iterator<Item = &'static Shortcut>, live: bool) -> Markup {
    html! {
        table .shortcuts {
            caption .unseen { (tr("Keyboard shortcuts")) }
            tbody {
                @for Shortcut { keys, label, does } in shortcuts {
                    tr data-keys=[live.then_some(keys)] data-does=[live.then(|| does.verb())] data-what=[live.then(|| does.object())] {
                        th scope="row" { (tr(label)) }
                        td { span .keys { @for key in keys.split(' ') { kbd { (printed(key)) } } } }
                    }
                }
            }
        }
    }
}

impl Does {
    fn verb(self) -> &'static str {
        match self {
            Self::Go(_) => "go",
            Self::Use(_) => "use",
            Self::InRow(_) => "in-row",
            Self::Row(_) => "row",
            Self::Open(_) => "open",
        }
    }

    fn object(self) -> String {
        match self {
            Self::Go(what) | Self::Use(what) | Self::InRow(what) | Self::Open(what) => what.to_owned(),
            Self::Row(step) => step.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_key_means_two_things() {
        let mut seen = HashSet::new();
        for Shortcut { keys, .. } in SHORTCUTS {
            assert!(seen.insert(keys), "{keys} is there twice");
            let first = keys.split(' ').next().unwrap_or_default();
            let alone = SHORTCUTS.iter().any(|other| other.keys == first && other.keys != *keys);
            assert!(!alone, "{first} would never wait for what follows in {keys}");
        }
    }

    #[test]
    fn single_keys_can_be_switched_off() {
        assert!(live_table(true).into_string().contains("data-keys=\"n\""));
        let html = live_table(false).into_string();
        assert!(!html.contains("data-keys=\"n\"") && html.contains("data-keys=\"Ctrl K\""), "{html}");
        assert!(!shortcut_table().into_string().contains("data-"), "the page of preferences does nothing");
    }

    #[test]
    fn the_script_knows_every_verb() {
        let script = include_str!("../../assets/scripts/keyboard.js");
        for Shortcut { does, .. } in SHORTCUTS {
            assert!(script.contains(does.verb()), "{}", does.verb());
        }
    }
}
