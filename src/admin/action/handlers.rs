//! Asking, confirming and doing: the pages around an action. Each handler: extract, parse, look up, answer.
//! There is no SQL and no HTML here.

use std::time::Duration;

use axum::{
    http::HeaderValue,
    response::{IntoResponse, Response},
};

use maud::Markup;

use super::{
    Given,
    asked::{Asked, Asking, Selection, Typed},
    elsewhere,
    job::{self, Job, State},
    view,
};
use crate::{
    admin::{
        listing::{from_list, list_of},
        model::Model,
    },
    db::Admin,
    error::{Error, Result},
    language::tr,
    web::{Chrome, Path, session::SignedIn},
};

/// How long whoever asked waits for an act, before a page is shown on which to wait.
const PATIENCE: Duration = Duration::from_millis(1500);

pub(super) async fn act(
    model: &'static Model,
    mut asking: Asking,
    pairs: Vec<(String, String)>,
) -> Result<Response> {
    let model = model.shown_to(asking.check.person());
    let asked = Asked::parse(model, pairs)?;
    if let Some(why) = asked.unchosen() {
        return Ok(asking.chrome.refused_page(tr(asked.action.label), &view::unchosen(model, &asked, why)));
    }
    let question = Question::of(model, asked, &asking).await?;
    if !question.asked.confirmed {
        let page = question.page(&asking, &question.asked.typed()).await?;
        return Ok(asking.chrome.page(question.title(), &page));
    }
    match question.asked.check(model, &question.selection, &mut asking.check).await? {
        Ok(given) => question.act(&asking, given).await,
        Err(typed) if typed.said.is_some() => question.conflict(&asking, &typed).await,
        Err(typed) => question.refused(&asking, &typed).await,
    }
}

/// What is asked before an act: which, and of what.
struct Question {
    model: &'static Model,
    asked: Asked,
    selection: Selection,
}

impl Question {
    /// Of what is there, and within the rights of whoever asks.
    async fn of(model: &'static Model, asked: Asked, asking: &Asking) -> Result<Self> {
        let selection = asked.select(model, &asking.acting.admin, asking.rights()).await?;
        // Of many the database says so, when it is done.
        if !selection.shown.iter().all(|record| model.reaches(record)) {
            return Err(Error::NoRight);
        }
        if selection.chosen == 0 && !asked.all {
            return Err(Error::NotFound);
        }
        Ok(Self { model, asked, selection })
    }

    fn title(&self) -> &'static str {
        tr(self.asked.action.label)
    }

    /// Its page, with what was typed. That somebody looks at what it shows is filed first: there is no other way to the page.
    async fn page(&self, asking: &Asking, typed: &Typed) -> Result<Markup> {
        let Self { model, asked, selection } = self;
        asking.looking.at_each(model, &selection.shown).await?;
        let password =
            if asked.action.guarded { asking.check.field(&typed.password) } else { Markup::default() };
        Ok(view::confirm(model, asked, selection, typed, &password))
    }

    /// Again, with what is wrong with what was typed.
    async fn refused(&self, asking: &Asking, typed: &Typed) -> Result<Response> {
        Ok(asking.chrome.refused_page(self.title(), &self.page(asking, typed).await?))
    }

    /// Again, with what is another than it was.
    async fn conflict(&self, asking: &Asking, typed: &Typed) -> Result<Response> {
        Ok(asking.chrome.conflict_page(self.title(), &self.page(asking, typed).await?))
    }

    /// What was confirmed is done, without being asked again: it files itself.
    async fn act(&self, asking: &Asking, given: Given) -> Result<Response> {
        let (model, asked) = (self.model, &self.asked);
        let back = back(model, asked, &self.selection.ids);
        let by = asking.check.person().user;
        let job = Job::start(by, model, asked.action, back, asking.acting.clone(), given);
        job.wait(PATIENCE).await;
        match job.state() {
            State::Wrong(field, message) => {
                let mut typed = asked.typed();
                view::wrong(&mut typed, field, message);
                self.refused(asking, &typed).await
            }
            State::Failed(Error::LastSuperuser) => {
                let typed = Typed { said: Some(view::LAST_SUPERUSER.to_owned()), ..asked.typed() };
                self.conflict(asking, &typed).await
            }
            state => after(&asking.chrome, &job, state).map_err(|failure| asking.refusal(failure)),
        }
    }
}

/// Where one goes on afterwards.
fn back(model: &'static Model, asked: &Asked, ids: &[String]) -> String {
    match (&asked.listing, ids) {
        _ if asked.back().is_some() => asked.back().unwrap_or_default().to_owned(),
        (Some(listing), _) => listing.href(),
        (None, [id]) if !asked.action.removes && model.one_of.is_some() => {
            from_list(&model.path_of(id), asked.from_list.as_ref())
        }
        _ => list_of(model, asked.from_list.as_ref()),
    }
}

/// Where whoever asked is led: back when it is done, to the page on which to wait when not.
fn after(chrome: &Chrome, job: &Job, state: State) -> Result<Response> {
    match state {
        State::Running => Ok(chrome.go(&job.path())),
        State::Failed(failure) => Err(failure),
        State::Wrong(..) | State::Done => Ok(chrome.go(&job.back())),
    }
}

/// What is under way. The browser asks again by itself (the header `Refresh`), with scripts and without.
pub(super) async fn job(
    chrome: Chrome,
    admin: Admin,
    person: SignedIn,
    Path(id): Path<String>,
) -> Result<Response> {
    let Some(job) = job::followed_by(&person, &id) else {
        return elsewhere::became_of(&chrome, &admin, &person, &id).await;
    };
    match job.state() {
        State::Running => {
            let mut page = chrome.page(tr("Under way"), &view::waiting(&job));
            page.headers_mut().insert("refresh", HeaderValue::from_static("1"));
            Ok(page.into_response())
        }
        // It was refused to whoever asked for it, and is told to whoever follows it.
        State::Failed(Error::SuperuserOnly) if person.user != job.by => Ok(chrome.go(&job.back())),
        State::Failed(Error::SuperuserOnly) if !person.superuser => Err(Error::NoRight),
        State::Failed(failure) => Err(failure),
        State::Wrong(..) | State::Done => Ok(chrome.go(&job.back())),
    }
}

pub(super) async fn undo_form(chrome: Chrome, person: SignedIn, Path(id): Path<String>) -> Result<Response> {
    match job::followed_by(&person, &id) {
        Some(job) if !job.is_taken_back_by(&person) => Err(Error::NoRight),
        Some(job) => Ok(chrome.page(tr("Undo"), &view::undo(&job, &person))),
        // Its page says what became of it, and that it cannot be taken back from here.
        None => Ok(chrome.go(&elsewhere::path(id.parse().map_err(|_| Error::NotFound)?))),
    }
}

pub(super) async fn undo(asking: Asking, Path(id): Path<String>) -> Result<Response> {
    let Some(job) = job::followed_by(asking.check.person(), &id) else {
        return Ok(asking.chrome.go(&elsewhere::path(id.parse().map_err(|_| Error::NotFound)?)));
    };
    if !job.is_taken_back_by(asking.check.person()) {
        return Err(Error::NoRight);
    }
    let undoing = job.undo(asking.check.person().user, asking.acting.clone()).ok_or(Error::NotFound)?;
    undoing.wait(PATIENCE).await;
    after(&asking.chrome, &undoing, undoing.state()).map_err(|failure| asking.refusal(failure))
}
