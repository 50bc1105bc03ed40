//! What a form asks to be done, and with which things: read, looked up, and held against what was confirmed.
//!
//! A selection of all that match is counted again when it is confirmed: where it is another by then, nothing is done and the
//! person is asked again.

use axum::{extract::FromRequestParts, http::request::Parts};
use sha2::{Digest, Sha256};

use super::{Acting, Action, Given, affected::Affected, along::Along};
use crate::{
    admin::{
        acts::Reason,
        list,
        listing::{FROM_LIST, Listing},
        looked_at::Looking,
        model::Model,
        model_named,
        pairs::{back, value},
        password_check::PasswordCheck,
        record::Record,
        rows,
    },
    db::{Admin, AdminTx, Operator},
    error::{Error, Result},
    language::tr,
    rights::Rights,
    web::{App, Chrome, Input},
};

/// The most that is done at once.
pub const MOST: usize = 100_000;
/// The most that are chosen one by one: as many as fit the longest form.
const MOST_CHOSEN: usize = 1_000;
/// Of what was chosen, so many are shown by name.
const SHOWN: usize = 20;

/// Who asks, and what the answer needs.
pub(in crate::admin) struct Asking {
    pub(in crate::admin) chrome: Chrome,
    pub(in crate::admin) acting: Acting,
    pub(in crate::admin) check: PasswordCheck,
    pub(in crate::admin) looking: Looking,
}

impl FromRequestParts<App> for Asking {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let Ok(chrome) = Chrome::from_request_parts(parts, app).await;
        let admin = Admin::from_request_parts(parts, app).await?;
        let operator = Operator::from_request_parts(parts, app).await?;
        let check = PasswordCheck::from_request_parts(parts, app).await?;
        let looking = Looking::from_request_parts(parts, app).await?;
        Ok(Self { chrome, acting: Acting { admin, operator }, check, looking })
    }
}

impl Asking {
    /// What whoever asks may do.
    pub(in crate::admin) fn rights(&self) -> Rights {
        self.check.person().rights()
    }

    /// What a failure is to whoever asks: where the database refuses somebody with rights, those do not reach it.
    pub(in crate::admin) fn refusal(&self, failure: Error) -> Error {
        match failure {
            Error::SuperuserOnly if !self.rights().are_all() => Error::NoRight,
            other => other,
        }
    }
}

/// What a form asks.
pub(super) struct Asked {
    pub(super) action: &'static Action,
    /// Chosen one by one.
    ids: Vec<String>,
    /// What was listed when they were chosen.
    pub(super) listing: Option<Listing>,
    /// The list that the page of one was reached from.
    pub(super) from_list: Option<Listing>,
    /// Whether all that match are meant, and not those chosen alone.
    pub(super) all: bool,
    pub(super) confirmed: bool,
    /// What all that match were when it was confirmed.
    digest: String,
    pairs: Vec<(String, String)>,
}

/// With which things.
pub(super) struct Selection {
    /// Those meant.
    pub(super) ids: Vec<String>,
    /// Some of those chosen, for the eye.
    pub(super) shown: Vec<Record>,
    /// How many of those chosen are gone since.
    pub(super) gone: usize,
    /// How many of them are there.
    pub(super) chosen: usize,
    /// How many match what was listed, and what they are.
    pub(super) matching: Option<(usize, String)>,
    /// What goes along with those that are shown.
    pub(super) along: Vec<Along>,
    /// What an act on those chosen meets, and one on all that match.
    pub(super) affected: (Affected, Affected),
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) reason: Input,
    pub(super) phrase: Input,
    pub(super) password: Input,
    pub(super) fields: Vec<(&'static str, Input)>,
    /// What is wrong with the whole of it.
    pub(super) said: Option<String>,
}

impl Selection {
    /// How many match, where all of them can be meant.
    pub(super) fn all(&self) -> Option<usize> {
        self.matching.as_ref().map(|(matching, _)| *matching).filter(|matching| *matching <= MOST)
    }
}

impl Asked {
    pub(super) fn parse(model: &'static Model, pairs: Vec<(String, String)>) -> Result<Self> {
        let value = |name: &str| value(&pairs, name);
        let named = value("action");
        let action = model.actions.iter().find(|action| action.name == named);
        // What others may do is told from what nobody can.
        let refused = || match model_named(model.paths.name) {
            Some(whole) if whole.actions.iter().any(|action| action.name == named) => Error::NoRight,
            _ => Error::BadRequest("What was to be done?"),
        };
        let action = action.ok_or_else(refused)?;
        let mut ids: Vec<_> = pairs
            .iter()
            .filter(|(key, id)| key == "id" && model.ids.are(id))
            .map(|(_, id)| id.to_ascii_lowercase())
            .collect();
        ids.sort();
        ids.dedup();
        let listing = Listing::at_address(model, value("listing"));
        let from_list = Listing::at_address(model, value(FROM_LIST));
        let all = value("scope") == "all" && listing.is_some() && !action.single;
        if all && listing.as_ref().is_some_and(|listing| !listing.is_understood()) {
            // All of everything would be meant.
            return Err(Error::BadRequest("The address could not be read."));
        }
        Ok(Self {
            action,
            ids,
            listing,
            from_list,
            all,
            confirmed: value("confirmed") == "yes",
            digest: value("digest").to_owned(),
            pairs,
        })
    }

    /// The ids that were chosen one by one.
    pub(super) fn chosen(&self) -> &[String] {
        &self.ids
    }

    pub(super) fn value(&self, name: &str) -> &str {
        value(&self.pairs, name)
    }

