//! What became of an act that this instance does not know: another one does it, or it was before this one started, or long ago.
//! The trail of the installation says, since every entry that an act files names it; nothing here guesses.

use axum::{http::HeaderValue, response::Response};
use maud::{Markup, html};
use time::OffsetDateTime;

use super::job::REMEMBERED;
use crate::{
    admin::{crumbs::panel, record::Value},
    columns,
    db::Admin,
    error::Result,
    id::JobId,
    language::tr,
    rights::Rights,
    sql,
    ui::{self, Icon, Tone},
    web::{Chrome, session::SignedIn},
};

/// What an act left in the trail, of one kind.
#[derive(Debug)]
struct Entries {
    act: String,
    count: i64,
    at: OffsetDateTime,
    reason: Option<String>,
}

columns!(Entries { act, count, at, reason });

/// So many entries are counted.
const ENTRIES_COUNTED: i64 = 10_000;

pub(super) fn path(id: JobId) -> String {
    format!("/admin/jobs/{id}/")
}

/// Where what was done is asked for on a page that follows an act.
pub(super) fn ask(id: JobId) -> Markup {
    html! {
        div .notice role="status" {
            p { (tr("This instance does not know what came of it; the trail does.")) " " a href=(path(id)) { (tr("See what was done")) } }
        }
    }
}

/// The page of such an act, for whoever sees the trail, and of an own one for whoever acted; to others it is as one that never was.
/// While it may be under way somewhere, the browser asks again by itself.
pub(super) async fn became_of(
    chrome: &Chrome,
    admin: &Admin,
    person: &SignedIn,
    id: &str,
) -> Result<Response> {
    let rights = person.rights();
    let Ok(id) = id.parse::<JobId>() else {
        return Ok(chrome.gone_page(tr("Not known"), &unknown(rights)));
    };
    let (name, own) = (id.to_string(), (!rights.sees("trail")).then_some(person.user));
    let left: Vec<Entries> = admin.read(async |tx| tx.all(sql!("admin/job"), &[&name, &own]).await).await?;
    if !left.is_empty() {
        return Ok(chrome.page(tr("Done"), &done(&left, rights)));
    }
    if id.age().is_none_or(|seconds| seconds > REMEMBERED.as_secs()) {
        return Ok(chrome.gone_page(tr("Not known"), &unknown(rights)));
    }
    let mut page = chrome.page(tr("Not known here"), &perhaps(rights));
    page.headers_mut().insert("refresh", HeaderValue::from_static("5"));
    Ok(page)
}

fn done(left: &[Entries], rights: Rights) -> Markup {
    html! {
        (ui::header(tr("Done"), &[panel()], &html! {}))
        section .panel.ask {
            p { (tr("Another instance did this, or this one before it was started anew. All of it is done.")) }
            dl .fields {
                @for kind in left {
                    div {
                        dt { (tr(&kind.act.replace('_', " "))) }
                        dd { (counted(kind.count)) ", " (Value::Moment(kind.at).short()) " UTC" @if let Some(reason) = &kind.reason { ": " span dir="auto" { (reason) } } }
                    }
                }
            }
            p .soft { (tr("It can be taken back from the notice of the instance that did it, within an hour, and not from here.")) }
            div .actions { (trail(rights)) }
        }
    }
}

fn counted(entries: i64) -> String {
    match entries {
        1 => tr("1 entry").to_owned(),
        _ if entries > ENTRIES_COUNTED => {
            tr!("more than {entries} entries", entries = ui::grouped(ENTRIES_COUNTED))
        }
        _ => tr!("{entries} entries", entries = ui::grouped(entries)),
    }
}

fn perhaps(rights: Rights) -> Markup {
    html! {
        (ui::header(tr("Not known here"), &[panel()], &html! {}))
        (ui::empty_state(Icon::Clock, tr("Nothing of it is in the trail so far"), tr("Another instance may be at it: this page asks again by itself. If nobody is, it was not done: all of an act is done, or nothing. One that found nothing to do leaves no entry either."), &trail(rights)))
    }
}

/// The same for what is not known and for what is not told.
fn unknown(rights: Rights) -> Markup {
    html! {
        (ui::header(tr("Not known"), &[panel()], &html! {}))
        (ui::empty_state(Icon::Clock, tr("There is nothing of this act in the trail"), tr("It was not done, or found nothing to do, or there never was one. What was done stands in the trail, with its reason."), &trail(rights)))
    }
}

/// The way to the trail, for whoever sees it.
fn trail(rights: Rights) -> Markup {
    html! {
        @if rights.sees("trail") { (ui::link_button(tr("See the trail"), "/admin/trail/", Tone::Primary)) }
        @else { (ui::link_button(tr("Back to the panel"), "/admin/", Tone::Primary)) }
    }
}
