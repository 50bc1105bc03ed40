//! What is said when there is nothing, when something is wrong, and before something goes.
//! No message carries what went wrong inside; that is for the log.

use maud::{Markup, html};

use super::{
    Icon,
    control::{Tone, button, link_button},
    icon,
};
use crate::language::tr;

/// What stands where a list would be, and what to do about it.
#[must_use]
pub fn empty_state(shows: Icon, title: &str, text: &str, action: &Markup) -> Markup {
    html! { div .empty { (icon(shows)) h2 { (title) } p { (text) } (action) } }
}

/// A form that takes something back: where it is sent, and with which fields.
#[derive(Clone, Debug)]
pub struct Undo<'a> {
    /// Where it is sent.
    pub action: &'a str,
    /// What goes along, hidden.
    pub fields: &'a [(&'a str, &'a str)],
}

/// What was done, and the way back, on the page that follows a plain form.
#[must_use]
pub fn notice(text: &str, undo: &Undo<'_>) -> Markup {
    html! {
        div .notice role="status" {
            p dir="auto" { (text) }
            form method="post" action=(undo.action) {
                (hidden(undo.fields))
                button .btn.plain { (icon(Icon::Undo)) (tr("Undo")) }
            }
        }
    }
}

fn hidden(fields: &[(&str, &str)]) -> Markup {
    html! { @for (name, value) in fields { input type="hidden" name=(name) value=(value); } }
}

/// A question before something goes.
#[derive(Debug)]
pub struct Confirmation<'a> {
    /// What is asked.
    pub question: &'a str,
    /// What goes with it, and what can be had back.
    pub detail: &'a str,
    /// Where the deletion is sent.
    pub action: &'a str,
    /// What the button says.
    pub confirm: &'a str,
    /// The page to go back to.
    pub cancel: &'a str,
    /// The selector of the place that the question stands in.
    pub target: &'a str,
    /// The part that stood there before; without one, `cancel` is opened as a page.
    pub cancel_part: Option<&'a str>,
}

/// The question, with a button and a way back.
#[must_use]
pub fn confirmation(ask: &Confirmation<'_>) -> Markup {
    html! {
        form .confirm method="post" action=(ask.action) hx-delete=(ask.action) hx-target=(ask.target) hx-swap="innerHTML"
            hx-disable="find button" {
            p .question dir="auto" { (ask.question) }
            p .soft { (ask.detail) }
            div .actions {
                (button(ask.confirm, Tone::Danger))
                @match ask.cancel_part {
                    Some(part) => a .btn.plain autofocus href=(ask.cancel) hx-get=(part) hx-target=(ask.target) hx-swap="innerHTML" { (tr("Keep it")) },
                    None => (link_button(tr("Keep it"), ask.cancel, Tone::Plain)),
                }
            }
        }
    }
}

/// The body of an error page: its number, what happened, what it means, and the way on (label and address).
#[must_use]
pub fn problem(code: u16, title: &str, detail: &str, way_on: (&str, &str)) -> Markup {
    let (label, href) = way_on;
    html! {
        div .problem {
            (icon(of_status(code)))
            p .code { (tr!("Error {code}", code = code)) }
            h1 { (title) }
            p { (detail) }
            (link_button(label, href, Tone::Primary))
        }
    }
}

fn of_status(code: u16) -> Icon {
    match code {
        401 => Icon::User,
        403 => Icon::Shield,
        404 => Icon::Search,
        408 | 429 | 503 => Icon::Clock,
        _ => Icon::CircleAlert,
    }
}

/// The same for htmx: a message in the corner, while the page stays as it is.
#[must_use]
pub fn problem_part(title: &str, detail: &str) -> Markup {
    toast_part(&warning(title, detail, &html! {}))
}

/// For an answer to htmx: a message in the corner that something was done. It goes by itself.
#[must_use]
pub fn toast(text: &str) -> Markup {
    toast_part(&html! { div .toast { p dir="auto" { (text) } (close()) } })
}

/// The same, with a button that takes it back. Its answer is parts, or a page to go to.
#[must_use]
pub fn toast_with_undo(text: &str, undo: &Undo<'_>) -> Markup {
    toast_part(&toast_sample(text, undo))
}

/// The message itself, where it stands.
#[must_use]
pub fn toast_sample(text: &str, undo: &Undo<'_>) -> Markup {
    html! {
        div .toast {
            p dir="auto" { (text) }
            form method="post" action=(undo.action) hx-post=(undo.action) hx-target="#said" hx-swap="none" {
                (hidden(undo.fields))
                button .undo { (icon(Icon::Undo)) (tr("Undo")) }
            }
            (close())
        }
    }
}

fn toast_part(toast: &Markup) -> Markup {
    html! { hx-partial hx-target="#toasts" hx-swap="beforeend" { (toast) } }
}

/// Where messages appear, and those that only the browser can know of.
///
/// The regions are in the document from the start: a screen reader reads out what changes in them, not what comes with them.
pub(super) fn region() -> Markup {
    html! {
        p #said .unseen role="status" {}
        section #toasts .toasts aria-live="polite" aria-label=(tr("Messages")) {}
        template #offline {
            (warning(tr("No connection"), tr("What you typed is still here."), &retry()))
        }
        template #failed {
            (warning(tr("Something went wrong"), tr("Nothing was changed here."), &retry()))
        }
    }
}

fn warning(title: &str, detail: &str, action: &Markup) -> Markup {
    html! { div .toast role="alert" { (icon(Icon::CircleAlert)) p { strong { (title) ". " } (detail) } (action) (close()) } }
}

fn retry() -> Markup {
    html! { button .undo.retry type="button" { (tr("Try again")) } }
}

fn close() -> Markup {
    html! { button .icon-btn.toast-close type="button" aria-label=(tr("Close this message")) { (icon(Icon::Close)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_go_to_their_region_as_text() {
        for part in [toast("<b>Saved</b>"), problem_part("<b>No</b>", "<i>")] {
            let html = part.into_string();
            assert!(html.starts_with("<hx-partial hx-target=\"#toasts\" hx-swap=\"beforeend\">"), "{html}");
            assert!(
                html.ends_with("</hx-partial>") && !html.contains("<b>") && !html.contains("<i>"),
                "{html}"
            );
        }
    }

    #[test]
    fn only_what_is_wrong_interrupts() {
        assert!(problem_part("No", "Why").into_string().contains("role=\"alert\""));
        assert!(!toast("Saved").into_string().contains("role="));
    }

    #[test]
    fn the_document_has_the_regions_and_messages_that_the_script_asks_for() {
        let script = include_str!("../../assets/scripts/message.js");
        let html = region().into_string();
        for id in ["said", "toasts", "offline", "failed"] {
            assert!(script.contains(&format!("\"{id}\"")), "the script knows {id}");
            assert!(html.contains(&format!(" id=\"{id}\"")), "the document has {id}");
        }
    }
}
