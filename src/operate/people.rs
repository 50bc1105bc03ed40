//! People, as a superuser manages them: created, given another password, kept out and let in again.
//! What is listed here never shows what people sign in with: the role that lists may not read it.

use clap::ValueEnum;
use secrecy::SecretString;
use serde::Serialize;
use time::OffsetDateTime;

use super::{
    Error, Result,
    superuser::{Superuser, refused},
    tenants::Tenant,
};
use crate::{
    columns,
    db::{Admin, OperatorTx, Param},
    id::UserId,
    identity::password::{Credential, SHORTEST, is_long_enough},
    rights::Rights,
    sql,
    text::line,
};

pub(super) async fn credential(password: SecretString) -> Result<Credential> {
    if !is_long_enough(&password) {
        return Err(Error::Refused(format!("password: at least {SHORTEST} characters, please")));
    }
    Ok(Credential::new(password).await?)
}

/// A person, as the command line shows one.
#[derive(Debug, Serialize)]
pub struct Person {
    pub(super) id: UserId,
    /// By which the person signs in.
    pub login: String,
    /// What the person is called.
    pub display_name: String,
    /// Whether the person may see all tenants, and act on them.
    pub superuser: bool,
    /// Whether the person comes into the panel, and sees and does there what the rights say.
    pub support: bool,
    /// What support may do in the panel, each as `model:see`, `add`, `change` or `delete`.
    pub rights: Vec<String>,
    /// active or deactivated.
    pub status: String,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    /// The slugs of the tenants that the person may enter.
    pub tenants: Vec<String>,
}

columns!(Person { id, login, display_name, superuser, support, rights, status, created_at, tenants });

/// Of which kind a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Somebody of the tenants that the person belongs to
    Person,
    /// Sees and does in the panel what its rights say: at first it sees all
    Support,
    /// Sees all tenants, and may act on them
    Superuser,
}

impl Kind {
    /// As the database calls it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Support => "support",
            Self::Superuser => "superuser",
        }
    }
}

impl Person {
    /// Of which kind the person is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match (self.superuser, self.support) {
            (true, _) => Kind::Superuser,
            (false, true) => Kind::Support,
            (false, false) => Kind::Person,
        }
    }
}

/// Every person, by login.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(admin: &Admin) -> Result<Vec<Person>> {
    people(admin, None).await
}

/// One person.
///
/// # Errors
/// [`Error::NoSuch`].
pub async fn find(admin: &Admin, login: &str) -> Result<Person> {
    let found = people(admin, Some(login)).await?.pop();
    found.ok_or_else(|| Error::NoSuch(format!("person “{login}”")))
}

async fn people(admin: &Admin, login: Option<&str>) -> Result<Vec<Person>> {
    Ok(admin.read(async |tx| tx.all(sql!("admin/people"), &[&login]).await).await?)
}

/// Somebody who is about to be created.
#[derive(Debug)]
pub struct Newcomer {
    login: String,
    display_name: String,
    credential: Credential,
    kind: Kind,
}

impl Newcomer {
    /// Checks what was typed.
    ///
    /// # Errors
    /// [`Error::Refused`] when login, name or password cannot be used.
    pub async fn new(login: &str, display_name: &str, password: SecretString, kind: Kind) -> Result<Self> {
        let login = line(login).map_err(|wrong| Error::Refused(format!("login: {wrong}")))?;
        let display_name = line(display_name).map_err(|wrong| Error::Refused(format!("name: {wrong}")))?;
        Ok(Self { login, display_name, credential: credential(password).await?, kind })
    }

    pub(super) async fn enrol(&self, tx: &OperatorTx, reason: Option<&str>) -> crate::error::Result<UserId> {
        let user = UserId::new();
        let Credential { salt, verifier, cost } = &self.credential;
        let (salt, verifier, kind) = (salt.as_slice(), verifier.as_slice(), self.kind.word());
        let rights: Option<Vec<String>> = None;
        let params: [Param<'_>; 11] = [
            &user,
            &self.login,
            &self.display_name,
            &salt,
            &verifier,
            &cost.memory_kib,
            &cost.iterations,
            &cost.lanes,
            &kind,
            &rights,
            &reason,
        ];
        tx.run(sql!("operator/enrol"), &params).await?;
        Ok(user)
    }
}

