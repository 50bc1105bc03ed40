//! The page of one thing of any model: what is known of it, what belongs to it, what happened to it, and what can be done.
//! It reads as the admin; what it offers to do is asked for on a page of its own.

mod related;
mod told;
mod view;

use axum::response::Response;
use futures_util::future::{try_join_all, try_join3};
use maud::Markup;

use self::told::Told;
use super::{
    action, edit,
    listing::{FROM_LIST, Listing},
    looked_at::{Looking, object_of},
    model::{Model, Related},
    pairs,
    password_check::PasswordCheck,
    record::Record,
    rows,
};
use crate::{
    db::{Admin, AdminTx},
    error::{Error, Result},
    language::tr,
    rights::Rights,
    sql,
    web::{Chrome, Path, Query, Route, get},
};

/// Rows of another model that are shown on the page of one.
const SHOWN: i64 = 8;
/// Entries of its history.
const ENTRIES: i64 = 12;

/// One thing and what is around it.
#[derive(Debug)]
pub(super) struct Detail {
    pub(super) model: &'static Model,
    pub(super) record: Record,
    related: Vec<Shown>,
    told: Told,
    /// Of whoever looks at it.
    rights: Rights,
    /// The list that it was reached from.
    pub(super) from_list: Option<Listing>,
}

/// Rows of another list.
#[derive(Debug)]
struct Shown {
    related: Related,
    listing: Listing,
    rows: Vec<Record>,
}

pub(super) fn routes(model: &'static Model) -> Vec<Route> {
    if model.one_of.is_none() {
        return Vec::new();
    }
    let show = move |chrome: Chrome,
                     eyes: (Admin, Looking),
                     check: PasswordCheck,
                     Path(id): Path<String>,
                     Query(pairs): Query<Vec<(String, String)>>| {
        show(model.shown_to(check.person()), chrome, eyes, check, id, pairs)
    };
    vec![get(model.paths.one, model.seen(), show)]
}

async fn show(
    model: &'static Model,
    chrome: Chrome,
    (admin, looking): (Admin, Looking),
    check: PasswordCheck,
    id: String,
    pairs: Vec<(String, String)>,
) -> Result<Response> {
    let from_list = Listing::at_address(model, pairs::value(&pairs, FROM_LIST));
    let eyes = (&admin, Some(&looking));
    let detail = match load(model, eyes, &id, from_list.clone(), check.person().rights()).await {
        Err(Error::NotFound) => {
            return Ok(chrome.gone_page(tr("Gone"), &view::gone(model, from_list.as_ref())));
        }
        loaded => loaded?,
    };
    let said = action::notice(model, &pairs, check.person());
    let page = view::index(&detail, said.as_ref(), (None, pairs::back(&pairs)), &check);
    Ok(chrome.page(&rows::title(model, &detail.record), &page))
}

/// The page again, with a form that was refused.
pub(super) fn page(detail: &Detail, typed: &edit::Typed, check: &PasswordCheck) -> Markup {
    view::index(detail, None, (Some(typed), None), check)
}

/// One thing with what is around it. Where its page is shown, it is filed that somebody looks, before anything of it is answered.
///
/// # Errors
/// [`Error::NotFound`] where it is gone.
pub(super) async fn load(
    model: &'static Model,
    (admin, looking): (&Admin, Option<&Looking>),
    id: &str,
    from_list: Option<Listing>,
    rights: Rights,
) -> Result<Detail> {
    admin
        .read(async |tx| {
            let record = rows::one(tx, model, id).await?.ok_or(Error::NotFound)?;
            // What is not there is looked at by nobody; and to file it costs no round trip more.
            let filed = async {
                match looking {
                    Some(looking) => looking.at(model, &record).await,
                    None => Ok(()),
                }
            };
            let (related, told) = (related(tx, model, &record, rights), told::of(tx, model, &record));
            let (related, told, ()) = try_join3(related, told, filed).await?;
            Ok(Detail { model, record, related, told, rights, from_list })
        })
        .await
}

async fn related(tx: &AdminTx, model: &'static Model, record: &Record, rights: Rights) -> Result<Vec<Shown>> {
    let tenant = rows::tenant_of(model, record);
    let others = model
        .related
        .iter()
        .filter_map(|related| Some((*related, list_of_related(model, record, related, rights)?, SHOWN)));
    // A membership is known by its person, in its tenant.
    let object = object_of(&record.id);
    let has_history = model.ids != super::model::Ids::Place;
    let history = [("audit", "Changes"), ("trail", "What was done in the panel, and signing in")]
        .into_iter()
        .filter_map(|(name, label)| {
            let trail = Model::beside(name, rights)
                .filter(|_| has_history && (name != "audit" || tenant.is_some()))?;
            let (place, _) = trail.filter("object")?;
            let listing = Listing::of(trail).in_tenant(tenant.filter(|_| trail.of_tenant));
            Some((Related::new(label, name, "object"), listing.filtered(place, Some(object)), ENTRIES))
        });
    let all: Vec<_> = others.chain(history).collect();
    let rows = all.iter().map(async |(_, listing, most)| match listing.model.paths.name {
        // However often it is looked at, that is not what happened to it.
        "trail" => tx.all(sql!("admin/trail/history"), &[&object, most]).await,
        _ => rows::some(tx, listing, *most).await,
    });
    let rows = try_join_all(rows).await?;
    let shown =
        all.into_iter().zip(rows).map(|((related, listing, _), rows)| Shown { related, listing, rows });
    Ok(shown.collect())
}

/// The list of who looked at a thing, where that is filed.
fn lookers(model: &Model, record: &Record, rights: Rights) -> Option<Listing> {
    let trail = Model::beside("trail", rights).filter(|_| model.looks_are_filed())?;
    let ((act, _), (object, _)) = (trail.filter("act")?, trail.filter("object")?);
    Some(Listing::of(trail).filtered(act, Some("looked_at")).filtered(object, Some(object_of(&record.id))))
}

/// The list of another model, of those that belong to a thing.
pub(super) fn list_of_related(
    model: &Model,
    record: &Record,
    related: &Related,
    rights: Rights,
) -> Option<Listing> {
    let other = Model::beside(related.model, rights)?;
    let listing = Listing::of(other).in_tenant(rows::tenant_of(model, record).filter(|_| other.of_tenant));
    Some(match other.filter(related.by) {
        Some((place, _)) => listing.filtered(place, Some(&record.id)),
        None => listing,
    })
}
