//! One field of a form in every row of a list, and one Save for all: what was changed is saved as a whole or not at all.
//!
//! Each row carries the version that it was made from and what was in its field: a row that nobody touched is left alone, and
//! one that somebody else overtook is shown with both values, beside everything that was typed. What saves a row is what saves
//! the form of one, so the trail is the same.

mod sent;
mod view;

use axum::response::Response;

use self::sent::{Row, Sent};
use super::{
    action::{self, Asking},
    chooser,
    edit::{Form, InList, Saved},
    listing::{FROM_LIST, Listing},
    model::Model,
    pairs,
    pairs::{saying, value},
    password_check::PasswordCheck,
    record::Record,
    rows,
};
use crate::{
    db::Admin,
    error::{Error, Result},
    language::tr,
    rights::Right,
    web::{Chrome, Form as Fields, Input, PAGE_SIZE, Query, Route, get, local_path::as_parameter, post},
};

/// As what the page is named that one came from.
const BACK: &str = "back";

/// What ends a transaction in which some row cannot be saved; no constraint of a table.
const STOPPED: &str = "a row of the list";

/// What a model's list can be changed by.
#[derive(Clone, Copy)]
struct Sheet {
    model: &'static Model,
    form: &'static Form,
    in_list: &'static InList,
}

/// What is shown: rows with their fields, and what is asked beside them.
struct Shown {
    rows: Vec<Row>,
    reason: Input,
    password: Input,
    /// What is wrong with the whole of it.
    said: Vec<String>,
    /// Whether a row that was changed is not there any more.
    gone: bool,
    back: Listing,
    /// The page of the thing that the rows belong to, where one came from there: one goes back to it.
    thing: Option<String>,
}

impl Shown {
    /// Where one goes on without saving anything.
    fn leads_back(&self) -> String {
        self.thing.clone().unwrap_or_else(|| self.back.href())
    }
}

fn sheet(model: &'static Model) -> Option<Sheet> {
    let form = model.edit.as_ref()?.change.as_ref()?;
    Some(Sheet { model, form, in_list: form.in_list.as_ref()? })
}

/// Whether the rows of a model can be changed in its list.
pub(super) fn offered(model: &'static Model) -> bool {
    sheet(model).is_some()
}

/// The way to change those rows of a list in place that belong to a thing, and back to its page: what is said, and the address.
pub(super) fn of_thing(listing: &Listing, back: &str) -> Option<(String, String)> {
    let sheet = sheet(listing.model)?;
    let back = format!("{BACK}={}", as_parameter(back));
    Some((sheet.what(), saying(&listing.at(listing.model.paths.rows), &back)))
}

pub(super) fn routes(model: &'static Model) -> Vec<Route> {
    if !offered(model) {
        return Vec::new();
    }
    let index = move |chrome: Chrome,
                      admin: Admin,
                      check: PasswordCheck,
                      Query(pairs): Query<Vec<(String, String)>>| async move {
        let sheet = sheet(model.shown_to(check.person())).ok_or(Error::NoRight)?;
        index(sheet, chrome, admin, check, pairs).await
    };
    let save = move |asking: Asking, Fields(pairs): Fields<Vec<(String, String)>>| async move {
        let sheet = sheet(model.shown_to(asking.check.person())).ok_or(Error::NoRight)?;
        save(sheet, asking, pairs).await
    };
    let access = model.open_to(Right::Change);
    vec![get(model.paths.rows, access, index), post(model.paths.rows, access, save)]
}

async fn index(
    sheet: Sheet,
    chrome: Chrome,
    admin: Admin,
    check: PasswordCheck,
    mut pairs: Vec<(String, String)>,
) -> Result<Response> {
    let thing = pairs::back(&pairs).map(str::to_owned);
    pairs.retain(|(name, _)| name != BACK);
    let back = chooser::resolve(sheet.model, &admin, pairs).await?.listing(sheet.model);
    let most = back.per.min(PAGE_SIZE);
    let (records, more) = admin
        .read(async |tx| {
            let mut listed = rows::some(tx, &back, most + 1).await?;
            let fits = usize::try_from(most).unwrap_or(usize::MAX);
            let more = listed.len() > fits;
            listed.truncate(fits);
            let ids: Vec<_> = listed.into_iter().map(|record| record.id).collect();
            Ok((rows::several(tx, sheet.model, &ids).await?, more))
        })
        .await?;
    let listed = records.into_iter().flatten();
    let (open, beyond): (Vec<_>, Vec<_>) = listed.partition(|record| sheet.model.reaches(record));
    let rows = open.into_iter().map(|record| Row::of(sheet, record)).collect();
    let mut said = back.left_out_in_words();
    if !beyond.is_empty() {
        said.push(tr("Rows that only superusers may change are left out.").to_owned());
    }
    if back.per > PAGE_SIZE {
        // A form of more would be too long to be sent.
        said.push(tr!("{most} rows are changed at once: these are the first of the page.", most = PAGE_SIZE));
    }
    if thing.is_some() && more {
        let things = tr(sheet.model.plural);
        said.push(tr!(
            "These are the first {most}. The others are changed in the list of {things}.",
            most = most,
            things = things
        ));
    }
    let (reason, password) = (Input::default(), Input::default());
    let shown = Shown { rows, reason, password, said, gone: false, back, thing };
    Ok(chrome.page(&sheet.title(), &view::index(sheet, &shown, &check)))
}

