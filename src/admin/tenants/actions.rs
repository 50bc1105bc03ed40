//! What is done with tenants from the panel: their status set and put back, one opened, one renamed.
//! Each act is one transaction as the operator. Nothing here reads but which slug is free, for one that was left blank.

use crate::{
    admin::{
        action::{Acting, Given, Statuses},
        acts::{
            Reason, Was,
            tenants::{self, TenantName, TenantStatus},
        },
        edit::{Saved, edited, read},
    },
    db::OperatorTx,
    error::{Error, Result},
    id::TenantId,
};

/// Tenants, as things that have a status.
pub(super) struct TenantStatuses;

impl Statuses for TenantStatuses {
    type Id = TenantId;
    type Status = TenantStatus;

    fn word(status: TenantStatus) -> &'static str {
        status.word()
    }

    async fn set(
        tx: &OperatorTx,
        ids: &[TenantId],
        status: TenantStatus,
        reason: &Reason,
    ) -> Result<Vec<Was<TenantId, TenantStatus>>> {
        // What is deleted is restored, and nothing else: otherwise it would be kept for ever, and nobody would have asked for that.
        let from: Option<&[_]> = match status {
            TenantStatus::Active => None,
            _ => Some(&[TenantStatus::Active, TenantStatus::Suspended, TenantStatus::Archived]),
        };
        tenants::set_statuses(tx, ids, status, from, reason).await
    }

    async fn put_back(
        tx: &OperatorTx,
        these: (&[TenantId], &[i32]),
        status: TenantStatus,
        left: TenantStatus,
        reason: &Reason,
    ) -> Result<bool> {
        tenants::put_back(tx, these, status, left, reason).await
    }
}

pub(super) async fn open(acting: &Acting, given: &Given) -> Result<Saved> {
    let name: TenantName = match read(given, "name") {
        Ok(name) => name,
        Err(wrong) => return Ok(wrong),
    };
    let tenant = TenantId::new();
    let slug = match given.field("slug").trim() {
        "" => acting.slug(&name).await?,
        slug => Some(slug.to_owned()),
    };
    let Some(slug) = slug else {
        return Ok(Saved::wrong("slug", "Please enter one: none can be made of that name."));
    };
    let opened =
        acting.operator.write(async |tx| tenants::open(tx, tenant, &slug, &name, &given.reason).await);
    match opened.await {
        Ok(()) => Ok(Saved::Done(tenant.to_string())),
        Err(Error::Constraint(constraint)) => Ok(Saved::wrong("slug", wrong_slug(&constraint))),
        Err(other) => Err(other),
    }
}

/// What is wrong with a slug, as far as it can be seen from outside; a blank one is made of the name.
pub(super) fn wrong_shape(slug: &str) -> Option<String> {
    let slug = slug.trim();
    let shaped = (2..=63).contains(&slug.len())
        && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !slug.starts_with('-')
        && !slug.ends_with('-');
    (!slug.is_empty() && !shaped).then(|| wrong_slug("").to_owned())
}

fn wrong_slug(constraint: &str) -> &'static str {
    match constraint {
        "tenants_slug_key" => "That slug is taken.",
        "tenants_slug_reserved_check" => "That slug is reserved for the service itself.",
        _ => "2 to 63 small letters, digits and hyphens, a hyphen neither first nor last.",
    }
}

pub(super) async fn rename(acting: &Acting, given: &Given, version: Option<i32>) -> Result<Saved> {
    acting.operator.write(async |tx| rename_in(tx, given, version).await).await
}

pub(super) async fn rename_in(tx: &OperatorTx, given: &Given, version: Option<i32>) -> Result<Saved> {
    let name: TenantName = match read(given, "name") {
        Ok(name) => name,
        Err(wrong) => return Ok(wrong),
    };
    let [tenant] = given.ids()[..] else { return Ok(Saved::Gone) };
    Ok(edited(tenants::rename(tx, tenant, &name, version, &given.reason).await?, given))
}