    /// The page that one goes back to, where the form names one.
    pub(super) fn back(&self) -> Option<&str> {
        back(&self.pairs)
    }

    /// Why nothing can be done with what was chosen.
    pub(super) fn unchosen(&self) -> Option<&'static str> {
        match self.ids.len() {
            0 => Some("Nothing was chosen. Please choose at least one row."),
            1.. if self.action.single && self.ids.len() > 1 => {
                Some("That is done with one at a time, on its page.")
            }
            _ if self.ids.len() > MOST_CHOSEN => {
                Some("Too many were chosen one by one. Please narrow the list, and choose all of it.")
            }
            _ => None,
        }
    }

    /// Looks up what is meant.
    pub(super) async fn select(
        &self,
        model: &'static Model,
        admin: &Admin,
        rights: Rights,
    ) -> Result<Selection> {
        let eye = &self.ids[..self.ids.len().min(SHOWN)];
        let (shown, along, chosen, matching, affected) = admin
            .read(async |tx| {
                let shown: Vec<_> = rows::several(tx, model, eye).await?.into_iter().flatten().collect();
                let all = match &self.listing {
                    Some(listing) if !self.action.single => all_of(tx, listing).await?,
                    _ => Vec::new(),
                };
                let takes_along: &[Record] = if self.action.affects { &shown } else { &[] };
                let mut along = Along::with(tx, model, takes_along, rights).await?;
                let affected = Affected::count(tx, model, &self.ids, rights).await?;
                if self.ids.len() == 1 {
                    for along in &mut along {
                        along.counted_by(&affected);
                    }
                }
                // A model without figures is looked at as far as it is shown.
                let chosen = affected.found().unwrap_or(self.ids.len() - (eye.len() - shown.len()));
                // As many as are chosen match, or fewer: then nothing else is meant.
                let others: &[String] = if all.len() > chosen && all.len() <= MOST { &all } else { &[] };
                let affected = (affected, Affected::count(tx, model, others, rights).await?);
                Ok((shown, along, chosen, all, affected))
            })
            .await?;
        let gone = self.ids.len().saturating_sub(chosen);
        let known = (matching.len() > chosen).then(|| (matching.len(), digest(&matching)));
        let ids = if self.all && known.is_some() { matching } else { self.ids.clone() };
        Ok(Selection { ids, shown, along, gone, chosen, matching: known, affected })
    }

    /// What is to be done, where all that was wanted was given; else what was typed, with what is wrong.
    pub(super) async fn check(
        &self,
        model: &Model,
        selection: &Selection,
        check: &mut PasswordCheck,
    ) -> Result<Result<Given, Typed>> {
        let mut typed = self.typed();
        let reason = self.value("reason").parse::<Reason>();
        typed.reason.error = reason.as_ref().err().map(ToString::to_string);
        let phrase = phrase(model, selection, self.all);
        if self.action.typed && self.value("phrase").trim() != phrase {
            typed.phrase.error = Some(tr!("Please type exactly: {phrase}", phrase = phrase));
        }
        if self.all && selection.matching.as_ref().is_none_or(|(_, now)| *now != self.digest) {
            typed.said =
                Some("What matches is not what it was when you were asked. Please look again.".to_owned());
        } else if selection.ids.len() > MOST {
            typed.said =
                Some("That is more than can be done at once. Please narrow the list first.".to_owned());
        }
        for (spec, (_, input)) in self.action.fields.iter().zip(&mut typed.fields) {
            input.error = spec.wrong(&input.value);
        }
        let wrong = typed.reason.error.is_some()
            || typed.phrase.error.is_some()
            || typed.said.is_some()
            || typed.fields.iter().any(|(_, input)| input.error.is_some());
        if self.action.guarded {
            // Last, so that a password is not asked of the database for a form that is not complete.
            let password = self.value("password");
            let refused =
                if wrong { check.missing(password) } else { check.refused(password.into()).await? };
            typed.password = refused.unwrap_or_default();
        }
        match reason {
            Ok(reason) if !wrong && typed.password.error.is_none() => {
                let things = selection.ids.iter().map(|id| (id.clone(), String::new())).collect();
                Ok(Ok(Given::new(things, reason, self.action.fields, &self.pairs)))
            }
            _ => Ok(Err(typed)),
        }
    }

    /// What was typed, with nothing wrong.
    pub(super) fn typed(&self) -> Typed {
        let fields = self.action.fields.iter().map(|field| (field.name, Input::of(self.value(field.name))));
        Typed {
            reason: Input::of(self.value("reason")),
            phrase: Input::of(self.value("phrase")),
            fields: fields.collect(),
            ..Typed::default()
        }
    }
}

/// All that match, where all of them can be meant.
async fn all_of(tx: &AdminTx, listing: &Listing) -> Result<Vec<String>> {
    match listing.model.all {
        Some(all) if list::offers_all(tx, listing).await? => tx.all(all, &listing.values().narrowing()).await,
        _ => Ok(Vec::new()),
    }
}

/// What must be typed before something goes: what it is called, or how many there are.
pub(super) fn phrase(model: &Model, selection: &Selection, all: bool) -> String {
    let many = |number| tr!("{number} {things}", number = number, things = tr(model.noun(number)));
    match (selection.shown.as_slice(), &selection.matching) {
        (_, Some((matching, _))) if all => many(*matching),
        ([one], _) if selection.chosen == 1 => rows::title(model, one),
        _ => many(selection.chosen),
    }
}

fn digest(ids: &[String]) -> String {
    let hash = ids.iter().fold(Sha256::new(), |hash, id| hash.chain_update(id).chain_update("\n"));
    hex::encode(hash.finalize())
}
