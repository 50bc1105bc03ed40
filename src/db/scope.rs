//! Scopes: what a request may reach. A scope is a capability; holding one is the only way to a transaction.
//!
//! There are five, and no sixth can be added from outside ([`Scope`] is sealed). A [`Tenant`] is made from a signed-in
//! session by `web::scope`, and from a new tenant's id by `operate::seed`; a lint forbids it everywhere else. Nothing
//! here can run a statement without its context.

use std::{fmt, net::IpAddr};

use uuid::Uuid;

use super::{
    lending::{in_time, read, write, write_in_one_flight, write_in_time},
    pool::{Pools, RolePool},
    transaction::{Access, Tx},
};
use crate::{
    error::{Error, Result},
    id::{JobId, TenantId, UserId},
    sql,
};

mod sealed {
    pub trait Sealed {}
}

/// A capability that gives transactions of its own kind.
pub trait Scope: sealed::Sealed {}

/// A person inside one tenant. Row-level security shows and takes that tenant's rows alone.
#[derive(Clone)]
pub struct Tenant {
    pool: RolePool,
    id: TenantId,
    user: UserId,
    behind: Option<Behind>,
}

/// The superuser who works in a tenant as somebody else.
#[derive(Clone, Copy, Debug)]
struct Behind {
    superuser: UserId,
    writes: bool,
}

/// Sign-in and sessions. Reaches no table, only the functions of schema `auth`.
#[derive(Clone)]
pub struct Identity {
    pool: RolePool,
    origin: Origin,
}

/// A superuser who looks at all tenants. Reads only: the role has no other privilege.
#[derive(Clone)]
pub struct Admin {
    pool: RolePool,
}

/// A superuser who acts, or support with the right to it. The transaction declares who, and the database looks whether that person
/// may.
#[derive(Clone)]
pub struct Operator {
    pool: RolePool,
    person: UserId,
    job: Option<JobId>,
    origin: Origin,
}

/// Where an act, or a look, comes from, for the trail. What cannot be told is left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin {
    /// The client's address.
    pub address: Option<IpAddr>,
    /// The request, as the log names it.
    pub request: Option<Uuid>,
}

/// What is due without anybody asking. It declares nobody, so row security shows it nothing, and the functions that want a
/// superuser refuse it.
#[derive(Clone)]
pub struct Upkeep {
    pool: RolePool,
}

/// A transaction inside one tenant.
pub type TenantTx = Tx<Tenant>;
/// A transaction that may call the functions of schema `auth`.
pub type IdentityTx = Tx<Identity>;
/// A transaction that reads every tenant.
pub type AdminTx = Tx<Admin>;
/// A transaction in which a superuser acts, or support.
pub type OperatorTx = Tx<Operator>;
/// A transaction in which nobody acts.
pub type UpkeepTx = Tx<Upkeep>;

impl sealed::Sealed for Tenant {}
impl sealed::Sealed for Identity {}
impl sealed::Sealed for Admin {}
impl sealed::Sealed for Operator {}
impl sealed::Sealed for Upkeep {}
impl Scope for Tenant {}
impl Scope for Identity {}
impl Scope for Admin {}
impl Scope for Operator {}
impl Scope for Upkeep {}

impl Pools {
    /// The capability to work in `tenant` as `user`. Whoever calls this has established that the user belongs to it.
    #[must_use]
    pub fn tenant(&self, tenant: TenantId, user: UserId) -> Tenant {
        Tenant { pool: self.app.clone(), id: tenant, user, behind: None }
    }

    /// The capability to sign people in and to look sessions up.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity { pool: self.auth.clone(), origin: Origin::default() }
    }

    /// The capability to read all tenants. Whoever calls this has established that a superuser asks.
    #[must_use]
    pub fn admin(&self) -> Admin {
        Admin { pool: self.admin.clone() }
    }

    /// The capability to act as `person`. The database refuses whoever is neither an active superuser nor support with the right to
    /// what is done.
    #[must_use]
    pub fn operator(&self, person: UserId) -> Operator {
        Operator { pool: self.operator.clone(), person, job: None, origin: Origin::default() }
    }

    /// The capability to do what is due.
    #[must_use]
    pub fn upkeep(&self) -> Upkeep {
        Upkeep { pool: self.operator.clone() }
    }
}

