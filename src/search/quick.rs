//! What the palette asks while one types: actions, projects and tasks, a few of each.
//! It answers with links and plain forms; what is found is this tenant's alone, as on the page of the search.

use axum::response::Response;
use maud::Markup;

use super::{Hits, Question, search, wanted};
use crate::{
    audit,
    db::Tenant,
    error::Result,
    preferences, projects, trash,
    ui::{self, Hit, Icon},
    web::{Chrome, Query, local_path::as_parameter},
};

/// Hits of one kind.
const SHOWN: usize = 6;

/// Something that can be done from anywhere: where, and what is posted.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    icon: Icon,
    label: &'static str,
    href: &'static str,
    posts: Option<(&'static str, &'static str)>,
}

impl Action {
    /// Going somewhere.
    #[must_use]
    pub const fn link(icon: Icon, label: &'static str, href: &'static str) -> Self {
        Self { icon, label, href, posts: None }
    }

    const fn theme(icon: Icon, label: &'static str, theme: &'static str) -> Self {
        Self { icon, label, href: preferences::PATH, posts: Some(("theme", theme)) }
    }

    /// Whether it is among what was asked for.
    #[must_use]
    pub fn answers(&self, q: &str) -> bool {
        self.label.to_lowercase().contains(&q.trim().to_lowercase())
    }

    /// As the palette shows it.
    #[must_use]
    pub fn hit<'a>(&self) -> Hit<'a> {
        let Self { icon, label, href, posts } = *self;
        Hit { icon, label, href, hint: "", posts }
    }
}

/// What can be done in a tenant.
const ACTIONS: [Action; 5] = [
    Action::link(Icon::FolderPlus, "Create a project", projects::CREATE),
    Action::link(Icon::LayoutDashboard, "Go to the dashboard", "/"),
    Action::link(Icon::Folder, "Go to projects", projects::LIST),
    Action::link(Icon::Clock, "See who did what: the audit trail", audit::PATH),
    Action::link(Icon::Trash, "See what was recently deleted", trash::PATH),
];

/// What everybody can do.
pub const EVERYWHERE: [Action; 5] = [
    Action::link(Icon::Settings, "Preferences: theme and shortcuts", preferences::PATH),
    Action::theme(Icon::Moon, "Use the dark theme", "dark"),
    Action::theme(Icon::Sun, "Use the light theme", "light"),
    Action::theme(Icon::Monitor, "Use the theme of the system", "system"),
    Action { icon: Icon::LogOut, label: "Sign out", href: "/logout/", posts: Some(("", "")) },
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
    let project = |name, path| (Icon::Folder, name, path, "Project");
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
    let create = format!("Create the project “{text}”");
    if !text.is_empty() {
        all.push(Hit {
            icon: Icon::Search,
            label: "Search for all of it",
            href: page,
            hint: "",
            posts: None,
        });
        let posts = Some(("name", text));
        all.push(Hit { icon: Icon::FolderPlus, label: &create, href: projects::CREATE, hint: "", posts });
    }
    ui::hits(&all)
}
