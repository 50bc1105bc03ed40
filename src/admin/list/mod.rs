//! The list of any model: a page of it, its figures, and the way on. Each handler: extract, parse, one transaction, render.
//! It reads as the admin; no list can act, since no handler here takes the capability to.

mod choose;
mod chosen;
mod export;
mod further;
mod head;
mod hints;
mod narrow;
mod view;

use axum::response::{IntoResponse, Redirect, Response};
use futures_util::future::{join_all, try_join};
use time::{Date, OffsetDateTime};

use super::{
    action, chooser,
    find::{self, Anything},
    listing::Listing,
    model::{COUNTED, Choices, Ids, Model},
    model_named,
    record::Record,
    rows::{self, Candidate},
    saved,
};
use crate::{
    columns,
    db::{Admin, AdminTx, Identity},
    error::Result,
    id::TenantId,
    language::tr,
    web::{Chrome, Query, Route, get, session::SignedIn},
};

pub(super) use self::view::{cell, lists_of};

/// What changes when another view is asked for, and what follows it outside of that.
const PLACE: &str = "#listing";
const FOLLOWS: &str = "#ways,#kept,#q";
/// What is said of a thing that is not there.
const GONE: &str = "one that is gone";

/// How many rows there are of a choice of a filter, or of all; `more` where only the first so many were looked at.
#[derive(Debug)]
struct Facet {
    filter: String,
    value: String,
    hits: i64,
    more: bool,
}

columns!(Facet { filter, value, hits, more });

/// A page of a list.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) rows: Vec<Record>,
    /// What follows.
    next: Option<Listing>,
    /// Whether rows that follow may be as asked for, and were not looked at.
    cut_short: bool,
}

impl Page {
    /// Of what was looked at for so many rows, and one more: where the page ends, and whether that is the end.
    fn of(listing: &Listing, candidates: Vec<Candidate>, most: i64) -> Self {
        // Where no more were looked at, the next page goes on behind the last one, also when that is not as asked.
        let end = candidates.last().filter(|candidate| candidate.last);
        let end = end.map(|Candidate { record, .. }| listing.after(&record.key, &record.id));
        let mut rows = rows::matching(candidates);
        let fits = usize::try_from(most).unwrap_or(usize::MAX);
        if rows.len() > fits {
            rows.truncate(fits);
            let next = rows.last().map(|last| listing.after(&last.key, &last.id));
            return Self { rows, next, cut_short: false };
        }
        Self { rows, cut_short: end.is_some(), next: end }
    }

    /// Whether all that match can be acted on. What an address leaves out would be acted on as well; and where each row is read or
    /// counted for, all there are must be on the first page, or they would have to be looked for without an end.
    fn offers_all(&self, listing: &Listing) -> bool {
        let is_all = listing.after.is_none() && self.next.is_none();
        listing.is_understood() && (is_all || !listing.is_weighty())
    }
}

/// What is said around a page: figures, and what the chosen things are called.
#[derive(Debug)]
struct Around {
    facets: Vec<Facet>,
    tenant: Option<String>,
    things: Vec<(usize, String)>,
    /// In UTC.
    today: Date,
}

pub(super) fn routes(model: &'static Model) -> Vec<Route> {
    let index = move |chrome: Chrome,
                      admin: Admin,
                      kept: (Identity, SignedIn),
                      Query(pairs): Query<Vec<(String, String)>>| {
        index(model.shown_to(&kept.1), chrome, admin, kept, pairs)
    };
    let mut routes = vec![get(model.paths.list, model.seen(), index)];
    routes.extend(export::routes(model));
    routes.extend(chosen::routes(model));
    routes
}

async fn index(
    model: &'static Model,
    chrome: Chrome,
    admin: Admin,
    (identity, person): (Identity, SignedIn),
    pairs: Vec<(String, String)>,
) -> Result<Response> {
    let said = action::notice(model, &pairs, &person);
    let resolved = chooser::resolve(model, &admin, pairs).await?;
    let found = resolved.found;
    let listing = resolved.listing(model);
    if (found || listing.typed) && listing.is_understood() {
        // Its address has the id, by which it is found whatever it will be called, and numbers in one way alone. A part follows as
        // well. What is left out is in no address: there the page says it instead.
        return Ok(Redirect::to(&listing.href()).into_response());
    }
    let shown = Box::pin(admin.read(async |tx| try_join(page(tx, &listing), around(tx, &listing)).await));
    let views = Box::pin(saved::of(&identity, person.session(), listing.model));
    let ((page, around), views) = try_join(shown, views).await?;
    let main = view::index(&listing, &page, &around, &views, (said.as_ref(), person.rights()));
    Ok(chrome.page(tr(listing.model.many), &main))
}

