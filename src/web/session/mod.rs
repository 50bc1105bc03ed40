//! Sessions: who is signed in, found by a cookie, kept in PostgreSQL, remembered for a moment by this instance.
//!
//! The database holds `sha256(id)` and never the id. A session is made by `auth.sign_in` alone, which wants a proof:
//! nothing here can make one. Whom a session belongs to and where it works are columns, never read from its data.

mod cache;
mod second_factor;
mod store;

use std::{fmt, sync::Arc};

use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};
use tokio::sync::Semaphore;
use tower_sessions::{
    Expiry, Session, SessionManagerLayer,
    cookie::SameSite,
    session::{Error as SessionError, Id},
};

pub use self::second_factor::SecondFactor;

use self::cache::Cache;
use crate::{
    db::{Identity, Pools, Signal},
    error::{Error, Result},
    id::{SessionId, TenantId, UserId},
    rights::Rights,
    sql,
};

/// The channel on which the functions of schema `auth` announce a changed session.
const CHANNEL: &str = "rowhouse_sessions";

/// Idle expiries that may wait to be slid. Beyond that they are left to the next look-up, a minute later.
const TOUCHES: usize = 4_096;

/// For how long a password that was given counts as given just now. `auth.impersonate` has the same figure.
const RECENTLY: Duration = Duration::minutes(10);

/// `sha256` of a session id: what the database and the cache know a session by.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The hash of an id.
    #[must_use]
    pub fn of(id: Id) -> Self {
        Self(Sha256::digest(id.0.to_be_bytes()).into())
    }

    fn from_hex(text: &str) -> Option<Self> {
        let mut hash = [0; 32];
        hex::decode_to_slice(text, &mut hash).ok()?;
        Some(Self(hash))
    }

    /// As a parameter of a statement.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

// Not even the hash of a session id belongs in a log.
impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hash(…)")
    }
}

/// The person of a live session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub user: UserId,
    /// What the person is called.
    pub display_name: String,
    /// Whether the person may see all tenants, and act on them.
    pub superuser: bool,
    /// Whether the person comes into the panel, and sees and does there what the rights say.
    pub support: bool,
    /// What support may do in the panel, as the database said at its door; nothing anywhere else.
    pub(super) given: Rights,
    /// The tenant that the session works in.
    pub tenant: Option<Workplace>,
    /// How many tenants the person belongs to.
    pub tenants: i64,
    /// By which the panel names the session.
    pub session_id: SessionId,
    /// When the session's own person last proved who it is.
    pub authenticated_at: OffsetDateTime,
    /// Who looks around as this person, if it is not the person.
    pub impersonation: Option<Impersonation>,
    session: Hash,
    expires_at: OffsetDateTime,
}

/// A superuser who looks around as somebody else. The session is the superuser's, and so is whatever it does.
#[derive(Clone, Debug)]
pub struct Impersonation {
    /// Who stands behind it.
    pub superuser: UserId,
    /// What that superuser is called.
    pub superuser_name: String,
    /// Whether anything may be changed.
    pub writes: bool,
    /// When it ends by itself.
    pub until: OffsetDateTime,
}

/// The tenant that a session works in.
#[derive(Clone, Debug)]
pub struct Workplace {
    /// Which.
    pub id: TenantId,
    /// What it is called.
    pub name: String,
    /// Whether it may be entered.
    pub status: TenantStatus,
}

/// What may be done in a tenant. The database enforces it as well, by the write guard `app.live`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TenantStatus {
    /// Everything.
    Active,
    /// Its rows can be read.
    Archived,
    /// Nothing, until it is restored.
    Suspended,
    /// Nothing; it waits to be removed.
    Deleted,
}

impl TenantStatus {
    /// What is unknown is closed.
    fn of(column: &str) -> Self {
        match column {
            "active" => Self::Active,
            "archived" => Self::Archived,
            "deleted" => Self::Deleted,
            _ => Self::Suspended,
        }
    }
}

impl SignedIn {
    /// The session that says so.
    #[must_use]
    pub fn session(&self) -> Hash {
        self.session
    }

    /// What the person may do in the panel.
    #[must_use]
    pub fn rights(&self) -> Rights {
        if self.superuser { Rights::ALL } else { self.given }
    }

    /// Whether the panel over all tenants is open to the person.
    #[must_use]
    pub fn sees_all_tenants(&self) -> bool {
        self.superuser || self.support
    }

    /// The same person, as the database answers at the door of the panel.
    pub(super) fn at_the_door(&self, factor: &SecondFactor) -> Self {
        let superuser = factor.superuser;
        Self { superuser, support: !superuser, given: factor.rights(), ..self.clone() }
    }

    /// Whether anything may be changed in this session: not while a superuser only looks around.
    #[must_use]
    pub fn may_write(&self) -> bool {
        self.impersonation.as_ref().is_none_or(|behind| behind.writes)
    }

    /// Whether the person proved lately who it is. Never so while a superuser looks around: that password is not asked for.
    #[must_use]
    pub fn recently_authenticated(&self) -> bool {
        self.impersonation.is_none() && OffsetDateTime::now_utc() - self.authenticated_at < RECENTLY
    }

    fn expired(&self) -> bool {
        self.expires_at <= OffsetDateTime::now_utc()
    }
}

