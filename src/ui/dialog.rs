//! Dialogs that every page has: the palette, which jumps to anything, and the sheet of shortcuts.
//!
//! They are closed until a script opens them; what opens them is a link, which leads to a page that does the same.

use maud::{Markup, html};

use super::{Icon, icon, shortcut};
use crate::language::tr;

/// The palette. `quick` answers with hits while one types, `search` is the page that does the same.
pub(super) fn palette(quick: &str, search: &str) -> Markup {
    html! {
        dialog #palette aria-label=(tr("Search or jump to")) {
            form .palette-entry role="search" action=(search) {
                (icon(Icon::Search))
                label .unseen for="palette-q" { (tr("Search or jump to")) }
                input #palette-q type="search" name="q" placeholder=(tr("Search or jump to…")) dir="auto" autocomplete="off"
                    hx-get=(quick) hx-trigger="input changed delay:120ms, opened" hx-target="#palette-hits" hx-swap="innerHTML"
                    hx-sync="this:replace";
                (shortcut::keys("Esc"))
            }
            div #palette-hits .hits {}
        }
    }
}

/// The sheet of shortcuts: all of them, or those alone that need a key held down.
pub(super) fn sheet(single_keys: bool, preferences: &str) -> Markup {
    html! {
        dialog #shortcuts aria-labelledby="shortcuts-title" {
            div .dialog-head {
                h2 #shortcuts-title { (tr("Keyboard shortcuts")) }
                button .icon-btn type="button" data-close aria-label=(tr("Close")) { (icon(Icon::Close)) }
            }
            (shortcut::live_table(single_keys))
            p .dialog-foot { a href=(preferences) { (tr(if single_keys { "Switch single keys off" } else { "Switch single keys on" })) } }
        }
    }
}

/// What the palette found: something to go to or to do, and what it belongs to.
#[derive(Debug)]
pub struct Hit<'a> {
    /// What stands before it.
    pub icon: Icon,
    /// What it is called.
    pub label: &'a str,
    /// Where it leads, or where doing it is posted.
    pub href: &'a str,
    /// What is posted to do it: a name and a value. Without, it is a link.
    pub posts: Option<(&'a str, &'a str)>,
    /// What it belongs to.
    pub hint: &'a str,
}

/// The list of hits, the likeliest first; Enter follows that one.
#[must_use]
pub fn hits(hits: &[Hit<'_>]) -> Markup {
    html! {
        p .unseen role="status" { (tr!("{hits} to choose from", hits = hits.len())) }
        ul {
            @for hit in hits {
                li {
                    @match hit.posts {
                        Some((name, value)) => form method="post" action=(hit.href) {
                            input type="hidden" name=(name) value=(value);
                            button { (inside(hit)) }
                        },
                        None => a href=(hit.href) { (inside(hit)) },
                    }
                }
            }
        }
    }
}

fn inside(hit: &Hit<'_>) -> Markup {
    html! {
        (icon(hit.icon))
        span .name dir="auto" { (hit.label) }
        @if !hit.hint.is_empty() { span .hint dir="auto" { (hit.hint) } }
    }
}
