//! What sessions and people are, as the functions of schema `auth` tell it.
//! No statement here reads a table: the role may call functions, each with the secret that it answers for.

use crate::{columns, db::IdentityTx, error::Result, id::TenantId, sql, web::session::Hash};

/// A tenant that a person may enter.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) tenant_id: TenantId,
    pub(super) name: String,
    /// Whether the session works there now.
    pub(super) current: bool,
}

columns!(Choice { tenant_id, name, current });

/// The tenants that the person of a session may enter.
pub(super) async fn choices(tx: &IdentityTx, session: Hash) -> Result<Vec<Choice>> {
    tx.all(sql!("identity/session_tenants"), &[&session.as_bytes()]).await
}
