//! What the palette asks while one types: actions, projects and tasks, a few of each.
//! It answers with links and nothing else: what changes something is done on the page that it leads to.

use axum::response::Response;
use maud::Markup;

use super::{Hits, Question, search, wanted};
use crate::{
    db::Tenant,
    error::Result,
    projects,
    ui::{self, Hit, Icon},
    web::{Chrome, Query, local_path::as_parameter},
};

/// Hits of one kind.
const SHOWN: usize = 6;

/// What can be done from anywhere.
const ACTIONS: [(Icon, &str, &str); 5] = [
    (Icon::FolderPlus, "Create a project", projects::CREATE),
    (Icon::LayoutDashboard, "Go to the dashboard", "/"),
    (Icon::Folder, "Go to projects", projects::LIST),
    (Icon::Settings, "Preferences: theme and shortcuts", "/preferences/"),
    (Icon::Search, "Search", "/search/"),
];

/// For whom the palette does not open, the page of the search does the same.
pub(super) async fn index(
    chrome: Chrome,
    tenant: Tenant,
    Query(Question { q }): Query<Question>,
) -> Result<Response> {
    let limit = i64::try_from(SHOWN).unwrap_or(i64::MAX);
    let (hits, newest) = match wanted(&q) {
        Some(text) => (tenant.read(async |tx| search(tx, text, limit).await).await?, Vec::new()),
        None => (Hits::default(), tenant.read(async |tx| projects::list(tx, None).await).await?.rows),
    };
    let page = format!("/search/?q={}", as_parameter(&q));
    Ok(chrome.changed(&page, &found(&q, &page, &hits, &newest)))
}

fn found(q: &str, page: &str, hits: &Hits, newest: &[projects::Project]) -> Markup {
    let text = q.trim().to_lowercase();
    let actions = ACTIONS.into_iter().filter(|(_, label, _)| label.to_lowercase().contains(&text));
    let actions = actions.map(|(icon, label, href)| (icon, label, href.to_owned(), ""));
    let project_hits =
        hits.projects.iter().map(|hit| (Icon::Folder, &*hit.name, projects::path(hit.id), "Project"));
    let tasks = hits
        .tasks
        .iter()
        .map(|hit| (Icon::CircleCheck, &*hit.title, projects::path(hit.project_id), &*hit.project));
    let newest = newest
        .iter()
        .take(SHOWN)
        .map(|project| (Icon::Folder, &*project.name, projects::path(project.id), "Project"));
    let everything = (!text.is_empty()).then(|| (Icon::Search, "Search for all of it", page.to_owned(), ""));
    let all: Vec<_> = project_hits.chain(tasks).chain(newest).chain(actions).chain(everything).collect();
    let all: Vec<_> =
        all.iter().map(|(icon, label, href, hint)| Hit { icon: *icon, label, href, hint }).collect();
    ui::hits(&all)
}
