//! People and tenants, created by the migrator: the first superuser, and the sample data.
//! The migrator has no privilege on the tables of people; its functions create and find, and never list.

use secrecy::SecretString;
use tokio_postgres::{Config as ConnectionConfig, error::SqlState};

use super::{Error, Result, people::credential};
use crate::{
    db::connect,
    id::{TenantId, UserId},
    identity::password::Credential,
    sql,
    text::line,
};

/// A connection as the migrator.
#[expect(clippy::disallowed_types, reason = "the migrator's connection is kept here")]
pub(super) struct Registry(tokio_postgres::Client);

impl Registry {
    pub(super) async fn open(migrator: &ConnectionConfig) -> Result<Self> {
        Ok(Self(connect(migrator).await?))
    }

    pub(super) async fn find_user(&self, login: &str) -> Result<Option<UserId>> {
        Ok(self.0.query_one(sql!("operate/find_user").text, &[&login]).await?.get(0))
    }

    pub(super) async fn find_tenant(&self, slug: &str) -> Result<Option<TenantId>> {
        Ok(self.0.query_one(sql!("operate/find_tenant").text, &[&slug]).await?.get(0))
    }

    pub(super) async fn create_user(
        &self,
        login: &str,
        display_name: &str,
        credential: &Credential,
        superuser: bool,
    ) -> Result<UserId> {
        let user = UserId::new();
        let Credential { salt, verifier, cost } = credential;
        let (salt, verifier) = (salt.as_slice(), verifier.as_slice());
        self.0
            .execute(
                sql!("operate/create_user").text,
                &[
                    &user,
                    &login,
                    &display_name,
                    &salt,
                    &verifier,
                    &cost.memory_kib,
                    &cost.iterations,
                    &cost.lanes,
                    &superuser,
                ],
            )
            .await?;
        Ok(user)
    }

    pub(super) async fn create_tenant(&self, slug: &str, name: &str) -> Result<TenantId> {
        let tenant = TenantId::new();
        self.0.execute(sql!("operate/create_tenant").text, &[&tenant, &slug, &name]).await?;
        Ok(tenant)
    }

    pub(super) async fn add_member(&self, tenant: TenantId, user: UserId, role: &str) -> Result<()> {
        self.0.execute(sql!("operate/add_member").text, &[&tenant, &user, &role]).await?;
        Ok(())
    }
}

/// Creates a superuser: a person who sees all tenants and belongs to none.
///
/// # Errors
/// [`Error::Refused`] when the login or the password cannot be used, or the login is taken.
pub async fn create_superuser(
    migrator: &ConnectionConfig,
    login: &str,
    password: SecretString,
) -> Result<()> {
    let login = line(login).map_err(|wrong| Error::Refused(format!("username: {wrong}")))?;
    let credential = credential(password).await?;
    let registry = Registry::open(migrator).await?;
    match registry.create_user(&login, &login, &credential, true).await {
        Err(Error::Database(failure)) if failure.code() == Some(&SqlState::UNIQUE_VIOLATION) => {
            Err(Error::Refused(format!("username: “{login}” is taken")))
        }
        other => other.map(drop),
    }
}
