//! Search over the names of projects and the titles of tasks: any part of them, whatever the case, in any language.
//! A question is always a parameter; no pattern is ever built from it.

mod quick;
mod view;

use axum::response::Response;
use futures_util::future::try_join;
use serde::Deserialize;

use crate::{
    columns,
    db::{Tenant, TenantTx},
    error::Result,
    id::{ProjectId, TaskId},
    language::tr,
    sql,
    text::MAX_CHARS,
    web::{Access, Chrome, Query, Route, get},
};

/// Hits of one kind that are shown; a longer list is no help in finding something.
const SHOWN: i64 = 50;

#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    q: String,
}

/// A project that was found.
#[derive(Debug)]
struct ProjectHit {
    id: ProjectId,
    name: String,
}

columns!(ProjectHit { id, name });

/// A task that was found, and the project it is in.
#[derive(Debug)]
struct TaskHit {
    id: TaskId,
    project_id: ProjectId,
    title: String,
    done: bool,
    project: String,
}

columns!(TaskHit { id, project_id, title, done, project });

/// What was found.
#[derive(Debug, Default)]
struct Hits {
    projects: Vec<ProjectHit>,
    tasks: Vec<TaskHit>,
}

/// The routes of this feature.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![get("/search/", Access::Tenant, index), get("/search/quick/", Access::Tenant, quick::index)]
}

async fn index(chrome: Chrome, tenant: Tenant, Query(Question { q }): Query<Question>) -> Result<Response> {
    let hits = match wanted(&q) {
        Some(text) => Some(tenant.read(async |tx| search(tx, text, SHOWN).await).await?),
        None => None,
    };
    Ok(chrome.page(tr("Search"), &view::index(&q, hits.as_ref())))
}

/// What to look for. A text that nothing can be called (it has a NUL, or more characters than fit a title) finds nothing.
fn wanted(q: &str) -> Option<&str> {
    let text = q.trim();
    (!text.is_empty())
        .then(|| if text.contains('\0') || text.chars().count() > MAX_CHARS { "\u{1}" } else { text })
}

async fn search(tx: &TenantTx, text: &str, limit: i64) -> Result<Hits> {
    let (projects, tasks) = try_join(
        tx.all(sql!("search/projects"), &[&text, &limit]),
        tx.all(sql!("search/tasks"), &[&text, &limit]),
    )
    .await?;
    Ok(Hits { projects, tasks })
}
