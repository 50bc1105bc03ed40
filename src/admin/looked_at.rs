//! What superusers and support look at, and what is exported, filed in the trail of the installation before anything of it is
//! answered: where it cannot be filed, nothing is shown.
//!
//! The role that reads the pages can write nothing. It is filed by the person's own session, through functions of schema `auth` that
//! find the person themselves: nobody can be named who did not look. Lists, searches and figures are not filed.

use std::slice;

use axum::{extract::FromRequestParts, http::request::Parts};
use futures_util::future::try_join_all;
use uuid::Uuid;

use super::{listing::Listing, model::Model, record::Record, rows::tenant_of, trail::TRAIL, users::USERS};
use crate::{
    db::{Identity, IdentityTx, Origin},
    error::{Error, Result},
    id::{TenantId, UserId},
    sql,
    web::{
        App,
        session::{Hash, SignedIn},
    },
};

/// Who looks, and from where.
pub(super) struct Looking {
    identity: Identity,
    session: Hash,
}

impl FromRequestParts<App> for Looking {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let person = <SignedIn as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let identity = Identity::from_request_parts(parts, app).await?;
        let Ok(origin) = Origin::from_request_parts(parts, app).await;
        Ok(Self { identity: identity.coming_from(origin), session: person.session() })
    }
}

/// A file that a list is made into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Csv,
    Json,
}

impl Format {
    /// As forms name it, and the trail.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

impl Model {
    /// Whether it is filed who looks at one of them: of all but the entries that say so.
    pub(super) fn looks_are_filed(&self) -> bool {
        self.paths.name != TRAIL.paths.name
    }

    /// What its page calls the way to who looked at it. A membership has no id of its own, but its person's.
    pub(super) fn lookers(&self) -> &'static str {
        if self.kind() == "membership" { "Who looked at this person" } else { "Who looked at it" }
    }

    /// What the trail calls one of them.
    fn kind(&self) -> &'static str {
        if self.paths.name == "users" { "user" } else { self.one }
    }
}

/// The id by which the trail knows a thing: of what is a tenant's, the one behind its tenant's.
pub(super) fn object_of(id: &str) -> &str {
    id.rsplit('.').next().unwrap_or(id)
}

/// A look at a thing.
struct Look {
    object: Uuid,
    tenant: Option<TenantId>,
    page: String,
}

impl Look {
    fn at(model: &Model, record: &Record) -> Result<Self> {
        Self::of(model, &record.id, tenant_of(model, record).filter(|_| !model.is_tenants()))
    }

    fn of(model: &Model, id: &str, tenant: Option<TenantId>) -> Result<Self> {
        let object = object_of(id).parse().map_err(Error::internal)?;
        Ok(Self { object, tenant, page: format!("{}/{id}", model.paths.name) })
    }
}

impl Looking {
    /// Files a look at the page of a thing.
    pub(super) async fn at(&self, model: &Model, record: &Record) -> Result<()> {
        self.at_each(model, slice::from_ref(record)).await
    }

    /// The same of a person whom a page is about that is not the person's own.
    pub(super) async fn at_person(&self, person: UserId) -> Result<()> {
        self.each(&USERS, &[Look::of(&USERS, &person.to_string(), None)?]).await
    }

    /// The same of several that are shown on one page, in one flight.
    pub(super) async fn at_each(&self, model: &Model, records: &[Record]) -> Result<()> {
        if !model.looks_are_filed() || records.is_empty() {
            return Ok(());
        }
        let looks: Vec<_> = records.iter().map(|record| Look::at(model, record)).collect::<Result<_>>()?;
        self.each(model, &looks).await
    }

    async fn each(&self, model: &Model, looks: &[Look]) -> Result<()> {
        self.file(async |tx| {
            let filed = looks.iter().map(async |look| {
                let (kind, session) = (model.kind(), self.session.as_bytes());
                let record = sql!("identity/record_look");
                tx.one::<bool>(record, &[&session, &kind, &look.object, &look.tenant, &look.page]).await
            });
            Ok(try_join_all(filed).await?.into_iter().all(|filed| filed))
        })
        .await
    }

    /// Files that a list is exported as it is narrowed.
    pub(super) async fn export(&self, listing: &Listing, format: Format) -> Result<()> {
        let href = listing.href();
        let query = href.split_once('?').map_or("", |(_, query)| query);
        self.exported(listing.model, format, query, None).await
    }

    /// Files that these rows are exported.
    pub(super) async fn export_of(&self, model: &Model, format: Format, rows: &[Record]) -> Result<()> {
        let ids: Vec<_> = rows.iter().map(|row| row.id.as_str()).collect();
        self.exported(model, format, "", Some(ids)).await
    }

    async fn exported(
        &self,
        model: &Model,
        format: Format,
        query: &str,
        ids: Option<Vec<&str>>,
    ) -> Result<()> {
        let rows = ids.as_ref().and_then(|ids| i64::try_from(ids.len()).ok());
        self.file(async |tx| {
            let export = sql!("identity/record_export");
            let (list, format) = (model.paths.name, format.word());
            tx.one(export, &[&self.session.as_bytes(), &list, &format, &query, &ids, &rows]).await
        })
        .await
    }

    async fn file(&self, entry: impl AsyncFnOnce(&IdentityTx) -> Result<bool>) -> Result<()> {
        match self.identity.write_in_one_flight(entry).await {
            Ok(true) => Ok(()),
            // The session has ended meanwhile, or has not that power any more.
            Ok(false) => Err(Error::SuperuserOnly),
            // Whoever looks has done nothing that may be half done.
            Err(Error::Unconfirmed(why)) => {
                Err(Error::unavailable("nobody answered whether a look was filed", Some(why)))
            }
            Err(other) => Err(other),
        }
    }
}