impl Tenant {
    /// The same for a superuser who looks around as the user. Every write says who stands behind it; unless it `writes`,
    /// PostgreSQL refuses each, whatever a handler does.
    #[must_use]
    pub fn impersonated_by(self, superuser: UserId, writes: bool) -> Self {
        Self { behind: Some(Behind { superuser, writes }), ..self }
    }

    fn changing(&self) -> Access {
        let access = match self.behind {
            Some(Behind { writes: false, .. }) => Access::read(),
            _ => Access::write(),
        };
        let access = access.in_tenant(self.id).by(self.user);
        match self.behind {
            Some(Behind { superuser, .. }) => access.operated_by(superuser),
            None => access,
        }
    }

    /// Runs `work` in a transaction that cannot write. Nothing waits for its end.
    ///
    /// # Errors
    /// What `work` says, or [`Error::Unavailable`].
    pub async fn read<T>(&self, work: impl AsyncFnOnce(&TenantTx) -> Result<T>) -> Result<T> {
        in_time(read(&self.pool, Access::read().in_tenant(self.id), work)).await
    }

    /// Runs `work` in a transaction and commits it when `work` says Ok; the value comes back after the commit was
    /// confirmed. An error rolls everything back.
    ///
    /// # Errors
    /// What `work` or the commit says, or [`Error::Unavailable`]; [`Error::LookingAround`] where a superuser may only look.
    pub async fn write<T>(&self, work: impl AsyncFnOnce(&TenantTx) -> Result<T>) -> Result<T> {
        self.refusing(
            write_in_time(self.changing(), async |access| write(&self.pool, access, work).await).await,
        )
    }

    /// The same in one round trip instead of two: `work` sends all its statements together, and COMMIT goes along. When one of
    /// them fails, all is rolled back. What `work` makes of their answers comes too late to undo anything: it may say that
    /// there was nothing to change, not that a change is to be taken back.
    ///
    /// # Errors
    /// As for [`Tenant::write`]; [`Error::Internal`] for a statement that waited for the answer of another.
    pub async fn write_in_one_flight<T>(&self, work: impl AsyncFnOnce(&TenantTx) -> Result<T>) -> Result<T> {
        let work = async |access| write_in_one_flight(&self.pool, access, work).await;
        self.refusing(write_in_time(self.changing(), work).await)
    }

    fn refusing<T>(&self, done: Result<T>) -> Result<T> {
        // Anywhere else a write in a transaction that reads is a mistake of ours.
        match self.behind {
            Some(Behind { writes: false, .. }) => done.map_err(Error::of_looking_around),
            _ => done,
        }
    }
}

impl Identity {
    /// The same for what a request files: its entry says where that came from.
    #[must_use]
    pub fn coming_from(self, origin: Origin) -> Self {
        Self { origin, ..self }
    }

    /// Runs `work` in a transaction that cannot write.
    ///
    /// # Errors
    /// What `work` says, or [`Error::Unavailable`].
    pub async fn read<T>(&self, work: impl AsyncFnOnce(&IdentityTx) -> Result<T>) -> Result<T> {
        in_time(read(&self.pool, Access::read(), work)).await
    }

    /// Runs `work` in a transaction and commits it when `work` says Ok.
    ///
    /// # Errors
    /// What `work` or the commit says, or [`Error::Unavailable`].
    pub async fn write<T>(&self, work: impl AsyncFnOnce(&IdentityTx) -> Result<T>) -> Result<T> {
        write_in_time(self.changing(), async |access| write(&self.pool, access, work).await).await
    }

