//! Whom or what was named to an act, by what people call it.
//! It reads as the admin, ahead of the transaction that acts; what has changed by then, that transaction finds.

use uuid::Uuid;

use super::{Acting, NO_PROJECT, NOWHERE, SEVERAL_PROJECTS, SEVERAL_TENANTS, pair};
use crate::{
    admin::{
        acts::tenants::TenantName,
        chooser::{Kind, Unnamed},
        projects::PROJECTS,
        rows,
    },
    db::Admin,
    error::{Error, Result},
    id::{ProjectId, TaskId, TenantId, UserId},
    sql,
};

impl Acting {
    /// The tenant of a slug, or the one that is called so; else what is wrong with that.
    pub(in crate::admin) async fn tenant(&self, text: &str) -> Result<Result<TenantId, &'static str>> {
        let named = self.admin.read(async |tx| Kind::Tenant.named(tx, text, None).await).await?;
        match named {
            Ok(id) => Ok(Ok(id.parse().map_err(Error::internal)?)),
            Err(Unnamed::Nobody) => Ok(Err(NOWHERE)),
            Err(Unnamed::Several) => Ok(Err(SEVERAL_TENANTS)),
        }
    }

    /// A slug for a tenant of that name, which no other has; none where none can be made of it.
    pub(in crate::admin) async fn slug(&self, name: &TenantName) -> Result<Option<String>> {
        free_slug(&self.admin, name).await
    }

    /// The project of a tenant that is called so, or has that id; else what is wrong with that.
    pub(in crate::admin) async fn project(
        &self,
        tenant: TenantId,
        text: &str,
    ) -> Result<Result<ProjectId, &'static str>> {
        let id = named_id(tenant, text.trim()).map(|id| format!("{tenant}.{id}"));
        let found = self
            .admin
            .read(async |tx| {
                let by_id = match &id {
                    Some(id) => rows::one(tx, &PROJECTS, id).await?,
                    None => None,
                };
                match by_id {
                    Some(project) => Ok(Ok(project.id)),
                    // A name may look like an id.
                    None => Kind::Project.named(tx, text, Some(tenant)).await,
                }
            })
            .await?;
        Ok(match found {
            Ok(id) => pair(&id).map(|(_, project): (TenantId, _)| project).ok_or(NO_PROJECT),
            Err(Unnamed::Nobody) => Err(NO_PROJECT),
            Err(Unnamed::Several) => Err(SEVERAL_PROJECTS),
        })
    }

    /// The project that a task is in; none where it is gone.
    pub(in crate::admin) async fn project_of(
        &self,
        (tenant, task): (TenantId, TaskId),
    ) -> Result<Option<ProjectId>> {
        self.admin.read(async |tx| tx.opt(sql!("admin/tasks/project"), &[&tenant, &task]).await).await
    }

    /// The person of a login.
    pub(in crate::admin) async fn person(&self, login: &str) -> Result<Option<UserId>> {
        if login.contains('\0') {
            return Ok(None);
        }
        self.admin.read(async |tx| tx.opt(sql!("admin/users/by_login"), &[&login]).await).await
    }
}

/// The same for whoever reads alone.
pub(in crate::admin) async fn free_slug(admin: &Admin, name: &TenantName) -> Result<Option<String>> {
    admin.read(async |tx| tx.opt(sql!("admin/tenants/slug"), &[&name.as_str()]).await).await
}

/// What one of a tenant is called in a form where its name alone might mean another: its name, and its id.
pub(in crate::admin) fn called(name: &str, id: &str) -> String {
    format!("{name} ({})", id.rsplit('.').next().unwrap_or(id))
}

/// The id that a text names: alone, behind its tenant as on its page, or in brackets at the end as [`called`] writes it.
fn named_id(tenant: TenantId, text: &str) -> Option<Uuid> {
    let last = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map_or(text, |(_, id)| id);
    let own = last.split_once('.').map_or(Some(last), |(of, id)| (of.parse() == Ok(tenant)).then_some(id))?;
    // As it is written everywhere, and not in the other ways that can be read as one.
    if own.len() == 36 { own.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_in_each_way_in_which_the_panel_writes_it() {
        let (tenant, other) = (TenantId::new(), TenantId::new());
        let id: Uuid = ProjectId::new().to_string().parse().unwrap();
        for text in [id.to_string(), format!("{tenant}.{id}"), called("A (b)", &format!("{tenant}.{id}"))] {
            assert_eq!(named_id(tenant, &text), Some(id), "{text}");
        }
        for text in
            ["", "Website", "Website (2)", ")", "()", &format!("{other}.{id}"), &id.simple().to_string()]
        {
            assert_eq!(named_id(tenant, text), None, "{text}");
        }
    }
}