/// The rows of a page, and where the next one begins.
async fn page(tx: &AdminTx, listing: &Listing) -> Result<Page> {
    batch(tx, listing, listing.per).await
}

/// Whether all that match can be acted on, wherever in the list one is.
pub(super) async fn offers_all(tx: &AdminTx, listing: &Listing) -> Result<bool> {
    if !listing.is_understood() || !listing.is_weighty() {
        return Ok(listing.is_understood());
    }
    let first = listing.first();
    Ok(page(tx, &first).await?.offers_all(&first))
}

/// A page of so many rows.
async fn batch(tx: &AdminTx, listing: &Listing, most: i64) -> Result<Page> {
    Ok(Page::of(listing, rows::candidates(tx, listing, most + 1).await?, most))
}

async fn around(tx: &AdminTx, listing: &Listing) -> Result<Around> {
    let tenant = listing.tenant.map(|tenant| tenant.to_string());
    let things = listing.model.filters.iter().enumerate().filter_map(|(place, filter)| {
        match (filter.choices, listing.filters[place].as_deref()) {
            (Choices::Thing(model), Some(id)) => Some((place, Some(model), id)),
            (Choices::AnyThing(_), Some(id)) if Ids::One.are(id) => Some((place, None, id)),
            _ => None,
        }
    });
    let values = listing.values();
    let facets = async { tx.all(listing.model.facets, &values.narrowing()).await };
    let names = async {
        let tenant = called(tx, "tenants", tenant.as_deref()).await?;
        let things = join_all(things.map(async |(place, model, id)| {
            let name = match model {
                Some(model) => called(tx, model, Some(id)).await?,
                None => anything_called(tx, listing.model, id, listing.tenant).await?,
            };
            Ok((place, name.unwrap_or_else(|| tr(GONE).to_owned())))
        }));
        Ok((tenant, things.await.into_iter().collect::<Result<_>>()?))
    };
    let (facets, (tenant, things)) = try_join(facets, names).await?;
    Ok(Around { facets, tenant, things, today: OffsetDateTime::now_utc().date() })
}

/// What one of a model is called.
async fn called(tx: &AdminTx, model: &str, id: Option<&str>) -> Result<Option<String>> {
    let (Some(model), Some(id)) = (model_named(model), id) else { return Ok(None) };
    let found = rows::one(tx, model, id).await?;
    Ok(Some(found.map_or_else(|| tr(GONE).to_owned(), |record| rows::title(model, &record))))
}

/// What a thing of whatever model is called; none where there is none. The id of a project or a task is unique in its tenant alone.
async fn anything_called(
    tx: &AdminTx,
    model: &Model,
    id: &str,
    tenant: Option<TenantId>,
) -> Result<Option<String>> {
    let found = find::by_id(tx, id).await?;
    let tenant = tenant.map(|tenant| format!("{tenant}."));
    let there = |called: &&Anything| {
        tenant.as_ref().is_none_or(|tenant| !called.id.contains('.') || called.id.starts_with(tenant))
    };
    let seen = |called: &&Anything| called.model().is_some_and(|kind| model.names_any(kind.paths.name));
    Ok(found.iter().filter(seen).find(there).map(Anything::title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::tasks::TASKS;

    /// What was looked at: a letter for each row, a capital where it is as asked; the last one is the end of the stretch, or not.
    fn looked_at(letters: &str, last: bool) -> Vec<Candidate> {
        let end = letters.len();
        let candidates = letters.chars().enumerate().map(|(place, letter)| Candidate {
            record: Record { id: letter.to_string(), key: String::new(), values: Vec::new(), version: None },
            matches: letter.is_ascii_uppercase(),
            last: last && place + 1 == end,
        });
        candidates.collect()
    }

    #[test]
    fn a_page_loses_no_row_and_repeats_none_where_no_more_were_looked_at() {
        let listing = Listing::of(&TASKS);
        for (letters, last, rows, next, cut_short) in [
            ("AB", false, "AB", None, false),
            ("ABC", false, "AB", Some("B"), false),
            // The end of a stretch: not as asked, as asked, as asked and one too many, and nothing at all.
            ("ABx", true, "AB", Some("x"), true),
            ("AB", true, "AB", Some("B"), true),
            ("ABC", true, "AB", Some("B"), false),
            ("x", true, "", Some("x"), true),
            ("", false, "", None, false),
        ] {
            let page = Page::of(&listing, looked_at(letters, last), 2);
            let ids: String = page.rows.iter().map(|row| row.id.as_str()).collect();
            let after = page.next.and_then(|next| next.after).map(|(_, id)| id);
            assert_eq!(
                (ids.as_str(), after.as_deref(), page.cut_short),
                (rows, next, cut_short),
                "{letters}"
            );
        }
    }
}
