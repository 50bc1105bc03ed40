//! What is done with tenants from the panel: their status set and put back, one opened, one renamed.
//! Each act is one transaction as the operator; nothing here reads a list.

use crate::{
    admin::{
        action::{AT_ONCE, Acting, Given, OVERTAKEN, Outcome, Progress, undone},
        acts::tenants::{self, TenantName, TenantStatus},
        edit::{Saved, edited, read},
    },
    db::OperatorTx,
    error::{Error, Result},
    id::TenantId,
};

pub(super) async fn set(
    acting: &Acting,
    given: &Given,
    progress: &Progress,
    status: TenantStatus,
) -> Result<Outcome> {
    // What is deleted is restored, and nothing else: otherwise it would be kept for ever, and nobody would have asked for that.
    let from: Option<&[_]> = match status {
        TenantStatus::Active => None,
        _ => Some(&[TenantStatus::Active, TenantStatus::Suspended, TenantStatus::Archived]),
    };
    let was = acting
        .operator
        .write_at_length(async |tx| {
            let mut was = Vec::new();
            for some in given.ids().chunks(AT_ONCE) {
                was.extend(tenants::set_statuses(tx, some, status, from, &given.reason).await?);
                progress.advance(some.len());
            }
            Ok(was)
        })
        .await?;
    let may = |was: &TenantStatus| from.is_none_or(|from| from.contains(was));
    let changed = was.into_iter().filter(|tenant| tenant.was != status && may(&tenant.was));
    Ok(Outcome::Done(changed.map(|tenant| (tenant.id.to_string(), tenant.was.word().to_owned())).collect()))
}

/// Each as it was, if all are still as the act left them.
pub(super) async fn put_back(
    acting: &Acting,
    given: &Given,
    progress: &Progress,
    left: TenantStatus,
) -> Result<Outcome> {
    let put = acting.operator.write_at_length(async |tx| {
        for (status, ids) in given.as_they_were() {
            for some in ids.chunks(AT_ONCE) {
                let was = tenants::set_statuses(tx, some, status, Some(&[left]), &given.reason).await?;
                if was.iter().any(|tenant| tenant.was != left) {
                    // An error, so that none is put back.
                    return Err(Error::Constraint(OVERTAKEN.to_owned()));
                }
                progress.advance(some.len());
            }
        }
        Ok(())
    });
    undone(put.await, given)
}

pub(super) async fn open(acting: &Acting, given: &Given) -> Result<Saved> {
    let name: TenantName = match read(given, "name") {
        Ok(name) => name,
        Err(wrong) => return Ok(wrong),
    };
    let (tenant, slug) = (TenantId::new(), given.field("slug").trim());
    if slug.contains('\0') {
        return Ok(Saved::Wrong("slug", wrong_slug("").to_owned()));
    }
    let opened =
        acting.operator.write(async |tx| tenants::open(tx, tenant, slug, &name, &given.reason).await);
    match opened.await {
        Ok(()) => Ok(Saved::Done(tenant.to_string())),
        Err(Error::Constraint(constraint)) => Ok(Saved::Wrong("slug", wrong_slug(&constraint).to_owned())),
        Err(other) => Err(other),
    }
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
