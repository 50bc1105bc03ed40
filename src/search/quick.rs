//! What the palette asks while one types: actions, projects and tasks, a few of each.
//! It answers with links and plain forms; what is found is this tenant's alone, as on the page of the search.

use axum::response::Response;
use maud::Markup;

use super::{Hits, Question, search, wanted};
use crate::{
    audit,
    db::Tenant,
    error::Result,
    language::tr,
    projects, trash,
    ui::{self, Hit, Icon},
    web::{Action, Chrome, EVERYWHERE, Query, local_path::as_parameter},
};

/// Hits of one kind.
const SHOWN: usize = 6;

/// What can be done in a tenant.
const ACTIONS: [Action; 5] = [
    Action::link(Icon::FolderPlus, "Create a project", projects::CREATE),
    Action::link(Icon::LayoutDashboard, "Go to the dashboard", "/"),
    Action::link(Icon::Folder, "Go to projects", projects::LIST),
    Action::link(Icon::Clock, "See who did what: the audit trail", audit::PATH),
    Action::link(Icon::Trash, "See what was recently deleted", trash::PATH),
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
    let text = q.trim();
    let project = |name, path| (Icon::Folder, name, path, tr("Project"));
    let rows: Vec<_> = (hits.projects.iter().map(|hit| project(&*hit.name, projects::path(hit.id))))
        .chain(newest.iter().take(SHOWN).map(|known| project(&known.name, projects::path(known.id))))
        .chain(
            hits.tasks
                .iter()
                .map(|hit| (Icon::CircleCheck, &*hit.title, projects::path(hit.project_id), &*hit.project)),
        )
        .collect();
    let mut all: Vec<_> = rows
        .iter()
        .map(|(icon, label, href, hint)| Hit { icon: *icon, label, href, hint, posts: None })
        .collect();
    let actions = ACTIONS.iter().chain(&EVERYWHERE);
    all.extend(actions.filter(|action| action.answers(text)).map(Action::hit));
    let create = tr!("Create the project “{name}”", name = text);
    if !text.is_empty() {
        all.push(Hit {
            icon: Icon::Search,
            label: tr("Search for all of it"),
            href: page,
            hint: "",
            posts: None,
        });
        let posts = Some(("name", text));
        all.push(Hit { icon: Icon::FolderPlus, label: &create, href: projects::CREATE, hint: "", posts });
    }
    ui::hits(&all)
}
