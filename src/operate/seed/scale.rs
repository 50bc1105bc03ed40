//! The sample set at any scale: so many tenants, each with so many projects of so many tasks.
//!
//! Existing tenants, projects and tasks count; only what is missing is added, and nothing is ever removed.

use std::{
    mem,
    sync::{Mutex, PoisonError},
};

use futures_util::{StreamExt, TryStreamExt, stream};
use tokio_postgres::Config as ConnectionConfig;

use super::{Batch, Error, Home, Registry, Result, home, sample::TENANTS};
use crate::{
    columns,
    db::{Pools, Tenant},
    id::ProjectId,
    sql,
};

/// Tenants that are filled at the same time.
const AT_ONCE: usize = 4;
/// Tasks in one transaction, so that none runs into the statement timeout.
const TASKS_AT_ONCE: usize = 5_000;

/// What a task is to be about.
const VERBS: [&str; 8] = ["Review", "Draft", "Plan", "Test", "Order", "Discuss", "Measure", "Ship"];
const THINGS: [&str; 10] = [
    "the budget",
    "a prototype",
    "the contract",
    "the new layout",
    "an invoice",
    "the schedule",
    "the report",
    "a backup",
    "the interview",
    "the release",
];

/// How much there is to be.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Tenants, the two of the sample set among them.
    pub tenants: usize,
    /// Projects in each tenant.
    pub projects: usize,
    /// Tasks in each project.
    pub tasks: usize,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seeded {
    /// Tenants that are as they should be.
    pub tenants: usize,
    /// Projects that were added.
    pub projects: usize,
    /// Tasks that were added.
    pub tasks: usize,
}

struct ProjectCount {
    id: ProjectId,
    tasks: i64,
}

columns!(ProjectCount { id, tasks });

pub(super) async fn run(
    migrator: &ConnectionConfig,
    pools: &Pools,
    scale: Scale,
    progress: impl Fn(&Seeded) + Send + Sync,
) -> Result<Seeded> {
    let registry = Registry::open(migrator).await?;
    let tally = Tally { sum: Mutex::default(), progress };
    stream::iter(1..=scale.tenants)
        .map(|number| {
            let (registry, tally) = (&registry, &tally);
            async move {
                let home = numbered(registry, number).await?;
                top_up(&home.open(pools), scale, tally).await?;
                tally.add(Seeded { tenants: 1, ..Seeded::default() });
                Ok::<_, Error>(())
            }
        })
        .buffer_unordered(AT_ONCE)
        .try_collect::<()>()
        .await?;
    Ok(tally.sum.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// What several tenants, filled at once, come to.
struct Tally<P> {
    sum: Mutex<Seeded>,
    progress: P,
}

impl<P: Fn(&Seeded)> Tally<P> {
    fn add(&self, done: Seeded) {
        let mut sum = self.sum.lock().unwrap_or_else(PoisonError::into_inner);
        sum.tenants += done.tenants;
        sum.projects += done.projects;
        sum.tasks += done.tasks;
        (self.progress)(&sum);
    }
}

/// Numbers begin at 1; tenants 1 and 2 are those of the sample set.
async fn numbered(registry: &Registry, number: usize) -> Result<Home> {
    let (home, _) = if let Some(sample) = TENANTS.get(number - 1) {
        home(registry, sample.slug, sample.name, sample.login).await?
    } else {
        let (slug, name) = (format!("tenant-{number}"), format!("Tenant {number}"));
        home(registry, &slug, &name, &format!("tenant{number}user")).await?
    };
    Ok(home)
}

/// Adds the projects and tasks that a tenant lacks.
async fn top_up(tenant: &Tenant, scale: Scale, tally: &Tally<impl Fn(&Seeded) + Send + Sync>) -> Result<()> {
    let there: Vec<ProjectCount> =
        tenant.read(async |tx| tx.all(sql!("seed/projects_and_counts"), &[]).await).await?;
    let mut batch = Batch::default();
    let mut wanted: Vec<(ProjectId, usize)> = there
        .iter()
        .take(scale.projects)
        .map(|project| (project.id, usize::try_from(project.tasks).unwrap_or_default()))
        .collect();
    let new_projects = scale.projects.saturating_sub(there.len());
    for number in there.len()..there.len() + new_projects {
        wanted.push((batch.project(format!("Project {}", number + 1)), 0));
    }
    for (project, has) in wanted {
        for number in has..scale.tasks {
            if batch.tasks.len() >= TASKS_AT_ONCE {
                write(tenant, mem::take(&mut batch), tally).await?;
            }
            batch.task(project, title(number), number % 3 == 0);
        }
    }
    write(tenant, batch, tally).await
}

async fn write(tenant: &Tenant, batch: Batch, tally: &Tally<impl Fn(&Seeded) + Send + Sync>) -> Result<()> {
    tenant.write(async |tx| batch.insert(tx).await).await?;
    tally.add(Seeded { tenants: 0, projects: batch.projects.len(), tasks: batch.tasks.len() });
    Ok(())
}

fn title(number: usize) -> String {
    format!(
        "{} {} ({})",
        VERBS[number % VERBS.len()],
        THINGS[number / VERBS.len() % THINGS.len()],
        number + 1
    )
}
