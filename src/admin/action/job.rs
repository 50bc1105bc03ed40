//! Acts under way, and what came of them for an hour: so that a page can wait for a long one, and take one back.
//!
//! They are in this instance's memory alone. What was done is in the database whatever becomes of this, and every entry that an
//! act files names it: so another instance, or this one started anew, finds what became of it (`elsewhere`).
//! An act goes on when the browser that asked for it goes away: it is done as a whole, or not at all.

use std::{
    sync::{
        Arc, LazyLock, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use maud::Markup;
use moka::sync::Cache;
use tokio::sync::{Semaphore, watch};

use super::{AT_ONCE, Acting, Action, Given, Outcome, Run, elsewhere, view};
use crate::{
    admin::{acts::Reason, model::Model, model_named, pairs},
    error::Error,
    id::{JobId, UserId},
    web::session::SignedIn,
};

/// How long an act is remembered, and how many are.
pub(super) const REMEMBERED: Duration = Duration::from_hours(1);
const MOST: u64 = 1_000;

/// Whose turn it is among the long ones.
static LONG: Semaphore = Semaphore::const_new(1);

static JOBS: LazyLock<Cache<JobId, Arc<Job>>> =
    LazyLock::new(|| Cache::builder().max_capacity(MOST).time_to_live(REMEMBERED).build());

/// How many of the things are done with.
#[derive(Debug, Default)]
pub struct Progress(AtomicUsize);

impl Progress {
    /// So many more.
    pub fn advance(&self, things: usize) {
        self.0.fetch_add(things, Relaxed);
    }

    /// From the beginning.
    fn restart(&self) {
        self.0.store(0, Relaxed);
    }
}

/// An act.
#[derive(Debug)]
pub(in crate::admin) struct Job {
    pub(super) id: JobId,
    pub(super) by: UserId,
    pub(super) model: &'static Model,
    pub(super) action: &'static Action,
    pub(super) total: usize,
    /// Whether it takes another back.
    pub(super) undoes: bool,
    back: String,
    reason: Reason,
    progress: Progress,
    ended: watch::Sender<bool>,
    came_of_it: Mutex<CameOfIt>,
}

#[derive(Debug, Default)]
struct CameOfIt {
    outcome: Option<Result<Outcome, Error>>,
    undone: bool,
}

/// How far an act is.
pub(super) enum State {
    Running,
    Done,
    Wrong(&'static str, String),
    Failed(Error),
}

/// What can be said of an act.
pub(super) enum Told {
    Running,
    /// It was done with so many.
    Done(usize),
    /// It was not done, for this reason.
    Nothing(String),
}

/// An act of this instance, for whoever may follow it: superusers any, others their own. Of any other it is told what another instance
/// would tell.
pub(super) fn followed_by(person: &SignedIn, id: &str) -> Option<Arc<Job>> {
    let job = JOBS.get(&id.parse::<JobId>().ok()?)?;
    (person.rights().are_all() || person.user == job.by).then_some(job)
}

/// What was saved or done, with the way back: for the page that follows.
pub(in crate::admin) fn notice(
    model: &Model,
    pairs: &[(String, String)],
    person: &SignedIn,
) -> Option<Markup> {
    let said = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    if let Some(saved) = said("saved") {
        if saved == "nothing" {
            return Some(view::unchanged());
        }
        // Of what belongs to the thing on whose page one is.
        let several =
            saved.split_once('.').and_then(|(number, name)| Some((number.parse().ok()?, model_named(name)?)));
        if let Some((number, of)) = several {
            return Some(view::saved_several(of, number));
        }
        let path = (model.one_of.is_some() && model.ids.are(saved)).then(|| model.path_of(saved));
        return Some(view::saved(model, path.as_deref()));
    }
    // Of an act, whoever acts is told.
    let id = said("done").filter(|_| person.rights().act())?;
    match followed_by(person, id) {
        Some(job) => Some(view::came_of_it(&job, person)),
        None => id.parse().ok().map(elsewhere::ask),
    }
}

/// What is to be done, by whom, and where one goes on afterwards.
struct Order {
    by: UserId,
    model: &'static Model,
    action: &'static Action,
    back: String,
    acting: Acting,
    given: Given,
    /// The act that it takes back.
    undoes: Option<Arc<Job>>,
}

impl Job {
    pub(super) fn start(
        by: UserId,
        model: &'static Model,
        action: &'static Action,
        back: String,
        acting: Acting,
        given: Given,
    ) -> Arc<Self> {
        Self::begin(Order { by, model, action, back, acting, given, undoes: None }, action.run)
    }

    fn begin(order: Order, run: Run) -> Arc<Self> {
        let Order { by, model, action, back, acting, given, undoes } = order;
        let job = Arc::new(Self {
            id: JobId::new(),
            by,
            model,
            action,
            total: given.things.len(),
            undoes: undoes.is_some(),
            back,
            reason: given.reason.clone(),
            progress: Progress::default(),
            ended: watch::Sender::new(false),
            came_of_it: Mutex::default(),
        });
        JOBS.insert(job.id, Arc::clone(&job));
        tracing::info!(%by, act = action.name, of = model.plural, things = job.total, "somebody acts in the panel");
        let running = Arc::clone(&job);
        tokio::spawn(async move {
            // Long ones go one after another: the operator's connections are few, and the sealer needs one as well.
            let _turn = if given.things.len() > AT_ONCE { LONG.acquire().await.ok() } else { None };
            let acting = Acting { operator: acting.operator.for_job(running.id), ..acting };
            let working = Arc::clone(&running);
            let work = tokio::spawn(async move {
                match run(&acting, &given, &working.progress).await {
                    // Acts meet many rows, in orders that may cross: nothing of it is done, and once more is enough.
                    Err(failure) if failure.is_crossing() => {
                        working.progress.restart();
                        run(&acting, &given, &working.progress).await
                    }
                    done => done,
                }
            });
            let outcome = work.await.unwrap_or_else(|panic| Err(Error::internal(panic)));
            if let Err(failure) = &outcome {
                tracing::info!(%by, act = action.name, of = model.plural, %failure, "an act was not done");
            }
            match undoes {
                // It may be tried again.
                Some(undone) if !matches!(outcome, Ok(Outcome::Done(_))) => undone.came().undone = false,
                _ => {}
            }
            running.came().outcome = Some(outcome);
            running.ended.send_replace(true);
        });
        job
    }

    /// Whether somebody who follows it may take it back: with rights, while the right to it is there.
    pub(super) fn is_taken_back_by(&self, person: &SignedIn) -> bool {
        let rights = person.rights();
        rights.are_all() || self.action.wants.is_some_and(|(model, right)| rights.may(model, right))
    }

    fn came(&self) -> MutexGuard<'_, CameOfIt> {
        self.came_of_it.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for its end, for so long.
    pub(super) async fn wait(&self, patience: Duration) {
        let mut ended = self.ended.subscribe();
        let _ = tokio::time::timeout(patience, ended.wait_for(|ended| *ended)).await;
    }

    /// How far it is. What failed says why once, to whoever asks first.
    pub(super) fn state(&self) -> State {
        let mut came = self.came();
        match &mut came.outcome {
            None => State::Running,
            Some(Ok(Outcome::Done(_))) => State::Done,
            Some(Ok(Outcome::Wrong(field, message))) => State::Wrong(field, message.clone()),
            Some(Err(Error::SuperuserOnly)) => State::Failed(Error::SuperuserOnly),
            Some(Err(Error::Unconfirmed(_))) => State::Failed(Error::Unconfirmed("an act".into())),
            Some(failed @ Err(_)) => {
                let failure = std::mem::replace(
                    failed,
                    Err(Error::BadRequest("That did not work, and nothing was done.")),
                );
                State::Failed(failure.err().unwrap_or(Error::NotFound))
            }
        }
    }

    /// How many are done with, while it is under way.
    pub(super) fn so_far(&self) -> usize {
        self.progress.0.load(Relaxed)
    }

    pub(super) fn told(&self) -> Told {
        let came = self.came();
        match &came.outcome {
            None => Told::Running,
            Some(Ok(Outcome::Done(things))) => Told::Done(things.len()),
            Some(Ok(Outcome::Wrong(_, why))) => Told::Nothing(why.clone()),
            Some(Err(Error::Unconfirmed(_))) => Told::Nothing(
                "Or all of it was: the database did not answer. The trail says which.".to_owned(),
            ),
            Some(Err(Error::SuperuserOnly)) => {
                Told::Nothing("Whoever asked for it may not do so any more.".to_owned())
            }
            Some(Err(_)) => Told::Nothing("The log says why.".to_owned()),
        }
    }

    pub(super) fn can_be_undone(&self) -> bool {
        let came = self.came();
        let something = matches!(&came.outcome, Some(Ok(Outcome::Done(things))) if !things.is_empty());
        something && !came.undone && !self.undoes && self.action.undo.is_some()
    }

    /// Takes it back, once; none where that cannot be, or was done already.
    pub(super) fn undo(self: &Arc<Self>, by: UserId, acting: Acting) -> Option<Arc<Self>> {
        let run = self.action.undo.filter(|_| !self.undoes)?;
        let things = {
            let mut came = self.came();
            let Some(Ok(Outcome::Done(things))) = &came.outcome else { return None };
            if came.undone || things.is_empty() {
                return None;
            }
            let things = things.clone();
            came.undone = true;
            things
        };
        // Where that is too long for a reason, the first stands alone.
        let reason =
            format!("Undo: {}", self.reason.as_str()).parse().unwrap_or_else(|_| self.reason.clone());
        let given = Given::new(things, reason, &[], &[]);
        let (model, action, back) = (self.model, self.action, self.back.clone());
        Some(Self::begin(
            Order { by, model, action, back, acting, given, undoes: Some(Arc::clone(self)) },
            run,
        ))
    }

    pub(super) fn path(&self) -> String {
        format!("/admin/jobs/{}/", self.id)
    }

    /// Where one goes on, and is told what was done.
    pub(super) fn back(&self) -> String {
        pairs::saying(&self.back, &format!("done={}", self.id))
    }
}
