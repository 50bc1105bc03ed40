//! What can be done with things: chosen on a list or on a page, confirmed with a reason, done as a whole or not at all.
//!
//! Nothing is done before it was confirmed, and what is done runs as the operator, which declares who acts; nothing here
//! reads as the operator. What destroys wants the password again, and what was typed.

mod affected;
mod along;
mod asked;
mod elsewhere;
mod field;
mod given;
mod handlers;
mod job;
mod lookup;
mod rights;
mod statuses;
mod trash;
mod view;

use std::str::FromStr;

use super::{
    model::{Model, Shows},
    record::{Record, Value},
};
use crate::{
    error::{Error, Result},
    id::TenantId,
    rights::Right,
    ui::Icon,
    web::{Access, Chrome, Form, Route, get, post},
};

pub(super) use self::{
    asked::Asking,
    field::reason_field,
    job::notice,
    lookup::{called, free_slug},
    rights::in_words,
    view::button,
};
pub use self::{
    asked::MOST,
    field::{Field, Takes},
    given::{Acting, Given, Outcome, Run},
    job::Progress,
};
pub(in crate::admin) use self::{
    statuses::{Statuses, put_back, set},
    trash::{Deletable, deleted, restored},
};

/// Something that can be done with things of a model.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own")]
pub struct Action {
    /// What forms call it.
    pub name: &'static str,
    /// What people call it: a verb.
    pub label: &'static str,
    /// What stands before it.
    pub icon: Icon,
    /// What it means for them, in a sentence or two.
    pub means: &'static str,
    /// What has been done to them: "suspended".
    pub done: &'static str,
    /// Whether it destroys, and looks like it.
    pub danger: bool,
    /// Whether the password is wanted again, if it was not given lately.
    pub guarded: bool,
    /// Whether what is to go must be typed.
    pub typed: bool,
    /// Whether they are not there any more once it is done.
    pub removes: bool,
    /// Whether it is for one at a time, on its page.
    pub single: bool,
    /// Whether what belongs to them goes or changes with them: then that is counted before it is confirmed.
    pub affects: bool,
    /// The states in which there is nothing to do: it is not offered with what is so.
    pub unless: &'static [&'static str],
    /// What else must be said.
    pub fields: &'static [Field],
    /// Does it.
    pub run: Run,
    /// Takes it back; none where nothing can.
    pub undo: Option<Run>,
    /// The right that it wants, to do it and to take it back; none where it is for superusers alone. The database has the same
    /// of the act that it files (`auth.right_for`).
    pub wants: Option<(&'static str, Right)>,
}

/// So many things of an act are done at once: then its progress is told.
pub const AT_ONCE: usize = 500;

impl Action {
    /// An action on any number of things, after which they are still there.
    #[must_use]
    pub const fn new(
        (name, label, done): (&'static str, &'static str, &'static str),
        icon: Icon,
        means: &'static str,
        run: Run,
    ) -> Self {
        let fields = &[];
        Self {
            name,
            label,
            icon,
            means,
            done,
            danger: false,
            guarded: false,
            typed: false,
            removes: false,
            single: false,
            affects: false,
            unless: &[],
            fields,
            run,
            undo: None,
            wants: None,
        }
    }

    /// It destroys: it looks like it, and the password is wanted again.
    #[must_use]
    pub const fn dangerous(self) -> Self {
        Self { danger: true, guarded: true, ..self }
    }

    /// It destroys nothing; but it reaches into another tenant, or gives power: the password is wanted again.
    #[must_use]
    pub const fn guarded(self) -> Self {
        Self { guarded: true, ..self }
    }

    /// What goes must be typed.
    #[must_use]
    pub const fn typed(self) -> Self {
        Self { typed: true, ..self }
    }

    /// They are not there any more afterwards.
    #[must_use]
    pub const fn removing(self) -> Self {
        Self { removes: true, ..self }
    }

    /// For one at a time.
    #[must_use]
    pub const fn single(self) -> Self {
        Self { single: true, ..self }
    }

    /// What belongs to them goes or changes with them.
    #[must_use]
    pub const fn affecting(self) -> Self {
        Self { affects: true, ..self }
    }

    /// There is nothing to do with what is in one of those states.
    #[must_use]
    pub const fn unless(self, states: &'static [&'static str]) -> Self {
        Self { unless: states, ..self }
    }

    /// It asks for more than a reason.
    #[must_use]
    pub const fn asking(self, fields: &'static [Field]) -> Self {
        Self { fields, ..self }
    }

    /// Whoever has that right does it; without this, superusers alone.
    #[must_use]
    pub const fn wanting(self, model: &'static str, right: Right) -> Self {
        Self { wants: Some((model, right)), ..self }
    }

    /// It can be taken back.
    #[must_use]
    pub const fn undone_by(self, undo: Run) -> Self {
        Self { undo: Some(undo), ..self }
    }
}

impl Action {
    /// Whether there is anything to do: a thing that is so already offers no way to become so, and one that is beyond somebody's
    /// rights offers nothing.
    pub(super) fn fits(&self, model: &Model, record: &Record) -> bool {
        let states = model.columns.iter().zip(&record.values);
        let mut states = states.filter(|(column, _)| matches!(column.shows, Shows::Badge | Shows::Detail));
        let so = |state: &Value| matches!(state, Value::Text(state) if self.unless.contains(&state.as_str()));
        model.reaches(record) && !states.any(|(_, state)| so(state))
    }
}

pub(super) fn routes(model: &'static Model) -> Vec<Route> {
    if model.actions.is_empty() {
        return Vec::new();
    }
    let act =
        move |asking: Asking, Form(pairs): Form<Vec<(String, String)>>| handlers::act(model, asking, pairs);
    let nothing_chosen = move |chrome: Chrome| async move { chrome.go(model.paths.list) };
    vec![get(model.paths.act, model.seen(), nothing_chosen), post(model.paths.act, model.seen(), act)]
}

/// A tenant, and what is known by an id in it.
pub(super) fn pair<T: FromStr>(id: &str) -> Option<(TenantId, T)> {
    let (tenant, id) = id.split_once('.')?;
    Some((tenant.parse().ok()?, id.parse().ok()?))
}

/// What is said where nobody, and no tenant, is called as was typed.
pub(super) const NOBODY: &str = "There is nobody of that username.";
const NOWHERE: &str = "There is no tenant of that slug or name.";
const SEVERAL_TENANTS: &str = "Several tenants are called so. Please enter the slug of the one you mean.";
const NO_PROJECT: &str = "That tenant has no project of that name or id.";
const SEVERAL_PROJECTS: &str = "That tenant has several projects of that name. Please enter the id of the one you mean: its page has it.";

/// What is said where somebody else did something about the same things since.
pub(super) const OVERTAKEN: &str =
    "Somebody did something about some of them since, so nothing was taken back.";

/// What came of taking something back: the things, where all were put back.
pub(super) fn undone<T>(put: Result<T>, given: &Given) -> Result<Outcome> {
    match put {
        Ok(_) => Ok(Outcome::Done(given.things.clone())),
        // A constraint as well: what would come back is there already.
        Err(Error::Constraint(_)) => Ok(Outcome::Wrong("", OVERTAKEN.to_owned())),
        Err(other) => Err(other),
    }
}

/// The routes of what is under way, of whatever model.
pub(super) fn job_routes() -> Vec<Route> {
    vec![
        get("/admin/jobs/{id}/", Access::Panel, handlers::job),
        get("/admin/jobs/{id}/undo/", Access::Panel, handlers::undo_form),
        post("/admin/jobs/{id}/undo/", Access::Panel, handlers::undo),
    ]
}
