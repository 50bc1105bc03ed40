//! What people type into and press.
//!
//! A field that was refused says so beside itself, tied to it for screen readers (WCAG 2.2, 3.3.1).

use maud::{Markup, html};

use super::{Icon, icon};
use crate::language::tr;

/// How much a button weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// What one came for.
    Primary,
    /// Anything else.
    Plain,
    /// A way out.
    Quiet,
    /// What cannot be undone at once.
    Danger,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Plain => "plain",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}

/// The button that sends its form.
#[must_use]
pub fn button(label: &str, tone: Tone) -> Markup {
    html! { button .btn .(tone.class()) { (label) } }
}

/// A link that looks like a button.
#[must_use]
pub fn link_button(label: &str, href: &str, tone: Tone) -> Markup {
    html! { a .btn .(tone.class()) href=(href) { (label) } }
}

/// A button that is an icon; `label` is what screen readers and the pointer's hint say.
#[must_use]
pub fn icon_button(shows: Icon, label: &str, class: &str) -> Markup {
    html! { button .icon-btn .(class) aria-label=(label) title=(label.split(':').next().unwrap_or(label)) { (icon(shows)) } }
}

/// What a field takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldKind {
    /// A line of text.
    #[default]
    Text,
    /// A text that is not shown, and never sent back.
    Password,
    /// Several lines of text.
    Lines,
    /// A day, as the browser lets people choose one; its value is written 2026-01-31.
    Day,
}

/// A field for a line of text.
#[derive(Debug, Default)]
pub struct TextField<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// What the form calls it.
    pub name: &'a str,
    /// What people call it.
    pub label: &'a str,
    /// What is in it.
    pub value: &'a str,
    /// What it takes.
    pub kind: FieldKind,
    /// What is wrong with what is in it; a text of the sources is said in the language of the page.
    pub error: Option<&'a str>,
    /// What the browser may fill in (HTML, "Autofill").
    pub autocomplete: Option<&'a str>,
    /// Whether it has the focus when it appears. A field that was refused has it in any case.
    pub autofocus: bool,
    /// Whether the label is for screen readers alone, and stands in the field while that is empty.
    pub label_inside: bool,
    /// For a line of text that may be pasted as several: where several are taken.
    pub several: Option<&'a str>,
    /// Where the browser asks, while one types, for what could be meant: options of a list that it then offers.
    pub offers: Option<&'a str>,
    /// The field whose value goes along with that question, by its id.
    pub offers_of: Option<&'a str>,
    /// Whether what is in it stays as it is.
    pub fixed: bool,
}

/// A field with its label and what is wrong with it.
///
/// The browser checks nothing: the server counts characters as the database does, and says what is wrong in one voice.
#[must_use]
pub fn text_field(field: &TextField<'_>) -> Markup {
    let (kind, value) = match field.kind {
        FieldKind::Text | FieldKind::Lines => ("text", Some(field.value)),
        FieldKind::Day => ("date", Some(field.value)),
        FieldKind::Password => ("password", None),
    };
    let direction = matches!(field.kind, FieldKind::Text | FieldKind::Lines).then_some("auto");
    let placeholder = field.label_inside.then_some(field.label);
    let autofocus = field.autofocus || field.error.is_some();
    let error_id = field.error.map(|_| format!("{}-error", field.id));
    let invalid = field.error.map(|_| "true");
    let offers = field.offers.filter(|_| !field.fixed);
    let list = offers.map(|_| format!("{}-offers", field.id));
    html! {
        div .field {
            label for=(field.id) .unseen[field.label_inside] { (field.label) }
            @if field.kind == FieldKind::Lines {
                textarea .entry id=(field.id) name=(field.name) rows="6" dir="auto" autofocus[autofocus]
                    aria-invalid=[invalid] aria-describedby=[error_id.as_deref()] { "\n" (field.value) }
            } @else {
                input .entry id=(field.id) type=(kind) name=(field.name) value=[value] dir=[direction] placeholder=[placeholder]
                    autocomplete=(field.autocomplete.unwrap_or("off")) autofocus[autofocus]
                    aria-invalid=[invalid] aria-describedby=[error_id.as_deref()] data-several=[field.several] readonly[field.fixed]
                    list=[list.as_deref()] hx-get=[offers] hx-trigger=[offers.map(|_| "input changed delay:150ms")]
                    hx-target=[list.as_deref().map(|list| format!("#{list}"))] hx-swap=[offers.map(|_| "innerHTML")] hx-sync=[offers.map(|_| "this:replace")]
                    hx-include=[field.offers_of.filter(|_| offers.is_some()).map(|of| format!("#{of}"))];
                @if let Some(list) = &list { datalist id=(list) {} }
            }
            @if let Some(error) = field.error { p .error id=[error_id.as_deref()] role="alert" { (icon(Icon::CircleAlert)) span { (tr(error)) } } }
        }
    }
}