    /// The same in one round trip instead of two, as for [`Tenant::write_in_one_flight`].
    ///
    /// # Errors
    /// As for [`Identity::write`]; [`Error::Internal`] for a statement that waited for the answer of another.
    pub async fn write_in_one_flight<T>(
        &self,
        work: impl AsyncFnOnce(&IdentityTx) -> Result<T>,
    ) -> Result<T> {
        let work = async |access| write_in_one_flight(&self.pool, access, work).await;
        write_in_time(self.changing(), work).await
    }

    fn changing(&self) -> Access {
        Access::write().coming_from(self.origin)
    }
}

impl Admin {
    /// Runs `work` in a transaction that cannot write; there is no other kind in this scope.
    ///
    /// # Errors
    /// What `work` says, or [`Error::Unavailable`].
    pub async fn read<T>(&self, work: impl AsyncFnOnce(&AdminTx) -> Result<T>) -> Result<T> {
        in_time(read(&self.pool, Access::read(), work)).await
    }

    /// The same for a command, which may wait as long as the role may.
    ///
    /// # Errors
    /// What `work` says, or [`Error::Unavailable`].
    pub async fn read_at_length<T>(&self, work: impl AsyncFnOnce(&AdminTx) -> Result<T>) -> Result<T> {
        read(&self.pool, Access::read(), work).await
    }
}

impl Operator {
    /// The same for an act that is known by an id: what it files says so.
    #[must_use]
    pub fn for_job(self, job: JobId) -> Self {
        Self { job: Some(job), ..self }
    }

    /// The same for an act of a request: what it files says where that came from.
    #[must_use]
    pub fn coming_from(self, origin: Origin) -> Self {
        Self { origin, ..self }
    }

    fn acting(&self) -> Access {
        let access = Access::write().operated_by(self.person).coming_from(self.origin);
        match self.job {
            Some(job) => access.of_job(job),
            None => access,
        }
    }

    /// Runs `work` in a transaction that says who acts, and commits it when `work` says Ok and that person may act still.
    ///
    /// # Errors
    /// What `work` or the commit says, [`Error::SuperuserOnly`], or [`Error::Unavailable`].
    pub async fn write<T>(&self, work: impl AsyncFnOnce(&OperatorTx) -> Result<T>) -> Result<T> {
        write_in_time(self.acting(), async |access| self.act(access, work).await).await
    }

    /// The same for an act on thousands of rows, which may take as long as the role may.
    ///
    /// # Errors
    /// What `work` or the commit says, [`Error::SuperuserOnly`], or [`Error::Unavailable`].
    pub async fn write_at_length<T>(&self, work: impl AsyncFnOnce(&OperatorTx) -> Result<T>) -> Result<T> {
        self.act(self.acting(), work).await
    }

    /// Somebody who was demoted or deactivated while `work` was under way has done nothing.
    async fn act<T>(&self, access: Access, work: impl AsyncFnOnce(&OperatorTx) -> Result<T>) -> Result<T> {
        write(&self.pool, access, async |tx| {
            let value = work(tx).await?;
            tx.run(sql!("operator/acts_still"), &[]).await?;
            Ok(value)
        })
        .await
    }
}

impl Upkeep {
    /// Runs `work` in a transaction and commits it when `work` says Ok. It is no request, so it has as long as its role
    /// gives it.
    ///
    /// # Errors
    /// What `work` or the commit says, or [`Error::Unavailable`].
    pub async fn write<T>(&self, work: impl AsyncFnOnce(&UpkeepTx) -> Result<T>) -> Result<T> {
        write(&self.pool, Access::write(), work).await
    }
}

// No scope shows its pool.

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity")
    }
}

impl fmt::Debug for Admin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Admin")
    }
}

impl fmt::Debug for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operator").field("person", &self.person).finish_non_exhaustive()
    }
}

impl fmt::Debug for Upkeep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Upkeep")
    }
}

impl fmt::Debug for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tenant")
            .field("id", &self.id)
            .field("user", &self.user)
            .field("behind", &self.behind)
            .finish_non_exhaustive()
    }
}
