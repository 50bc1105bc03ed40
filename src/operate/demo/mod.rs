//! The guided tour of the isolation: statements as the server gets them, what came back, and whether that is what was said.
//!
//! It has connections of its own, as the roles that serve requests, since it sends what no request may. Every transaction
//! of it is rolled back, whatever happens in it: nothing is ever changed.

#![expect(clippy::disallowed_types, reason = "the demo's connections are made and kept here")]

mod attempts;
mod screen;
mod step;
mod tour;

use std::io::Write;

use tokio_postgres::{Client, Config as ConnectionConfig};

use self::{
    screen::Screen,
    step::{Answer, Expect, Role, Scene},
};
use super::{Error, Result};
use crate::{
    columns,
    db::{FromRow, connect},
    id::{ProjectId, TaskId, TenantId},
    sql,
};

/// A tenant that the tour looks at, with a project and a task of it.
struct Tenant {
    id: TenantId,
    name: String,
    project: ProjectId,
    task: TaskId,
}

columns!(Tenant { id, name, project, task });

/// Shows the tour on `out`, in colour: whoever wants it plain strips it. `app` and `admin` are how the two roles connect.
///
/// # Errors
/// [`Error::NotAsDescribed`] at the end, when anything came back that should not have; [`Error::Refused`] when there are
/// no two tenants to show it with.
pub async fn run(
    app: &ConnectionConfig,
    admin: &ConnectionConfig,
    out: &mut (impl Write + Send),
) -> Result<()> {
    let stage = Stage { app: connect(app).await?, admin: connect(admin).await? };
    let (ours, theirs) = stage.two_tenants().await?;
    let mut screen = Screen::new(out);
    let (mut right, mut all) = (0, 0);
    screen.opening(&ours, &theirs)?;
    for (number, act) in tour::acts(&ours, &theirs).iter().enumerate() {
        screen.heading(number + 1, act)?;
        for scene in &act.scenes {
            // It is over before any of it is shown: who stops to read holds no lock.
            let answers = stage.perform(scene).await?;
            let shown = screen.scene(scene, &answers)?;
            right += shown;
            all += scene.steps.len();
        }
    }
    screen.closing(right, all)?;
    if right == all { Ok(()) } else { Err(Error::NotAsDescribed { wrong: all - right, all }) }
}

/// The connections, one for each role.
struct Stage {
    app: Client,
    admin: Client,
}

impl Stage {
    async fn two_tenants(&self) -> Result<(Tenant, Tenant)> {
        let rows = self.admin.query(sql!("admin/two_tenants").text, &[]).await?;
        match rows.as_slice() {
            [ours, theirs] => Ok((Tenant::from_row(ours)?, Tenant::from_row(theirs)?)),
            _ => Err(Error::Refused(
                "there are fewer than two tenants with tasks: run `rowhouse seed` first".into(),
            )),
        }
    }

    /// Runs a scene in a transaction of its own and rolls it back. When it fails half-way the connections are dropped, and
    /// the server rolls back.
    async fn perform(&self, scene: &Scene) -> Result<Vec<Answer>> {
        let client = match scene.role {
            Role::App => &self.app,
            Role::Admin => &self.admin,
        };
        client.batch_execute(&scene.opening).await?;
        let mut answers = Vec::new();
        for step in &scene.steps {
            client.batch_execute("savepoint step").await?;
            let answer = step.send(client).await?;
            // What was to be refused is taken back even if it was not: each broken guard shows where it is used, and does
            // not colour what comes after.
            let stands = matches!(answer, Answer::Done(_)) && !matches!(step.expect, Expect::Refused(_));
            let end = if stands { "release savepoint step" } else { "rollback to savepoint step" };
            client.batch_execute(end).await?;
            answers.push(answer);
        }
        client.batch_execute("rollback").await?;
        Ok(answers)
    }
}
