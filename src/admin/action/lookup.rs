//! Whom or what was named to an act, by what people call it.
//! It reads as the admin, ahead of the transaction that acts; what has changed by then, that transaction finds.

use super::Acting;
use crate::{
    admin::acts::tenants::TenantName,
    error::Result,
    id::{TenantId, UserId},
    sql,
};

impl Acting {
    /// The tenant of a slug.
    pub(in crate::admin) async fn tenant(&self, slug: &str) -> Result<Option<TenantId>> {
        let slug = slug.trim();
        if slug.contains('\0') {
            return Ok(None);
        }
        self.admin.read(async |tx| tx.opt(sql!("admin/tenants/by_slug"), &[&slug]).await).await
    }

    /// A slug for a tenant of that name, which no other has; none where none can be made of it.
    pub(in crate::admin) async fn slug(&self, name: &TenantName) -> Result<Option<String>> {
        self.admin.read(async |tx| tx.opt(sql!("admin/tenants/slug"), &[&name.as_str()]).await).await
    }

    /// The person of a login.
    pub(in crate::admin) async fn person(&self, login: &str) -> Result<Option<UserId>> {
        if login.contains('\0') {
            return Ok(None);
        }
        self.admin.read(async |tx| tx.opt(sql!("admin/users/by_login"), &[&login]).await).await
    }
}
