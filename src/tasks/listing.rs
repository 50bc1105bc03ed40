//! Which tasks of a project are shown, in which order, as the address says it: `?show=open&sort=title&after=…`.
//! An address that says something else shows what comes by itself: no view is lost over a typing error.

use serde::Deserialize;

use crate::{
    db::Query,
    id::{ProjectId, TaskId},
    projects, sql,
};

/// Which tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Show {
    #[default]
    All,
    Open,
    Done,
}

impl Show {
    pub(super) const ALL: [Self; 3] = [Self::All, Self::Open, Self::Done];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Open => "open",
            Self::Done => "done",
        }
    }

    /// Done or open; none for both.
    pub(super) fn done(self) -> Option<bool> {
        match self {
            Self::All => None,
            Self::Open => Some(false),
            Self::Done => Some(true),
        }
    }

    pub(super) fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|show| show.name() == name).unwrap_or_default()
    }
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sort {
    #[default]
    Newest,
    Oldest,
    Title,
}

impl Sort {
    pub(super) const ALL: [Self; 3] = [Self::Newest, Self::Oldest, Self::Title];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Title => "title",
        }
    }

    pub(super) fn query(self) -> Query {
        match self {
            Self::Newest => sql!("tasks/list"),
            Self::Oldest => sql!("tasks/list_oldest"),
            Self::Title => sql!("tasks/list_by_title"),
        }
    }
}

/// The query string of a project's page.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    sort: String,
    after: Option<TaskId>,
    /// Ids of tasks that were just deleted, with commas between.
    #[serde(default)]
    deleted: String,
}

impl Asked {
    pub(super) fn listing(&self) -> Listing {
        let sort = Sort::ALL.into_iter().find(|sort| sort.name() == self.sort).unwrap_or_default();
        Listing { show: Show::of(&self.show), sort, after: self.after }
    }

    pub(super) fn deleted(&self) -> Vec<TaskId> {
        self.deleted.split(',').filter_map(|id| id.parse().ok()).collect()
    }
}

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Listing {
    pub(super) show: Show,
    pub(super) sort: Sort,
    /// The last task of the page before.
    pub(super) after: Option<TaskId>,
}

impl Listing {
    pub(super) fn showing(self, show: Show) -> Self {
        Self { show, after: None, ..self }
    }

    pub(super) fn sorted(self, sort: Sort) -> Self {
        Self { sort, after: None, ..self }
    }

    pub(super) fn after(self, task: TaskId) -> Self {
        Self { after: Some(task), ..self }
    }

    /// Where it is seen. What comes by itself is not said.
    pub(super) fn href(self, project: ProjectId) -> String {
        let mut given = Vec::new();
        if self.show != Show::default() {
            given.push(format!("show={}", self.show.name()));
        }
        if self.sort != Sort::default() {
            given.push(format!("sort={}", self.sort.name()));
        }
        if let Some(after) = self.after {
            given.push(format!("after={after}"));
        }
        let query = if given.is_empty() { String::new() } else { format!("?{}", given.join("&")) };
        format!("{}{query}", projects::path(project))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_it_was_made_of() {
        let project = ProjectId::new();
        for show in Show::ALL {
            for sort in Sort::ALL {
                let listing = Listing { show, sort, after: Some(TaskId::new()) };
                let href = listing.href(project);
                let (_, query) = href.split_once('?').unwrap();
                let pairs: Vec<(String, String)> =
                    form_urlencoded::parse(query.as_bytes()).into_owned().collect();
                let of =
                    |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
                let asked = Asked {
                    show: of("show").unwrap_or_default(),
                    sort: of("sort").unwrap_or_default(),
                    after: of("after").and_then(|id| id.parse().ok()),
                    deleted: String::new(),
                };
                assert_eq!(asked.listing(), listing);
            }
        }
        assert_eq!(Listing::default().href(project), projects::path(project));
    }
}
