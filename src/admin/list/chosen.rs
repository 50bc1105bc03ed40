//! The rows that were chosen on a list as a file, and those alone.
//!
//! A file cannot say that something is missing in it: where some of the rows are gone since, a page says so first, and offers the
//! rest. That they are exported is filed before any of them is sent.

use axum::response::Response;
use maud::{Markup, html};

use crate::{
    admin::{
        crumbs::panel,
        list::export,
        listing::{Listing, MOST_ROWS, list_of},
        looked_at::{Format, Looking},
        model::Model,
        pairs::value,
        record::Record,
        rows,
    },
    db::Admin,
    error::{Error, Result},
    language::{tr, trn},
    ui::{self, Tone},
    web::{Chrome, Form, Route, get, post},
};

/// Where there was nothing to choose.
const TITLE: &str = "Export";

/// Whether rows of a list can be chosen, and exported alone: by superusers, who see the whole of the description.
pub(super) fn offered(model: &Model) -> bool {
    model.is_whole() && !model.actions.is_empty() && model.one_of.is_some()
}

pub(super) fn routes(model: &'static Model) -> Vec<Route> {
    if !offered(model) {
        return Vec::new();
    }
    let chosen = move |chrome: Chrome, eyes: (Admin, Looking), Form(pairs): Form<Vec<(String, String)>>| {
        chosen(model, chrome, eyes, pairs)
    };
    // Where a refused form is loaded anew.
    let nothing_chosen = move |chrome: Chrome| async move { chrome.go(model.paths.list) };
    vec![
        get(model.paths.export, Model::EXPORTS, nothing_chosen),
        post(model.paths.export, Model::EXPORTS, chosen),
    ]
}

async fn chosen(
    model: &'static Model,
    chrome: Chrome,
    (admin, looking): (Admin, Looking),
    pairs: Vec<(String, String)>,
) -> Result<Response> {
    let listing = Listing::at_address(model, value(&pairs, "listing"));
    let format = format(value(&pairs, "format"))?;
    if let (Some(listing), "all") = (&listing, value(&pairs, "scope")) {
        export::understood(listing)?;
        let path = if format == Format::Csv { model.paths.csv } else { model.paths.json };
        return Ok(chrome.go(&listing.first().at(path)));
    }
    let ids = ids(model, &pairs);
    if let Some(why) = unchosen(&ids) {
        return Ok(chrome.refused_page(tr(TITLE), &nothing(model, listing.as_ref(), &why)));
    }
    let rows = admin.read(async |tx| rows::several(tx, model, &ids).await).await?;
    let rows: Vec<_> = rows.into_iter().flatten().collect();
    if rows.len() < ids.len() {
        let gone = ids.len() - rows.len();
        return Ok(chrome.conflict_page(tr(TITLE), &missing(model, listing.as_ref(), &rows, gone)));
    }
    looking.export_of(model, format, &rows).await?;
    export::some(model, format, &rows)
}

fn format(word: &str) -> Result<Format> {
    let known = [Format::Csv, Format::Json].into_iter().find(|format| format.word() == word);
    known.ok_or(Error::BadRequest("As what was it to be exported?"))
}

/// Those chosen, each once, in the order of the list.
fn ids(model: &Model, pairs: &[(String, String)]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for (_, id) in pairs.iter().filter(|(name, id)| name == "id" && model.ids.are(id)) {
        let id = id.to_ascii_lowercase();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn unchosen(ids: &[String]) -> Option<String> {
    let most = usize::try_from(MOST_ROWS).unwrap_or(usize::MAX);
    match ids.len() {
        0 => Some(tr("Nothing was chosen. Please choose at least one row.").to_owned()),
        so_many if so_many > most => Some(tr!(
            "{so_many} rows were chosen one by one, and {most} can be. Please narrow the list, and export all of it.",
            so_many = so_many,
            most = most
        )),
        _ => None,
    }
}

fn nothing(model: &Model, listing: Option<&Listing>, why: &str) -> Markup {
    let back = list_of(model, listing);
    html! {
        (ui::header(tr(TITLE), &[panel(), (tr(model.many), &back)], &html! {}))
        (ui::empty_state(model.icon, tr("Which rows?"), why, &ui::link_button(tr("Back to the list"), &back, Tone::Primary)))
    }
}

/// That so many are gone, and the way to have the others.
fn missing(model: &'static Model, listing: Option<&Listing>, rows: &[Record], gone: usize) -> Markup {
    let back = list_of(model, listing);
    html! {
        (ui::header(tr(TITLE), &[panel(), (tr(model.many), &back)], &html! {}))
        form .panel.ask method="post" action=(model.paths.export) {
            p role="alert" { (trn!(gone, "{gone} of those chosen is gone since. Nothing was exported.", "{gone} of those chosen are gone since. Nothing was exported.")) }
            @if let Some(listing) = listing { input type="hidden" name="listing" value=(listing.href()); }
            @for row in rows { input type="hidden" name="id" value=(row.id); }
            div .actions {
                @if !rows.is_empty() {
                    button .btn.primary name="format" value="csv" { (tr!("Export the other {rows} as CSV", rows = rows.len())) }
                    button .btn.plain name="format" value="json" { (tr("As JSON")) }
                }
                (ui::link_button(tr("Back to the list"), &back, Tone::Plain))
            }
        }
    }
}

/// The buttons beside what else can be done with the chosen rows.
pub(super) fn buttons(model: &Model) -> Markup {
    html! {
        @if offered(model) {
            button .btn.plain name="format" value="csv" formaction=(model.paths.export) title=(tr("Export the chosen rows")) { span { "CSV" span .unseen { ": " (tr("Export the chosen rows")) } } }
            button .btn.plain name="format" value="json" formaction=(model.paths.export) title=(tr("Export the chosen rows")) { span { "JSON" span .unseen { ": " (tr("Export the chosen rows")) } } }
        }
    }
}
