//! The ids of what one tenant has, and where they stand in the path of a route: whoever asks for every page needs one of each.

use rowhouse::id::{ProjectId, TaskId, TenantId, UserId};

use super::House;

/// The ids of one tenant's rows.
pub(crate) struct Ids {
    pub(crate) tenant: String,
    pub(crate) user: String,
    pub(crate) project: String,
    pub(crate) task: String,
}

impl Ids {
    pub(crate) fn of(house: &House) -> Self {
        Self {
            tenant: house.tenant.to_string(),
            user: house.user.to_string(),
            project: house.project.to_string(),
            task: house.open.to_string(),
        }
    }

    pub(crate) fn nobodys() -> Self {
        Self {
            tenant: TenantId::new().to_string(),
            user: UserId::new().to_string(),
            project: ProjectId::new().to_string(),
            task: TaskId::new().to_string(),
        }
    }

    pub(crate) fn malformed() -> Self {
        let text = || "no-uuid".to_owned();
        Self { tenant: text(), user: text(), project: text(), task: text() }
    }

    /// The path of a route; where it has an id, with that of what is there.
    pub(crate) fn in_path(&self, path: &str) -> String {
        if !path.contains("{id}") {
            return path.to_owned();
        }
        // In the panel, what is a tenant's is known by both.
        let in_panel = path.starts_with("/admin/");
        let id = match path.trim_start_matches("/admin").split('/').nth(1) {
            Some("users") => &self.user,
            Some("memberships") => &format!("{}.{}", self.tenant, self.user),
            Some("projects") if in_panel => &format!("{}.{}", self.tenant, self.project),
            Some("tasks") if in_panel => &format!("{}.{}", self.tenant, self.task),
            Some("projects") => &self.project,
            Some("tenants") => &self.tenant,
            // The last two come into being when somebody signs in or acts: panel/acts.rs has them.
            Some("tasks" | "sessions" | "jobs") => &self.task,
            Some("audit" | "trail") => &format!("1.1.{}", self.task),
            // With some other id all of it would be 404, and nothing would have been tried.
            _ => panic!("{path}: what is the id of one in a tenant here? Add it"),
        };
        path.replace("{id}", id)
    }
}
