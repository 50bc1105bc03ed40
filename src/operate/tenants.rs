//! The life of a tenant, as an operator leads it: created, renamed, suspended, archived, deleted, restored, and removed when
//! its grace is over.
//!
//! Every act is one function of schema `auth`, which looks who acts, leaves an entry in the trail and tells every running
//! instance. Nothing here removes a row: the database does, of tenants that are past their grace alone.

use serde::Serialize;
use time::OffsetDateTime;

use super::{
    Error, Result,
    people::{Newcomer, Person},
    superuser::{Superuser, refused},
};
use crate::{
    columns,
    db::{Admin, Param, Pools},
    id::TenantId,
    sql,
    text::line,
};

/// A tenant, as the command line shows it.
#[derive(Debug, Serialize)]
pub struct Tenant {
    pub(super) id: TenantId,
    /// By which it is found.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// active, suspended, archived or deleted.
    pub status: String,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    /// When a deleted one is removed.
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    pub purge_after: Option<OffsetDateTime>,
    /// How many people belong to it.
    pub members: i64,
    /// How many projects it has.
    pub projects: i64,
    /// How many tasks; counted for a single tenant alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tasks: Option<i64>,
}

columns!(Tenant { id, slug, name, status, created_at, purge_after, members, projects, tasks });

impl Tenant {
    /// Whether it is deleted and due to be removed.
    #[must_use]
    pub fn is_past_its_grace(&self) -> bool {
        self.purge_after.is_some_and(|due| due <= OffsetDateTime::now_utc())
    }
}

/// What a tenant may be set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// All works.
    Active,
    /// Nobody enters, nothing is changed, all is kept.
    Suspended,
    /// It can be read.
    Archived,
    /// As suspended, and removed after so many days.
    Deleted {
        /// Until then it can be restored.
        grace_days: u16,
    },
}

impl Status {
    fn column(self) -> (&'static str, i32) {
        match self {
            Self::Active => ("active", 0),
            Self::Suspended => ("suspended", 0),
            Self::Archived => ("archived", 0),
            Self::Deleted { grace_days } => ("deleted", grace_days.into()),
        }
    }
}

/// Every tenant, by slug.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(admin: &Admin) -> Result<Vec<Tenant>> {
    directory(admin, None).await
}

/// One tenant, and how much is in it.
///
/// # Errors
/// [`Error::NoSuch`].
pub async fn find(admin: &Admin, slug: &str) -> Result<Tenant> {
    let found = directory(admin, Some(slug)).await?.pop();
    found.ok_or_else(|| Error::NoSuch(format!("tenant “{slug}”")))
}

async fn directory(admin: &Admin, slug: Option<&str>) -> Result<Vec<Tenant>> {
    Ok(admin.read(async |tx| tx.all(sql!("admin/tenant_directory"), &[&slug]).await).await?)
}

/// Creates a tenant with its first user, who owns it; the person is created too when there is a `newcomer`.
///
/// # Errors
/// [`Error::Refused`] when the slug, the name or the login cannot be used, or is taken. Nothing is created then.
pub async fn create(acting: &Superuser, slug: &str, name: &str, owner: Owner<'_>) -> Result<()> {
    let name = line(name).map_err(|wrong| Error::Refused(format!("name: {wrong}")))?;
    let tenant = TenantId::new();
    let created = acting.operator.write(async |tx| {
        tx.run(sql!("operator/open_tenant"), &[&tenant, &slug, &name, &acting.reason]).await?;
        let user = match owner {
            Owner::Known(person) => person.id,
            Owner::New(newcomer) => newcomer.enrol(tx, acting.reason.as_deref()).await?,
        };
        tx.run(sql!("operator/join_tenant"), &[&tenant, &user, &"owner", &acting.reason]).await
    });
    created.await.map(drop).map_err(refused)
}

/// Who is to own a new tenant.
#[derive(Debug)]
pub enum Owner<'a> {
    /// Somebody who is there.
    Known(&'a Person),
    /// Somebody who is created with it.
    New(&'a Newcomer),
}

/// Gives a tenant another name.
///
/// # Errors
/// [`Error::Refused`] when the name cannot be used.
pub async fn rename(acting: &Superuser, tenant: &Tenant, name: &str) -> Result<()> {
    let name = line(name).map_err(|wrong| Error::Refused(format!("name: {wrong}")))?;
    // Whatever happened to it meanwhile: whoever types a command has seen no version.
    let renaming = acting.operator.write(async |tx| {
        let params: [Param<'_>; 4] = [&tenant.id, &name, &None::<i32>, &acting.reason];
        tx.one::<String>(sql!("operator/rename_tenant"), &params).await
    });
    renaming.await.map(drop).map_err(refused)
}

/// Sets the status of a tenant, on every running instance within a second. False when it was that already.
///
/// # Errors
/// When the database refuses who acts.
pub async fn set_status(acting: &Superuser, tenant: &Tenant, status: Status) -> Result<bool> {
    let (column, grace_days) = status.column();
    let setting = acting.operator.write(async |tx| {
        let params: [Param<'_>; 4] = [&tenant.id, &column, &grace_days, &acting.reason];
        tx.one::<Option<String>>(sql!("operator/set_tenant_status"), &params).await
    });
    Ok(setting.await.map_err(refused)?.as_deref() != Some(column))
}

/// Removes the tenants that are past their grace, with everything that is theirs: how many.
///
/// # Errors
/// When the database cannot be asked.
pub async fn purge(pools: &Pools) -> crate::error::Result<i32> {
    pools.upkeep().write(async |tx| tx.one(sql!("operator/purge_tenants"), &[]).await).await
}
