//! What belongs to a thing, on its page: rows of other lists, without the column that says of which thing they are, each with
//! what can be done with it from there, and the way to add one. Whoever follows one of these ways comes back here.

use maud::{Markup, html};

use super::{Detail, Shown};
use crate::{
    admin::{
        action::{self, Action},
        edit, in_list, list,
        model::{Add, Column, Model, Shows},
        record::{Record, Value},
        rows,
    },
    language::tr,
    ui::{self, Icon},
    web::local_path::as_parameter,
};

pub(super) fn section(detail: &Detail, shown: &Shown) -> Markup {
    let (model, related) = (shown.listing.model, &shown.related);
    let back = detail.model.path_of(&detail.record.id);
    html! {
        div {
            div .section-head {
                h2 { (tr(related.label)) }
                span .ways {
                    @if let Some(add) = &related.add { (adding(detail, model, add, &back)) }
                    @if !shown.rows.is_empty() {
                        @if let Some((label, href)) = in_list::of_thing(&shown.listing, &back) { a href=(href) { (label) span .unseen { ": " (tr(related.label)) } } }
                        a href=(shown.listing.href()) { (tr("All")) span .unseen { ": " (tr(related.label)) } }
                    }
                }
            }
            @if shown.rows.is_empty() { p .soft { (tr("None.")) } } @else { (table(detail, shown, &back)) }
        }
    }
}

/// The form for a new one, in which it stands already of which thing it is.
fn adding(detail: &Detail, model: &Model, add: &Add, back: &str) -> Markup {
    let (of, record) = (detail.model, &detail.record);
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (field, column) in add.fields {
        let value = match *column {
            "id" => action::called(&rows::title(of, record), &record.id),
            column => edit::current(of, record, column),
        };
        query.append_pair("fixed", field).append_pair(field, &value);
    }
    let query = query.append_pair("back", back).finish();
    html! { a href={ (model.paths.create) "?" (query) } { (ui::icon(Icon::Plus)) (tr(add.label)) } }
}

fn table(detail: &Detail, shown: &Shown, back: &str) -> Markup {
    let model = shown.listing.model;
    let columns = columns(detail, shown);
    // Where a row is not called by what is left of it, a way to its page stands at its end.
    let titled = columns.iter().any(|(_, column)| column.shows == Shows::Title);
    let ends = !titled || !shown.related.acts.is_empty();
    html! {
        div .scroll.cards tabindex="0" role="region" aria-label=(tr(shown.related.label)) {
            table {
                thead { tr {
                    @for (_, column) in &columns { th scope="col" .number[column.shows.is_number()] { (tr(column.label)) } }
                    @if ends { th scope="col" { span .unseen { (tr("What can be done")) } } }
                } }
                tbody {
                    @for record in &shown.rows {
                        tr {
                            @for (place, (at, column)) in columns.iter().enumerate() {
                                @let value = record.values.get(*at).unwrap_or(&Value::Nothing);
                                @let inside = list::cell(model, record, column, value);
                                @if place == 0 {
                                    th scope="row" data-label=(tr(column.label)) { (inside) }
                                } @else {
                                    td data-label=(tr(column.label)) .number[column.shows.is_number()] .empty-cell[*value == Value::Nothing] { (inside) }
                                }
                            }
                            @if ends { td .ends { (row_ends(shown, model, record, back)) } }
                        }
                    }
                }
            }
        }
    }
}

/// The columns that do not say the same on every row, each with its place.
fn columns(detail: &Detail, shown: &Shown) -> Vec<(usize, &'static Column)> {
    // Whatever belongs to a thing of a tenant is that tenant's.
    let in_tenant = rows::tenant_of(detail.model, &detail.record).is_some();
    let repeats = |column: &Column| column.name == shown.related.by || (in_tenant && column.name == "tenant");
    let columns = shown.listing.model.columns.iter().enumerate();
    columns.filter(|(_, column)| !column.shows.is_detail() && !repeats(column)).collect()
}

/// The page of the row, where it is changed, and what can be done with it.
fn row_ends(shown: &Shown, model: &'static Model, record: &Record, back: &str) -> Markup {
    let changes = model.edit.as_ref().is_some_and(|edit| edit.change.is_some());
    let name = rows::title(model, record);
    let offered = |action: &&Action| shown.related.acts.contains(&action.name) && action.fits(model, record);
    let acts: Vec<_> = model.actions.iter().filter(offered).collect();
    html! {
        a href={ (model.path_of(&record.id)) "?back=" (as_parameter(back)) } { (if changes { tr("Change") } else { tr("See it") }) span .unseen { ": " (tr(model.one)) " " (name) } }
        @if !acts.is_empty() {
            form method="post" action=(model.paths.act) {
                input type="hidden" name="id" value=(record.id);
                input type="hidden" name="back" value=(back);
                @for action in acts {
                    button .btn.plain .risky[action.danger] name="action" value=(action.name) { (ui::icon(action.icon)) (tr(action.label)) span .unseen { ": " (name) } }
                }
            }
        }
    }
}
