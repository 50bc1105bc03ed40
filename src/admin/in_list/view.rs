//! What a list looks like whose rows are changed in place.
//! Nothing here reads; everything it shows is given to it. A password that was typed is never sent back.

use maud::{Markup, html};

use super::{BACK, Sheet, Shown, sent::Row};
use crate::{
    admin::{
        action::{Takes, reason_field},
        crumbs::panel,
        list,
        listing::FROM_LIST,
        model::{Column, Shows},
        password_check::PasswordCheck,
        record::Value,
        rows,
    },
    language::tr,
    ui::{self, Icon, Tone},
};

pub(super) fn index(sheet: Sheet, shown: &Shown, check: &PasswordCheck) -> Markup {
    let (model, back) = (sheet.model, shown.back.href());
    html! {
        (ui::header(&sheet.title(), &[panel(), (tr(model.many), &back)], &html! {}))
        @for said in &shown.said { p .error role="alert" { (ui::icon(Icon::CircleAlert)) span { (said) } } }
        @if shown.rows.is_empty() {
            (ui::empty_state(model.icon, tr("Nothing to change"), tr("No row is as you asked for."), &ui::link_button(tr("Back"), &shown.leads_back(), Tone::Primary)))
        } @else {
            form .sheet method="post" action=(model.paths.rows) {
                input type="hidden" name=(FROM_LIST) value=(back);
                @if let Some(thing) = &shown.thing { input type="hidden" name=(BACK) value=(thing); }
                (table(sheet, &shown.rows))
                div .panel.ask {
                    p .soft { (tr("Rows that you leave as they are stay as they are. The others are saved as a whole, or none of them.")) }
                    (reason_field(&shown.reason))
                    @if sheet.form.danger { (check.field(&shown.password)) }
                    div .actions { (ui::button(tr("Save all"), Tone::Primary)) (ui::link_button(tr("Cancel"), &shown.leads_back(), Tone::Quiet)) }
                }
            }
        }
    }
}

fn table(sheet: Sheet, rows: &[Row]) -> Markup {
    let shown = |column: &Column| !matches!(column.shows, Shows::Detail | Shows::Hidden);
    html! {
        div .scroll.cards tabindex="0" role="region" aria-label=(tr(sheet.model.many)) {
            table {
                thead { tr { @for column in sheet.model.columns.iter().filter(|column| shown(column)) { th scope="col" .number[column.shows.is_number()] { (tr(column.label)) } } } }
                tbody { @for row in rows {
                    tr id={ (sheet.model.paths.name) "-" (row.record.id) } {
                        @for (column, value) in sheet.model.columns.iter().zip(&row.record.values).filter(|(column, _)| shown(column)) { (cell(sheet, row, column, value)) }
                    }
                } }
            }
        }
    }
}

fn cell(sheet: Sheet, row: &Row, column: &Column, value: &Value) -> Markup {
    let inside = html! {
        @if column.name == sheet.field().name { div .in-row { (field(sheet, row)) } } @else { (list::cell(sheet.model, &row.record, column, value)) }
    };
    html! {
        @if column.shows == Shows::Title {
            th scope="row" data-label=(tr(column.label)) { (inside) }
        } @else {
            td data-label=(tr(column.label)) .number[column.shows.is_number()] .empty-cell[*value == Value::Nothing] { (inside) }
        }
    }
}

/// The field of a row, with what it was made from.
fn field(sheet: Sheet, row: &Row) -> Markup {
    let (field, id, error) = (sheet.field(), &row.record.id, row.input.error.as_deref());
    let (name, label) = (
        format!("{}.{id}", field.name),
        tr!("{field} of {name}", field = tr(field.label), name = rows::title(sheet.model, &row.record)),
    );
    let error_id = error.map(|_| format!("{name}.error"));
    let invalid = error.map(|_| "true");
    html! {
        input type="hidden" name="id" value=(id);
        @if let Some(version) = row.record.version { input type="hidden" name={ "version." (id) } value=(version); }
        input type="hidden" name={ "was." (id) } value=(row.was);
        label .unseen for=(name) { (label) }
        @match field.takes {
            Takes::One(choices) => select .entry id=(name) name=(name) autofocus[error.is_some()] aria-invalid=[invalid] aria-describedby=[error_id.as_deref()] {
                @for (value, label) in choices { option value=(value) selected[*value == row.input.value] { (tr(label)) } }
            },
            _ => input .entry id=(name) type="text" name=(name) value=(row.input.value) dir="auto" autocomplete="off" autofocus[error.is_some()] aria-invalid=[invalid] aria-describedby=[error_id.as_deref()];,
        }
        @if let Some(error) = error { p .error id=[error_id.as_deref()] role="alert" { (ui::icon(Icon::CircleAlert)) span { (tr(error)) } } }
    }
}
