//! What the page of one thing looks like.
//! Nothing here reads; everything it shows is given to it.

use maud::{Markup, html};

use super::{Detail, lookers, related, told};
use crate::{
    admin::{
        action, crumbs, edit, list,
        listing::{FROM_LIST, Listing, list_of},
        model::{Choices, Column, Model, Shows},
        model_named,
        password_check::PasswordCheck,
        record::{Record, Value},
        rows,
    },
    language::tr,
    ui::{self, Tone},
};

pub(super) fn index(
    detail: &Detail,
    said: Option<&Markup>,
    typed: (Option<&edit::Typed>, Option<&str>),
    check: &PasswordCheck,
) -> Markup {
    let Detail { model, record, related: lists, told, rights, from_list } = detail;
    let from_list = from_list.as_ref();
    html! {
        (crumbs::header(&rows::title(model, record), (model, from_list), None, &actions(model, record, from_list)))
        @if let Some(said) = said { (said) }
        @if let (true, Some(tenant)) = (model.is_tenants(), rows::tenant_of(model, record)) { div .lens { (list::lists_of(model, tenant, &rows::title(model, record), *rights)) } }
        @let form = model.edit.as_ref().and_then(|edit| edit.change.as_ref()).filter(|_| model.reaches(record));
        div .detail .two[form.is_some()] {
            section .panel aria-label=(tr("What is known of it")) {
                (facts(model, record))
                @if let Some(lookers) = lookers(model, record, *rights) { div .soft.lookers."mt-4" { a href=(lookers.href()) { (tr(model.lookers())) } } }
            }
            @if let Some(form) = form {
                section .panel aria-label=(tr("Change")) { h2 { (tr("Change")) } (edit::change(model, form, record, typed, check, from_list)) }
            }
        }
        @if !told.is_empty() { (told::table(told, *rights)) }
        @for shown in lists { (related::section(detail, shown)) }
    }
}

/// That it is not there, or no longer, and the way back to the list.
pub(super) fn gone(model: &Model, from_list: Option<&Listing>) -> Markup {
    let back = ui::link_button(tr("Back to the list"), &list_of(model, from_list), Tone::Primary);
    html! {
        (crumbs::header(tr("Gone"), (model, from_list), None, &html! {}))
        (ui::empty_state(model.icon, tr("There is nothing of that kind here"), tr("It was deleted, or it never was. The trail says what was done."), &back))
    }
}

/// What is known of a thing: each column of its list, and its id.
fn facts(model: &'static Model, record: &Record) -> Markup {
    html! {
        dl .fields {
            @for (column, value) in model.columns.iter().zip(&record.values).filter(|(column, _)| column.shows != Shows::Hidden && !model.told.contains(&column.name)) {
                div { dt { (tr(column.label)) } dd { @if column.shows == Shows::Title { (called(model, column, value)) } @else if let Some(word) = word(model, column, value) { span dir="auto" { (word) } } @else { (list::cell(model, record, column, value)) } } }
            }
            div { dt { (tr("Id")) } dd .id { (record.id) } }
        }
    }
}

/// What it is, in a word of the sources: one of those that its list is narrowed by.
fn word(model: &Model, column: &Column, value: &Value) -> Option<&'static str> {
    let (Shows::Detail, (_, filter)) = (column.shows, model.filter(column.name)?) else { return None };
    let Choices::Whether(choices) = filter.choices else { return None };
    choices.iter().map(|(_, label)| *label).find(|label| *label == value.words()).map(tr)
}

/// What it is called by: where that is another thing, by whose filter its list is narrowed, the way to that.
fn called(model: &Model, column: &Column, value: &Value) -> Markup {
    let other = model.filter(column.name).and_then(|(_, filter)| match filter.choices {
        Choices::Thing(other) => model_named(other),
        _ => None,
    });
    html! {
        @if let (Some(other), Value::Link(id, name)) = (other, value) { a href=(other.path_of(id)) dir="auto" { (name) } } @else { span dir="auto" { (value.words()) } }
    }
}

/// What can be done with it: each is asked for on a page of its own.
fn actions(model: &Model, record: &Record, from_list: Option<&Listing>) -> Markup {
    html! {
        @if !model.actions.is_empty() {
            form .acts method="post" action=(model.paths.act) aria-label=(tr("What can be done")) {
                input type="hidden" name="id" value=(record.id);
                @if let Some(from_list) = from_list { input type="hidden" name=(FROM_LIST) value=(from_list.href()); }
                @for action in model.actions.iter().filter(|action| action.fits(model, record)) { (action::button(action)) }
            }
        }
        @for (label, path) in model.ways { (ui::link_button(tr(label), &format!("{}{path}", model.path_of(&record.id)), Tone::Plain)) }
    }
}
