//! From a session cookie to a capability: the extractors that handlers take.
//!
//! Here, and in `operate::seed`, is the only place where a [`Tenant`] comes into being: from the tenant that the session
//! works in, as the database says, and never from anything that a request could name.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::request::Parts,
};
use axum_client_ip::ClientIp;
use tower_http::request_id::RequestId;
use tower_sessions::Session;

use super::{
    App,
    session::{SecondFactor, SignedIn, TenantStatus},
};
use crate::{
    db::{Admin, Identity, Operator, Origin, Tenant},
    error::{Error, Result},
    rights::Rights,
};

/// Looks the session up once a request.
async fn signed_in(parts: &mut Parts, app: &App) -> Result<Option<Arc<SignedIn>>> {
    if let Some(known) = parts.extensions.get::<Arc<SignedIn>>() {
        return Ok(Some(Arc::clone(known)));
    }
    let Some(id) = parts.extensions.get::<Session>().and_then(Session::id) else { return Ok(None) };
    let found = app.shared.sessions.find(id).await?;
    if let Some(found) = &found {
        parts.extensions.insert(Arc::clone(found));
    }
    Ok(found)
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        signed_in(parts, app).await?.map(Arc::unwrap_or_clone).ok_or(Error::SignInRequired)
    }
}

impl OptionalFromRequestParts<App> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>> {
        Ok(signed_in(parts, app).await?.map(Arc::unwrap_or_clone))
    }
}

impl FromRequestParts<App> for Tenant {
    type Rejection = Error;

    #[expect(clippy::disallowed_methods, reason = "from the session, as the database knows it")]
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let person = signed_in(parts, app).await?.ok_or(Error::SignInRequired)?;
        let Some(workplace) = &person.tenant else {
            let panel = person.sees_all_tenants() && app.shared.door.is_open(parts).await;
            return Err(Error::NoTenant { panel });
        };
        match workplace.status {
            TenantStatus::Active | TenantStatus::Archived => {
                let tenant = app.shared.pools.tenant(workplace.id, person.user);
                Ok(match &person.impersonation {
                    Some(behind) => tenant.impersonated_by(behind.superuser, behind.writes),
                    None => tenant,
                })
            }
            TenantStatus::Suspended => Err(Error::TenantSuspended),
            TenantStatus::Deleted => Err(Error::TenantDeleted),
        }
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = Error;

    #[expect(clippy::disallowed_methods, reason = "after the session's person was seen to see all tenants")]
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        sees_all_tenants(parts, app).await?;
        Ok(app.shared.pools.admin())
    }
}

/// Whoever looks alone is given none. A request that only reads is given none either: no link, no prefetch and no reload ever acts.
impl FromRequestParts<App> for Operator {
    type Rejection = Error;

    #[expect(clippy::disallowed_methods, reason = "for the session's own person, as the database knows it")]
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let person = allowed(parts, app, Rights::act).await?;
        if parts.method.is_safe() {
            return Err(Error::internal("a handler of a request that reads asks for an operator"));
        }
        let origin = origin(parts).await;
        Ok(app.shared.pools.operator(person.user).coming_from(origin))
    }
}

impl FromRequestParts<App> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(origin(parts).await)
    }
}

/// Where a request comes from: the address by which attempts to sign in are counted, and the id by which the log knows it, where
/// that is one. What a client sends in its place may be anything else, and is not kept.
async fn origin(parts: &mut Parts) -> Origin {
    let address = ClientIp::from_request_parts(parts, &()).await;
    let request = parts.extensions.get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    Origin {
        address: address.ok().map(|ClientIp(address)| address.to_canonical()),
        request: request.and_then(|id| id.parse().ok()),
    }
}

/// A superuser who came in by the door of the panel.
pub(super) async fn superuser(parts: &mut Parts, app: &App) -> Result<Arc<SignedIn>> {
    allowed(parts, app, Rights::are_all).await
}

/// A superuser, or support, who came in by the door of the panel: with a code, where one is wanted.
pub(super) async fn sees_all_tenants(parts: &mut Parts, app: &App) -> Result<Arc<SignedIn>> {
    let person = at_the_door(parts, app).await?;
    if parts.extensions.get::<CameIn>().is_some() {
        return Ok(person);
    }
    let Some(factor) = SecondFactor::of(&app.shared.pools.identity(), person.session()).await? else {
        // The database knows better than what is remembered here: the session has ended, or has not that power any more.
        app.shared.sessions.forget(person.session());
        parts.extensions.remove::<Arc<SignedIn>>();
        let still = signed_in(parts, app).await?;
        return Err(still.map_or(Error::SignInRequired, |_| Error::SuperuserOnly));
    };
    factor.admit(app.shared.door.second_factor)?;
    parts.extensions.insert(CameIn);
    Ok(known_better(parts, &person, &factor))
}

/// The person with the rights that the database has now: what is remembered of a session has none.
fn known_better(parts: &mut Parts, person: &SignedIn, factor: &SecondFactor) -> Arc<SignedIn> {
    let person = Arc::new(person.at_the_door(factor));
    parts.extensions.insert(Arc::clone(&person));
    person
}

/// Ahead of a page at the door: what is offered around it is what the person may do, once a code was given where one is wanted.
pub(super) async fn looked_at_the_door(parts: &mut Parts, app: &App) -> Result<()> {
    let person = at_the_door(parts, app).await?;
    let factor = SecondFactor::of(&app.shared.pools.identity(), person.session()).await?;
    if let Some(factor) = factor.filter(|factor| factor.admit(app.shared.door.second_factor).is_ok()) {
        known_better(parts, &person, &factor);
    }
    Ok(())
}

/// Whoever came in by the door of the panel with such rights.
pub(super) async fn allowed(
    parts: &mut Parts,
    app: &App,
    wanted: impl FnOnce(Rights) -> bool,
) -> Result<Arc<SignedIn>> {
    let person = sees_all_tenants(parts, app).await?;
    if wanted(person.rights()) { Ok(person) } else { Err(Error::NoRight) }
}

/// Marks a request that was let in at the door, which is asked once.
#[derive(Clone, Copy)]
struct CameIn;

/// A superuser, or support, who is nobody else at the moment, before a code was given; where the panel cannot be reached, nobody is.
pub(super) async fn at_the_door(parts: &mut Parts, app: &App) -> Result<Arc<SignedIn>> {
    if !app.shared.door.is_open(parts).await {
        return Err(Error::NotFound);
    }
    let person = signed_in(parts, app).await?.ok_or(Error::SignInRequired)?;
    match (&person.impersonation, person.sees_all_tenants()) {
        (Some(_), _) => Err(Error::Impersonating),
        (None, true) => Ok(person),
        (None, false) => Err(Error::SuperuserOnly),
    }
}

impl FromRequestParts<App> for Identity {
    type Rejection = Error;

    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self> {
        Ok(app.shared.pools.identity())
    }
}
