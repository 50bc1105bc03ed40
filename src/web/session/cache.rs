//! What this instance remembers of sessions, so that a request costs no session query.
//!
//! Never the authority: the database is. An entry is forgotten the moment any instance says that its session changed,
//! and everything is forgotten when that may have gone unheard. A value that was read before a change can not be put in
//! after it: see [`Reading`].

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use moka::sync::Cache as Entries;

use super::{Hash, SessionFigures, SignedIn};
use crate::db::Signal;

/// How long an entry may be believed while changes are heard.
const LISTENING: Duration = Duration::from_mins(1);
/// And while they are not: the database restarts, or a pooler forbids LISTEN.
const DEAF: Duration = Duration::from_secs(1);
/// Entries at most; some 300 bytes each.
const CAPACITY: u64 = 100_000;

/// Sessions by the hash of their id.
#[derive(Debug)]
pub(super) struct Cache {
    entries: Entries<Hash, (Instant, Arc<SignedIn>)>,
    /// Counts the changes heard of.
    changes: Mutex<u64>,
    listening: AtomicBool,
    hits: AtomicU64,
    misses: AtomicU64,
}

/// Taken before a session is read from the database: the value is kept only if no change was heard of meanwhile.
#[must_use]
pub(super) struct Reading(u64);

impl Cache {
    pub(super) fn new() -> Self {
        Self {
            entries: Entries::builder().max_capacity(CAPACITY).time_to_live(LISTENING).build(),
            changes: Mutex::new(0),
            listening: AtomicBool::new(false),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        }
    }

    pub(super) fn get(&self, hash: &Hash) -> Option<Arc<SignedIn>> {
        let known = self.believed(hash);
        let count = if known.is_some() { &self.hits } else { &self.misses };
        count.fetch_add(1, Relaxed);
        known
    }

    fn believed(&self, hash: &Hash) -> Option<Arc<SignedIn>> {
        let (since, signed_in) = self.entries.get(hash)?;
        let believed = if self.listening.load(Relaxed) { LISTENING } else { DEAF };
        (since.elapsed() < believed && !signed_in.expired()).then_some(signed_in)
    }

    pub(super) fn figures(&self) -> SessionFigures {
        // Entries that are too old are counted until somebody looks.
        self.entries.run_pending_tasks();
        SessionFigures {
            entries: self.entries.entry_count(),
            hits: self.hits.load(Relaxed),
            misses: self.misses.load(Relaxed),
        }
    }

    pub(super) fn reading(&self) -> Reading {
        Reading(*self.changes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn keep(&self, reading: &Reading, hash: Hash, signed_in: Arc<SignedIn>) {
        // The lock is held over the insert, so that a change is either seen here or removes what is inserted.
        let changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        if *changes == reading.0 {
            self.entries.insert(hash, (Instant::now(), signed_in));
        }
    }

    pub(super) fn forget(&self, hash: &Hash) {
        *self.changes.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.entries.invalidate(hash);
    }

    fn forget_all(&self) {
        *self.changes.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.entries.invalidate_all();
    }

    /// Heeds what other instances, and this one, say of sessions.
    pub(super) fn heed(&self, signal: &Signal) {
        match signal {
            Signal::Notified(payload) => match Hash::from_hex(payload) {
                Some(hash) => self.forget(&hash),
                // Anybody can notify; what we do not understand costs a few cache misses.
                None => self.forget_all(),
            },
            Signal::Connected => {
                self.forget_all();
                self.listening.store(true, Relaxed);
            }
            Signal::Lost => {
                self.listening.store(false, Relaxed);
                self.forget_all();
            }
        }
    }
}
