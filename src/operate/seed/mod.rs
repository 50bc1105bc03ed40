//! Data to look at: the sample set, and the same at any scale.
//!
//! People and tenants are created by the migrator's functions. Every project and task is written through a [`Tenant`],
//! as the application role, under row-level security: nothing is written past a policy. Running it twice adds nothing.

mod sample;
mod scale;

use secrecy::SecretString;
use tokio_postgres::{Config as ConnectionConfig, error::SqlState};

use self::sample::SampleTenant;
use super::{Error, Result, registry::Registry};
use crate::{
    db::{Pools, Tenant, TenantTx},
    id::{ProjectId, TaskId, TenantId, UserId},
    identity::password::Credential,
    sql,
};

pub use self::{
    sample::{LOGINS, PASSWORD, SUPERUSER, SUPERUSER_PASSWORD},
    scale::{Scale, Seeded},
};

/// Creates the sample set: what of it is missing. A tenant that is there keeps what its people made of it, even if that
/// is nothing.
///
/// # Errors
/// What the database says.
pub async fn sample(migrator: &ConnectionConfig, pools: &Pools) -> Result<()> {
    let registry = Registry::open(migrator).await?;
    for sample in sample::TENANTS {
        let (home, is_new) = home(&registry, sample.slug, sample.name, sample.login).await?;
        if is_new {
            fill(&home.open(pools), sample).await?;
        }
    }
    if registry.find_user(SUPERUSER).await?.is_none() {
        let credential = Credential::new(SecretString::from(SUPERUSER_PASSWORD)).await?;
        let created = registry.create_user(SUPERUSER, "Administrator", &credential, true).await;
        or_found(created, registry.find_user(SUPERUSER)).await?;
    }
    Ok(())
}

/// Creates tenants, projects and tasks until there are as many as `scale` says, and the sample set before that.
/// `progress` hears of every batch that was written and of every tenant that is done.
///
/// # Errors
/// What the database says.
pub async fn scale(
    migrator: &ConnectionConfig,
    pools: &Pools,
    scale: Scale,
    progress: impl Fn(&Seeded) + Send + Sync,
) -> Result<Seeded> {
    sample(migrator, pools).await?;
    scale::run(migrator, pools, scale, progress).await
}

/// A tenant and its member.
struct Home {
    tenant: TenantId,
    user: UserId,
}

impl Home {
    #[expect(
        clippy::disallowed_methods,
        reason = "of a tenant and a member that were created or found just now"
    )]
    fn open(&self, pools: &Pools) -> Tenant {
        pools.tenant(self.tenant, self.user)
    }
}

/// The tenant of a slug and its person, created if need be; and whether the tenant was. It comes after the person, whose
/// password takes a while to compute: a program that is killed then leaves no tenant that seems to be filled.
async fn home(registry: &Registry, slug: &str, name: &str, login: &str) -> Result<(Home, bool)> {
    let user = if let Some(user) = registry.find_user(login).await? {
        user
    } else {
        let created = registry.create_user(login, login, sample::credential().await?, false).await;
        or_found(created, registry.find_user(login)).await?.0
    };
    let (tenant, is_new) = match registry.find_tenant(slug).await? {
        Some(tenant) => (tenant, false),
        None => or_found(registry.create_tenant(slug, name).await, registry.find_tenant(slug)).await?,
    };
    registry.add_member(tenant, user, "owner").await?;
    Ok((Home { tenant, user }, is_new))
}

/// What was created; or what another process, which seeds at the same time, has created since we looked. And whether it
/// was us.
async fn or_found<T: Send>(
    created: Result<T>,
    found: impl Future<Output = Result<Option<T>>> + Send,
) -> Result<(T, bool)> {
    match created {
        Err(Error::Database(failure)) if failure.code() == Some(&SqlState::UNIQUE_VIOLATION) => {
            found.await?.map(|found| (found, false)).ok_or(Error::Database(failure))
        }
        created => created.map(|created| (created, true)),
    }
}

async fn fill(tenant: &Tenant, sample: &SampleTenant) -> Result<()> {
    let mut batch = Batch::default();
    // Lists show the newest first, so the first is made last.
    for (name, tasks) in sample.projects.iter().rev() {
        let project = batch.project(*name);
        for (title, done) in tasks.iter().rev() {
            batch.task(project, *title, *done);
        }
    }
    Ok(tenant.write(async |tx| batch.insert(tx).await).await?)
}

/// Rows on their way, column by column.
#[derive(Default)]
struct Batch {
    projects: Vec<ProjectId>,
    names: Vec<String>,
    tasks: Vec<TaskId>,
    task_projects: Vec<ProjectId>,
    titles: Vec<String>,
    done: Vec<bool>,
}

impl Batch {
    fn project(&mut self, name: impl Into<String>) -> ProjectId {
        let id = ProjectId::new();
        self.projects.push(id);
        self.names.push(name.into());
        id
    }

    fn task(&mut self, project: ProjectId, title: impl Into<String>, done: bool) {
        self.tasks.push(TaskId::new());
        self.task_projects.push(project);
        self.titles.push(title.into());
        self.done.push(done);
    }

    async fn insert(&self, tx: &TenantTx) -> crate::error::Result<()> {
        if !self.projects.is_empty() {
            tx.run(sql!("seed/projects"), &[&self.projects, &self.names]).await?;
        }
        if !self.tasks.is_empty() {
            tx.run(sql!("seed/tasks"), &[&self.tasks, &self.task_projects, &self.titles, &self.done]).await?;
        }
        Ok(())
    }
}