/// A field in which one of a few is chosen.
#[derive(Debug)]
pub struct Select<'a> {
    /// What the form calls it, and its id.
    pub name: &'a str,
    /// What people call it.
    pub label: &'a str,
    /// What can be chosen: a value, and what people call it.
    pub choices: &'a [(&'a str, &'a str)],
    /// The value that is.
    pub chosen: &'a str,
    /// What is wrong with it, likewise.
    pub error: Option<&'a str>,
}

/// The field with its label and what is wrong with it.
#[must_use]
pub fn select(field: &Select<'_>) -> Markup {
    let error_id = field.error.map(|_| format!("{}-error", field.name));
    html! {
        div .field {
            label for=(field.name) { (field.label) }
            select .entry id=(field.name) name=(field.name) aria-invalid=[field.error.map(|_| "true")] aria-describedby=[error_id.as_deref()] {
                @for (value, label) in field.choices { option value=(value) selected[*value == field.chosen] { (label) } }
            }
            @if let Some(error) = field.error { p .error id=[error_id.as_deref()] role="alert" { (icon(Icon::CircleAlert)) span { (tr(error)) } } }
        }
    }
}

/// A field that searches while one types.
#[derive(Debug)]
pub struct SearchField<'a> {
    /// Where the question goes, as `q`.
    pub action: &'a str,
    /// What people call it.
    pub label: &'a str,
    /// What was asked.
    pub query: &'a str,
    /// The id of the element that shows the results.
    pub results: &'a str,
}

/// A form that asks by itself after a short pause, and plainly without JavaScript.
#[must_use]
pub fn live_search(field: &SearchField<'_>) -> Markup {
    let results = format!("#{}", field.results);
    html! {
        form .live role="search" action=(field.action) {
            label .unseen for="q" { (field.label) }
            (icon(Icon::Search))
            input #q .entry type="search" name="q" value=(field.query) placeholder=(field.label) dir="auto" autocomplete="off" autofocus[field.query.is_empty()]
                hx-get=(field.action) hx-trigger="input changed delay:200ms, search" hx-target=(results) hx-select=(results)
                hx-swap="outerHTML" hx-replace-url="true" hx-sync="this:replace";
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_field_is_tied_to_its_message_and_keeps_its_input() {
        let field = TextField {
            id: "name",
            name: "name",
            label: "Name",
            value: "\"><script>",
            error: Some("No."),
            ..TextField::default()
        };
        let html = text_field(&field).into_string();
        assert!(html.contains("value=\"&quot;&gt;&lt;script&gt;\""), "{html}");
        assert!(html.contains("aria-invalid=\"true\" aria-describedby=\"name-error\""), "{html}");
        assert!(html.contains("id=\"name-error\""), "{html}");
    }

    #[test]
    fn a_password_is_never_sent_back() {
        let field = TextField { value: "secret", kind: FieldKind::Password, ..TextField::default() };
        assert!(!text_field(&field).into_string().contains("secret"));
    }
}