/// Creates a person, who belongs to `tenant` from the start where there is one.
///
/// # Errors
/// [`Error::Refused`] when the login is taken. Nothing is created then.
pub async fn create(
    acting: &Superuser,
    newcomer: &Newcomer,
    membership: Option<(&Tenant, &str)>,
) -> Result<()> {
    let created = acting.operator.write(async |tx| {
        let user = newcomer.enrol(tx, acting.reason.as_deref()).await?;
        if let Some((tenant, role)) = membership {
            tx.run(sql!("operator/join_tenant"), &[&tenant.id, &user, &role, &acting.reason]).await?;
        }
        Ok(())
    });
    created.await.map_err(refused)
}

/// Gives a person another password, which ends every session of the person.
///
/// # Errors
/// [`Error::Refused`] when the password is too short.
pub async fn set_password(acting: &Superuser, person: &Person, password: SecretString) -> Result<()> {
    let Credential { salt, verifier, cost } = credential(password).await?;
    let (salt, verifier) = (salt.as_slice(), verifier.as_slice());
    let setting = acting.operator.write(async |tx| {
        let params: [Param<'_>; 7] =
            [&person.id, &salt, &verifier, &cost.memory_kib, &cost.iterations, &cost.lanes, &acting.reason];
        tx.one::<bool>(sql!("operator/set_password"), &params).await
    });
    setting.await.map(drop).map_err(refused)
}

/// Says of which kind a person is. False when it was so already. Who may do more than before has to sign in again; who may do
/// less is out of the panel at once.
///
/// # Errors
/// [`Error::Refused`] when no active superuser would be left.
pub async fn set_kind(acting: &Superuser, person: &Person, kind: Kind) -> Result<bool> {
    if person.kind() == kind {
        return Ok(false);
    }
    empower(acting, person, Some(kind), None).await?;
    Ok(true)
}

/// Says what somebody of support may do in the panel. False when it was so already. Who may do more than before has to sign in
/// again; what was taken away counts from the next request on.
///
/// # Errors
/// [`Error::Refused`] when the person is not support.
pub async fn set_rights(acting: &Superuser, person: &Person, rights: Rights) -> Result<bool> {
    if person.kind() != Kind::Support {
        let (login, kind) = (&person.login, person.kind().word());
        let why = format!(
            "{login} is of the kind {kind}: rights are for support. “rowhouse user set-kind {login} support” comes first"
        );
        return Err(Error::Refused(why));
    }
    if person.rights == rights.words() {
        return Ok(false);
    }
    empower(acting, person, None, Some(rights)).await?;
    Ok(true)
}

async fn empower(
    acting: &Superuser,
    person: &Person,
    kind: Option<Kind>,
    rights: Option<Rights>,
) -> Result<()> {
    let (name, version): (Option<&str>, Option<i32>) = (None, None);
    let (kind, rights) = (kind.map(Kind::word), rights.map(Rights::words));
    let setting = acting.operator.write(async |tx| {
        let params: [Param<'_>; 6] = [&person.id, &name, &kind, &rights, &version, &acting.reason];
        tx.one::<String>(sql!("operator/edit_user"), &params).await
    });
    match setting.await.map_err(refused)?.as_str() {
        "done" => Ok(()),
        _ => Err(Error::NoSuch(format!("person “{}”", person.login))),
    }
}

/// Takes a person's lost second factor away, which ends every session of the person. False when there is none.
///
/// # Errors
/// When the database cannot be asked.
pub async fn reset_second_factor(acting: &Superuser, person: &Person) -> Result<bool> {
    let resetting = acting
        .operator
        .write(async |tx| tx.one(sql!("operator/reset_second_factor"), &[&person.id, &acting.reason]).await);
    resetting.await.map_err(refused)
}

/// Keeps a person out, or lets one in again. False when it was so already.
///
/// # Errors
/// [`Error::Refused`] when no active superuser would be left.
pub async fn set_active(acting: &Superuser, person: &Person, active: bool) -> Result<bool> {
    let status = if active { "active" } else { "deactivated" };
    let setting = acting.operator.write(async |tx| {
        tx.one::<Option<String>>(sql!("operator/set_user_status"), &[&person.id, &status, &acting.reason])
            .await
    });
    Ok(setting.await.map_err(refused)?.as_deref() != Some(status))
}
