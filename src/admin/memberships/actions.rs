//! What is done with memberships from the panel: added, given another role, removed.
//! The person and the tenant are looked up by what people call them, and never by what a form could forge.

use futures_util::future::try_join;

use crate::{
    admin::{
        action::{Acting, Given, NOBODY, Outcome, Progress, pair},
        acts::tenants::{self, Role},
        edit::{Saved, edited, read},
    },
    db::OperatorTx,
    error::{Error, Result},
    id::{TenantId, UserId},
};

pub(super) async fn remove(acting: &Acting, given: &Given, progress: &Progress) -> Result<Outcome> {
    let removed = acting.operator.write_at_length(async |tx| {
        let mut removed = Vec::new();
        // In the order of people, in which every act that meets several of them locks them.
        let mut these: Vec<(TenantId, UserId)> = given.pairs();
        these.sort_by_key(|(_, person)| *person);
        for (tenant, person) in these {
            if let Some(was) = tenants::remove_member(tx, tenant, person, &given.reason).await? {
                removed.push((format!("{tenant}.{person}"), was.word().to_owned()));
            }
            progress.advance(1);
        }
        Ok(removed)
    });
    Ok(Outcome::Done(removed.await?))
}

pub(super) async fn join(acting: &Acting, given: &Given) -> Result<Saved> {
    let role: Role = match read(given, "role") {
        Ok(role) => role,
        Err(wrong) => return Ok(wrong),
    };
    let (person, tenant) =
        try_join(acting.person(given.field("login")), acting.tenant(given.field("slug"))).await?;
    let (Some(person), Ok(tenant)) = (person, tenant) else {
        let nobody = person.is_none().then(|| ("login", NOBODY.to_owned()));
        let nowhere = tenant.err().map(|wrong| ("slug", wrong.to_owned()));
        return Ok(Saved::Wrong(nobody.into_iter().chain(nowhere).collect()));
    };
    let joined =
        acting.operator.write(async |tx| tenants::add_member(tx, tenant, person, role, &given.reason).await);
    match joined.await {
        Ok(true) => Ok(Saved::Done(format!("{tenant}.{person}"))),
        Ok(false) => Ok(Saved::wrong("login", "That person belongs to that tenant already.")),
        Err(Error::NotFound) => Ok(Saved::Gone),
        Err(other) => Err(other),
    }
}

pub(super) async fn change(acting: &Acting, given: &Given, version: Option<i32>) -> Result<Saved> {
    acting.operator.write(async |tx| change_in(tx, given, version).await).await
}

pub(super) async fn change_in(tx: &OperatorTx, given: &Given, version: Option<i32>) -> Result<Saved> {
    let role: Role = match read(given, "role") {
        Ok(role) => role,
        Err(wrong) => return Ok(wrong),
    };
    let Some((tenant, person)) = given.things.first().and_then(|(id, _)| pair(id)) else {
        return Ok(Saved::Gone);
    };
    Ok(edited(tenants::set_role(tx, tenant, person, role, version, &given.reason).await?, given))
}
