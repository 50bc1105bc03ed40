//! What is ticked, chosen and switched between.
//! Each is a plain control or link: what is chosen is sent by its form, what is shown is an address.

use maud::{Markup, Render, html};

use super::{Icon, icon};
use crate::language::tr;

/// The button that ticks something off, and shows whether it is. It sends its form.
#[must_use]
pub fn check(id: impl Render, label: &str, done: bool) -> Markup {
    html! { button .check id=(id) aria-pressed=(done) aria-label={ (tr("Done:")) " " (label) } { (icon(Icon::Check)) } }
}

/// The box that chooses one of several, for the form `form` that does something with them.
#[must_use]
pub fn pick(name: &str, value: impl Render, form: &str, label: &str) -> Markup {
    html! {
        input .pick type="checkbox" name=(name) value=(value) form=(form) autocomplete="off" aria-label={ (tr("Choose:")) " " (label) };
    }
}

/// Something to choose in a form, by itself or as one of several of the same name.
#[derive(Debug)]
pub struct Choice<'a> {
    /// What the form calls it.
    pub name: &'a str,
    /// What is sent when it is chosen.
    pub value: &'a str,
    /// What people call it.
    pub label: &'a str,
    /// Whether it is chosen.
    pub chosen: bool,
    /// Whether choosing another of the same name takes this one back.
    pub one_of_several: bool,
}

/// A box or a button with its label.
#[must_use]
pub fn choice(choice: &Choice<'_>) -> Markup {
    let kind = if choice.one_of_several { "radio" } else { "checkbox" };
    html! {
        label .choice {
            input type=(kind) name=(choice.name) value=(choice.value) checked[choice.chosen];
            span dir="auto" { (choice.label) }
        }
    }
}

/// One of the views to switch between.
#[derive(Debug)]
pub struct Tab<'a> {
    /// What it shows.
    pub label: &'a str,
    /// Where it is.
    pub href: String,
    /// Whether it is what is shown.
    pub current: bool,
}

/// Views to switch between, each with an address; with htmx, what is in the element `place` is what changes.
///
/// `id` is unique on the page: by the ids made of it, a tab keeps the focus.
#[must_use]
pub fn tabs(id: &str, label: &str, place: &str, tabs: impl IntoIterator<Item = Tab<'static>>) -> Markup {
    html! {
        nav .tabs aria-label=(label) {
            @for (number, tab) in tabs.into_iter().enumerate() {
                a id={ (id) "-" (number) } href=(tab.href) aria-current=[tab.current.then_some("true")] hx-get=(tab.href)
                    hx-target=(place) hx-select=(place) hx-swap="outerHTML transition:true" hx-push-url="true" { (tab.label) }
            }
        }
    }
}

/// A word on the state of something, as the code calls it.
#[must_use]
pub fn badge(state: &str) -> Markup {
    html! { span .badge .(state) { (tr(state)) } }
}
