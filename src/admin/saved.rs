//! Views of a list that a superuser keeps, or support: what narrows it and its order, under a name, found again on any device.
//!
//! They are reached by the person's own session and through functions of schema `auth` alone, which hand out nobody else's;
//! the role that reads the lists cannot. What is kept is an address, and is read as any address is: what makes no sense of it
//! any more is said.

use axum::response::Response;
use maud::{Markup, html};

use super::{
    crumbs::panel,
    listing::{FROM_LIST, Listing},
    model::Model,
    pairs::value,
};
use crate::{
    columns,
    db::{Identity, IdentityTx},
    error::{Error, Result},
    language::tr,
    sql,
    ui::{self, Icon, TextField, Tone},
    web::{
        Chrome, Form, Route, get, post,
        session::{Hash, SignedIn},
    },
};

/// The most characters of a name, as the database counts them.
const NAME: usize = 60;
/// The most characters of what is kept.
const QUERY: usize = 4_000;
/// What is said beside the field.
const REPLACES: &str = "A view that has that name already is replaced.";

/// A view that is kept.
#[derive(Debug)]
pub(super) struct View {
    name: String,
    query: String,
}

columns!(View { name, query });

pub(super) fn routes(model: &'static Model) -> Vec<Route> {
    let keep = move |chrome: Chrome,
                     identity: Identity,
                     person: SignedIn,
                     Form(pairs): Form<Vec<(String, String)>>| {
        keep(model.shown_to(&person), chrome, identity, person.session(), pairs)
    };
    let forget = move |chrome: Chrome,
                       identity: Identity,
                       person: SignedIn,
                       Form(pairs): Form<Vec<(String, String)>>| {
        forget(model.shown_to(&person), chrome, identity, person.session(), pairs)
    };
    // Where a refused form is loaded anew.
    let nothing_kept = move |chrome: Chrome| async move { chrome.go(model.paths.list) };
    vec![
        get(model.paths.views, model.seen(), nothing_kept),
        post(model.paths.views, model.seen(), keep),
        post(model.paths.forget, model.seen(), forget),
    ]
}

/// What the person of a session keeps of a list.
pub(super) async fn of(identity: &Identity, session: Hash, model: &Model) -> Result<Vec<View>> {
    let params = (session.as_bytes(), model.paths.name);
    identity.read(async |tx| tx.all(sql!("identity/saved_views"), &[&params.0, &params.1]).await).await
}

async fn keep(
    model: &'static Model,
    chrome: Chrome,
    identity: Identity,
    session: Hash,
    pairs: Vec<(String, String)>,
) -> Result<Response> {
    let listing = Listing::at_address(model, value(&pairs, FROM_LIST)).unwrap_or_else(|| Listing::of(model));
    let query = query(&listing);
    let wrong = match name(value(&pairs, "name")) {
        Ok(_) if query.chars().count() > QUERY => tr("That is too much to be kept.").to_owned(),
        Ok(name) => {
            let kept = identity.write(async |tx| save(tx, session, model, &name, &query).await).await?;
            match kept.as_str() {
                "done" => return Ok(chrome.go(&listing.href())),
                "full" => tr("Fifty views are kept already. Please remove one first.").to_owned(),
                _ => return Err(Error::SuperuserOnly),
            }
        }
        Err(wrong) => wrong,
    };
    Ok(chrome.refused_page(tr("Save this view"), &again(&listing, value(&pairs, "name"), &wrong)))
}

async fn save(tx: &IdentityTx, session: Hash, model: &Model, name: &str, query: &str) -> Result<String> {
    tx.one(sql!("identity/save_view"), &[&session.as_bytes(), &model.paths.name, &name, &query]).await
}

async fn forget(
    model: &'static Model,
    chrome: Chrome,
    identity: Identity,
    session: Hash,
    pairs: Vec<(String, String)>,
) -> Result<Response> {
    let listing = Listing::at_address(model, value(&pairs, FROM_LIST)).unwrap_or_else(|| Listing::of(model));
    // What no text of the database can be is the name of none.
    let name = value(&pairs, "name").replace('\0', "");
    let done = identity.write(async |tx| {
        tx.one::<bool>(sql!("identity/forget_view"), &[&session.as_bytes(), &model.paths.name, &name]).await
    });
    // Gone already is gone as well.
    done.await?;
    Ok(chrome.go(&listing.href()))
}

fn name(typed: &str) -> Result<String, String> {
    let name = crate::text::line(typed).map_err(|wrong| wrong.to_string())?;
    match name.chars().count() {
        count if count > NAME => {
            Err(tr!("That is {count} characters; {most} fit.", count = count, most = NAME))
        }
        _ => Ok(name),
    }
}

/// What is kept of a list: not where one has got to in it.
fn query(listing: &Listing) -> String {
    listing.first().href().split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
}

/// The views, each a link. The one that is shown can be removed.
pub(super) fn links(listing: &Listing, views: &[View]) -> Markup {
    let (model, here) = (listing.model, query(listing));
    let shown = views.iter().find(|view| view.query == here);
    html! {
        @if !views.is_empty() {
            nav .kept-views aria-label=(tr("Saved views")) {
                @for view in views {
                    @let chosen = view.query == here;
                    a href={ (model.paths.list) @if !view.query.is_empty() { "?" (view.query) } } aria-current=[chosen.then_some("true")] dir="auto" { (view.name) }
                }
                @if let Some(view) = shown {
                    form method="post" action=(model.paths.forget) {
                        input type="hidden" name="name" value=(view.name);
                        input type="hidden" name=(FROM_LIST) value=(listing.href());
                        (ui::icon_button(Icon::Trash, &tr!("Remove this view: {name}", name = view.name), "small"))
                    }
                }
            }
        }
    }
}

/// The way to keep what is shown, where it is kept by no name yet.
pub(super) fn keeping(listing: &Listing, views: &[View]) -> Markup {
    let here = query(listing);
    html! {
        @if !here.is_empty() && views.iter().all(|view| view.query != here) {
            details .keep-view {
                summary { (tr("Save this view")) }
                (form(listing, "", None))
                p .soft { (tr(REPLACES)) }
            }
        }
    }
}

fn form(listing: &Listing, name: &str, wrong: Option<&str>) -> Markup {
    html! {
        form .between method="post" action=(listing.model.paths.views) {
            input type="hidden" name=(FROM_LIST) value=(listing.href());
            (ui::text_field(&TextField { id: "view-name", name: "name", label: tr("Name"), value: name, error: wrong, ..TextField::default() }))
            (ui::button(tr("Save"), Tone::Plain))
        }
    }
}

/// The form on a page of its own, where a name was refused.
fn again(listing: &Listing, name: &str, wrong: &str) -> Markup {
    let (model, back) = (listing.model, listing.href());
    html! {
        (ui::header(tr("Save this view"), &[panel(), (tr(model.many), &back)], &html! {}))
        section .panel.ask {
            (form(listing, name, Some(wrong)))
            p .help { (tr(REPLACES)) }
            div .actions { (ui::link_button(tr("Back to the list"), &back, Tone::Plain)) }
        }
    }
}