/// What an instance remembers of sessions, as figures.
#[derive(Clone, Copy, Debug)]
pub struct SessionFigures {
    /// How many sessions are remembered.
    pub entries: u64,
    /// How often one was looked for and remembered, since the start.
    pub hits: u64,
    /// How often the database had to be asked.
    pub misses: u64,
}

/// The sessions of one running instance. Cloning shares them.
#[derive(Clone, Debug)]
pub struct Sessions {
    identity: Identity,
    cache: Arc<Cache>,
    touches: Arc<Touches>,
}

/// Idle expiries on their way to the database: one at a time, so that a thousand sessions that are looked up at once, as
/// after a restart of the database, leave the connections to those who wait for an answer.
#[derive(Debug)]
struct Touches {
    places: Arc<Semaphore>,
    turn: Semaphore,
}

impl Sessions {
    /// Sessions over the auth pool, with nothing remembered yet.
    #[must_use]
    pub fn new(pools: &Pools) -> Self {
        let touches = Touches { places: Arc::new(Semaphore::new(TOUCHES)), turn: Semaphore::new(1) };
        Self { identity: pools.identity(), cache: Arc::new(Cache::new()), touches: Arc::new(touches) }
    }

    /// Hears what any instance says of sessions, for as long as it is polled. Without it, each session is looked up
    /// again every second.
    pub async fn listen(&self, pools: &Pools) {
        pools.listen(CHANNEL, |signal: Signal| self.cache.heed(&signal)).await;
    }

    /// The person of the session, or None when there is no such session or it has expired.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn find(&self, id: Id) -> Result<Option<Arc<SignedIn>>> {
        let hash = Hash::of(id);
        let known = self.cache.get(&hash);
        let place = if known.is_some() { "memory" } else { "database" };
        metrics::counter!("rowhouse_session_lookups_total", "in" => place).increment(1);
        if known.is_some() {
            return Ok(known);
        }
        let reading = self.cache.reading();
        let Some(found) = store::find(&self.identity, hash).await? else { return Ok(None) };
        let found = Arc::new(found);
        self.cache.keep(&reading, hash, Arc::clone(&found));
        self.touch(hash);
        Ok(Some(found))
    }

    /// What is remembered, as figures.
    #[must_use]
    pub fn figures(&self) -> SessionFigures {
        self.cache.figures()
    }

    /// Slides the idle expiry, off the path of the request. Happens when a session is read, so once a minute at most.
    fn touch(&self, hash: Hash) {
        let (identity, touches) = (self.identity.clone(), Arc::clone(&self.touches));
        let Ok(place) = Arc::clone(&touches.places).try_acquire_owned() else { return };
        tokio::spawn(async move {
            let _place = place;
            let Ok(_turn) = touches.turn.acquire().await else { return };
            let done =
                identity.write(async |tx| tx.run(sql!("identity/session_touch"), &[&hash.as_bytes()]).await);
            if let Err(failure) = done.await {
                tracing::warn!(failure = failure.chain(), "a session's idle expiry could not be slid");
            }
        });
    }

    /// Lets the session work in another tenant of its person. False when the person does not belong there.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn enter(&self, session: Hash, tenant: TenantId) -> Result<bool> {
        let entered = self
            .identity
            .write(async |tx| tx.one(sql!("identity/session_enter"), &[&session.as_bytes(), &tenant]).await)
            .await?;
        self.cache.forget(&session);
        Ok(entered)
    }

    /// Gives a session back to the superuser who looks around in it. False when nobody does.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn stop_impersonation(&self, session: Hash) -> Result<bool> {
        let stopped = self
            .identity
            .write(async |tx| tx.one(sql!("identity/stop_impersonation"), &[&session.as_bytes()]).await)
            .await?;
        self.cache.forget(&session);
        Ok(stopped)
    }

    /// Has this instance look a session up again at once, where its own act changed it: the announcement takes a moment.
    pub fn forget(&self, session: Hash) {
        self.cache.forget(&session);
    }

    /// Has the response carry the session that sign-in made under `id`; one that the request came with is ended, so that
    /// nobody can sign another in under an id that he knows (session fixation, CWE-384).
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn adopt(cookie: &Session, id: Id) -> Result<()> {
        if cookie.id().is_some() {
            cookie.cycle_id().await.map_err(ended)?;
        }
        cookie.insert(store::ADOPT, id.to_string()).await.map_err(ended)
    }

    /// Ends the session of the request, on every instance, and has the response remove its cookie.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn end(cookie: &Session) -> Result<()> {
        if cookie.id().is_none() {
            return Ok(());
        }
        cookie.flush().await.map_err(ended)
    }

    /// The layer that reads and writes the cookie.
    ///
    /// `secure` marks it for HTTPS alone and gives it the `__Host-` prefix (RFC 6265bis section 4.1.3.2), by which no
    /// other host can set it. The cookie outlives the session; what counts is the expiry in the database.
    #[must_use]
    pub fn layer(&self, secure: bool) -> SessionManagerLayer<Self> {
        SessionManagerLayer::new(self.clone())
            .with_name(if secure { "__Host-rowhouse" } else { "rowhouse" })
            .with_secure(secure)
            .with_http_only(true)
            .with_same_site(SameSite::Lax)
            .with_path("/")
            .with_expiry(Expiry::OnInactivity(Duration::days(30)))
    }
}

fn ended(failure: SessionError) -> Error {
    Error::unavailable("a session could not be changed", Some(failure.into()))
}
