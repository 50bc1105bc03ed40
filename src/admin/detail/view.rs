//! What the page of one thing looks like.
//! Nothing here reads; everything it shows is given to it.

use maud::{Markup, html};

use super::{Detail, Shown, tenant_of};
use crate::{
    admin::{
        action, edit, list,
        model::{Model, Shows},
        password_check::PasswordCheck,
        record::Record,
    },
    ui::{self, Tone},
};

/// What was just saved or done.
pub(super) fn said(pairs: &[(String, String)]) -> Option<Markup> {
    let saved = pairs.iter().any(|(name, _)| name == "saved");
    if saved { Some(html! { p .notice role="status" { "Saved." } }) } else { action::notice(pairs) }
}

pub(super) fn index(
    detail: &Detail,
    said: Option<&Markup>,
    typed: Option<&edit::Typed>,
    check: &PasswordCheck,
) -> Markup {
    let Detail { model, record, related } = detail;
    html! {
        (ui::header(&list::title(model, record), &[("Panel", "/admin/"), (model.many, model.paths.list)], &actions(model, record)))
        @if let Some(said) = said { (said) }
        @if let ("tenants", Some(tenant)) = (model.paths.name, tenant_of(model, record)) { (list::lens(model, tenant, &list::title(model, record))) }
        @let form = model.edit.as_ref().and_then(|edit| edit.change.as_ref());
        div .detail .two[form.is_some()] {
            section .panel aria-label={ "This " (model.one) } { (facts(model, record)) }
            @if let Some(form) = form {
                section .panel aria-label="Change" { h2 { "Change" } (edit::change(model, form, record, typed, check)) }
            }
        }
        @for shown in related { (section(shown)) }
    }
}

/// What is known of a thing, but for what it is called.
fn facts(model: &'static Model, record: &Record) -> Markup {
    html! {
        dl .fields {
            @for (column, value) in model.columns.iter().zip(&record.values) {
                div { dt { (column.label) } dd { @if column.shows == Shows::Title { span dir="auto" { (value.words()) } } @else { (list::cell(model, record, column, value)) } } }
            }
            div { dt { "Id" } dd .id { (record.id) } }
        }
    }
}

/// What can be done with it: each is asked for on a page of its own.
fn actions(model: &Model, record: &Record) -> Markup {
    html! {
        @if !model.actions.is_empty() {
            form .acts method="post" action=(model.paths.act) aria-label={ "With this " (model.one) } {
                input type="hidden" name="id" value=(record.id);
                @for action in model.actions.iter().filter(|action| action.fits(model, record)) { (action::button(action)) }
            }
        }
        @for (label, path) in model.ways { (ui::link_button(label, &format!("{}{path}", model.path_of(&record.id)), Tone::Plain)) }
    }
}

fn section(shown: &Shown) -> Markup {
    let model = shown.listing.model;
    html! {
        div {
            div .section-head { h2 { (shown.label) } @if !shown.rows.is_empty() { a href=(shown.listing.href()) { "All" span .unseen { " of: " (shown.label) } } } }
            @if shown.rows.is_empty() {
                p .soft { "None." }
            } @else {
                div .scroll.cards tabindex="0" role="region" aria-label=(shown.label) {
                    table {
                        thead { tr { @for column in model.columns.iter().filter(|column| column.shows != Shows::Detail) {
                            th scope="col" .number[matches!(column.shows, Shows::Number | Shows::Capped)] { (column.label) }
                        } } }
                        tbody { (list::rows(model, &shown.rows, false)) }
                    }
                }
            }
        }
    }
}
