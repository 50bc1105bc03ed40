//! The sessions of the database, as tower-sessions sees them.
//!
//! The store cannot make a session: `create` adopts one that `auth.sign_in` made a moment ago, and fails without it.

use std::collections::HashMap;

use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error as StoreError, Result as StoreResult},
};

use super::{Hash, Impersonation, Sessions, SignedIn, TenantStatus, Workplace};
use crate::{
    columns,
    db::Identity,
    error::Result,
    id::{SessionId, TenantId, UserId},
    rights::Rights,
    sql,
};

/// Where sign-in leaves the id of the session that it made, for `create` to adopt.
pub(super) const ADOPT: &str = "id";

struct SessionRow {
    user_id: UserId,
    display_name: String,
    superuser: bool,
    tenant_id: Option<TenantId>,
    tenant_name: Option<String>,
    tenant_status: Option<String>,
    tenants: i64,
    idle_expires_at: OffsetDateTime,
    expires_at: OffsetDateTime,
    session_id: SessionId,
    authenticated_at: OffsetDateTime,
    impersonator: Option<UserId>,
    impersonator_name: Option<String>,
    impersonation_writes: Option<bool>,
    impersonation_until: Option<OffsetDateTime>,
    support: bool,
}

columns!(SessionRow {
    user_id,
    display_name,
    superuser,
    tenant_id,
    tenant_name,
    tenant_status,
    tenants,
    idle_expires_at,
    expires_at,
    session_id,
    authenticated_at,
    impersonator,
    impersonator_name,
    impersonation_writes,
    impersonation_until,
    support
});

struct DataRow {
    data: String,
    expires_at: OffsetDateTime,
}

columns!(DataRow { data, expires_at });

pub(super) async fn find(identity: &Identity, session: Hash) -> Result<Option<SignedIn>> {
    let row: Option<SessionRow> =
        identity.read(async |tx| tx.opt(sql!("identity/session"), &[&session.as_bytes()]).await).await?;
    Ok(row.map(|row| SignedIn {
        user: row.user_id,
        display_name: row.display_name,
        superuser: row.superuser,
        support: row.support,
        given: Rights::NONE,
        tenant: row.tenant_id.map(|id| Workplace {
            id,
            name: row.tenant_name.unwrap_or_default(),
            status: TenantStatus::of(row.tenant_status.as_deref().unwrap_or_default()),
        }),
        tenants: row.tenants,
        session_id: row.session_id,
        authenticated_at: row.authenticated_at,
        impersonation: row.impersonator.zip(row.impersonation_until).map(|(superuser, until)| {
            Impersonation {
                superuser,
                superuser_name: row.impersonator_name.unwrap_or_default(),
                writes: row.impersonation_writes.unwrap_or_default(),
                until,
            }
        }),
        session,
        expires_at: row.idle_expires_at.min(row.expires_at),
    }))
}

async fn read(identity: &Identity, id: Id) -> Result<Option<DataRow>> {
    let hash = Hash::of(id);
    identity.read(async |tx| tx.opt(sql!("identity/session_data"), &[&hash.as_bytes()]).await).await
}

#[async_trait::async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> StoreResult<()> {
        let made = record.data.remove(ADOPT).and_then(|id| id.as_str()?.parse::<Id>().ok());
        let id = made.ok_or_else(|| StoreError::Backend("only sign-in makes sessions".into()))?;
        read(&self.identity, id)
            .await
            .map_err(backend)?
            .ok_or_else(|| StoreError::Backend("sign-in made no such session".into()))?;
        record.id = id;
        Ok(())
    }

    async fn save(&self, record: &Record) -> StoreResult<()> {
        let hash = Hash::of(record.id);
        let data = serde_json::to_string(&record.data).map_err(|e| StoreError::Encode(e.to_string()))?;
        let saved: Option<bool> = self
            .identity
            .write(async |tx| tx.one(sql!("identity/session_save"), &[&hash.as_bytes(), &data]).await)
            .await
            .map_err(backend)?;
        self.cache.forget(&hash);
        saved.map(|_| ()).ok_or_else(|| StoreError::Backend("the session has ended".into()))
    }

    async fn load(&self, id: &Id) -> StoreResult<Option<Record>> {
        let Some(row) = read(&self.identity, *id).await.map_err(backend)? else { return Ok(None) };
        let data: HashMap<_, _> =
            serde_json::from_str(&row.data).map_err(|e| StoreError::Decode(e.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date: row.expires_at }))
    }

    async fn delete(&self, id: &Id) -> StoreResult<()> {
        let hash = Hash::of(*id);
        self.identity
            .write(async |tx| tx.run(sql!("identity/session_end"), &[&hash.as_bytes()]).await)
            .await
            .map_err(backend)?;
        self.cache.forget(&hash);
        Ok(())
    }
}

/// tower-sessions logs what we give it here.
#[expect(clippy::needless_pass_by_value, reason = "stands in map_err")]
fn backend(failure: crate::error::Error) -> StoreError {
    StoreError::Backend(failure.to_string())
}