async fn save(sheet: Sheet, mut asking: Asking, pairs: Vec<(String, String)>) -> Result<Response> {
    let sent = Sent::parse(sheet, &pairs)?;
    let back = Listing::at_address(sheet.model, value(&pairs, FROM_LIST))
        .unwrap_or_else(|| Listing::of(sheet.model));
    let now = sheet.now(&asking.acting.admin, &sent).await?;
    if !sent.changes(sheet, &now) {
        let unchanged = pairs::back(&pairs).map_or_else(|| back.href(), str::to_owned);
        return Ok(asking.chrome.go(&saying(&unchanged, "saved=nothing")));
    }
    // What the page left out can be sent all the same, or have got out of reach since.
    if !sent.changed(&now).all(|record| sheet.model.reaches(record)) {
        return Err(Error::NoRight);
    }
    let mut shown = sent.shown(sheet, now, &pairs, back);
    if shown.overtaken() || !shown.complete(sheet, &mut asking.check, &pairs).await? {
        return Ok(answer(sheet, &asking, &shown));
    }
    let came = run(sheet, &asking, &shown).await?;
    if came.iter().all(Saved::is_done) {
        let saved = match shown.thing {
            // The page is one of another kind of thing.
            Some(_) => format!("saved={}.{}", came.len(), sheet.model.paths.name),
            None => format!("saved={}", came.len()),
        };
        return Ok(asking.chrome.go(&saying(&shown.leads_back(), &saved)));
    }
    if came.iter().any(|came| matches!(came, Saved::Gone | Saved::Conflict)) {
        // Overtaken in that very moment: as it is now.
        let now = sheet.now(&asking.acting.admin, &sent).await?;
        shown = sent.shown(sheet, now, &pairs, shown.back);
    }
    shown.told(&came);
    Ok(answer(sheet, &asking, &shown))
}

fn answer(sheet: Sheet, asking: &Asking, shown: &Shown) -> Response {
    let page = view::index(sheet, shown, &asking.check);
    if shown.overtaken() {
        asking.chrome.conflict_page(&sheet.title(), &page)
    } else {
        asking.chrome.refused_page(&sheet.title(), &page)
    }
}

/// Saves the rows that were changed, in the order of their ids, in one transaction; what came of each. Where it is not well
/// with every one of them, nothing is saved.
async fn run(sheet: Sheet, asking: &Asking, shown: &Shown) -> Result<Vec<Saved>> {
    let given = shown.given(sheet)?;
    let mut came = Vec::new();
    let done = asking.acting.operator.write(async |tx| {
        for (given, version) in &given {
            came.push((sheet.in_list.save)(tx, given, *version).await?);
        }
        if came.iter().all(Saved::is_done) { Ok(()) } else { Err(Error::Constraint(STOPPED.to_owned())) }
    });
    match done.await {
        Ok(()) => Ok(came),
        Err(Error::Constraint(what)) if what == STOPPED => Ok(came),
        Err(other) => Err(asking.refusal(other)),
    }
}

impl Sheet {
    fn title(self) -> String {
        tr!("{what} of {things}", what = self.what(), things = tr(self.model.plural))
    }

    fn what(self) -> String {
        // Of those that there are, each language has its own plural.
        match self.field().label {
            "Name" => tr("Edit names").to_owned(),
            "Title" => tr("Edit titles").to_owned(),
            "Role" => tr("Edit roles").to_owned(),
            other => tr!("Edit: {field}", field = tr(other)),
        }
    }

    fn field(self) -> &'static action::Field {
        self.in_list.field
    }

    /// The rows that were sent, as they are now.
    async fn now(self, admin: &Admin, sent: &Sent) -> Result<Vec<Option<Record>>> {
        admin.read(async |tx| rows::several(tx, self.model, &sent.ids()).await).await
    }
}
