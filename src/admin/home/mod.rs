//! The first page of the superuser panel: how much there is, what is new, what failed, what was done, and how this instance is.
//! It reads, and nothing on it takes longer because there is more of it: what is counted or looked through has a bound, and
//! where the bound was met the page says so.

mod figures;
mod latest;
mod view;

use axum::response::Response;
use tokio::try_join;

use crate::{
    columns,
    db::{Admin, AdminTx, FromRow, Identity, Query},
    error::Result,
    id::{TenantId, UserId},
    language::tr,
    rights::Rights,
    sql,
    web::{Chrome, Instance},
};

/// Where it is seen.
pub(super) const PATH: &str = "/admin/";

/// Everything the page shows of the database.
#[derive(Debug)]
struct Overview {
    counts: Counts,
    statuses: Vec<Status>,
    tenants: Vec<NewTenant>,
    people: Vec<NewPerson>,
    days: Vec<SignIns>,
    failures: Vec<Failure>,
    acts: Vec<Entry>,
    server: String,
}

/// How many there are of each kind: counted up to a thousand and one more, and as the planner estimates.
#[derive(Debug)]
struct Counts {
    tenants: i64,
    tenants_estimated: i64,
    people: i64,
    people_estimated: i64,
    projects: i64,
    projects_estimated: i64,
    tasks: i64,
    tasks_estimated: i64,
    sessions: i64,
    sessions_estimated: i64,
    memberships: i64,
    memberships_estimated: i64,
    audit: i64,
    audit_estimated: i64,
    trail: i64,
    trail_estimated: i64,
}

columns!(Counts {
    tenants,
    tenants_estimated,
    people,
    people_estimated,
    projects,
    projects_estimated,
    tasks,
    tasks_estimated,
    sessions,
    sessions_estimated,
    memberships,
    memberships_estimated,
    audit,
    audit_estimated,
    trail,
    trail_estimated
});

/// A status other than active, and how many tenants have it, counted up to a thousand and one more.
#[derive(Debug)]
struct Status {
    status: String,
    tenants: i64,
}

columns!(Status { status, tenants });

/// A tenant that is new.
#[derive(Debug)]
struct NewTenant {
    id: TenantId,
    name: String,
    slug: String,
    status: String,
    members: i64,
    /// In seconds.
    age: i64,
}

columns!(NewTenant { id, name, slug, status, members, age });

/// A person who is new, and the first of their tenants.
#[derive(Debug)]
struct NewPerson {
    id: UserId,
    login: String,
    display_name: String,
    superuser: bool,
    support: bool,
    status: String,
    tenants: i64,
    tenant: Option<String>,
    /// In seconds.
    age: i64,
}

columns!(NewPerson { id, login, display_name, superuser, support, status, tenants, tenant, age });

/// A day of the last fourteen, and how often signing in went well and failed.
#[derive(Debug)]
struct SignIns {
    day: String,
    signed_in: i64,
    failed: i64,
    /// Whether all of the day was counted.
    whole: bool,
}

columns!(SignIns { day, signed_in, failed, whole });

/// A sign-in that failed. What was typed is not known: it may have been a password.
#[derive(Debug)]
struct Failure {
    person: Option<UserId>,
    login: Option<String>,
    address: Option<String>,
    /// In seconds.
    age: i64,
}

columns!(Failure { person, login, address, age });

/// Something a superuser did.
#[derive(Debug)]
struct Entry {
    act: String,
    actor: Option<String>,
    /// Where it is seen, as `tenants/…`, while it is there.
    path: Option<String>,
    /// What it is called, or was.
    object: Option<String>,
    /// In seconds.
    age: i64,
}

columns!(Entry { act, actor, path, object, age });

pub(super) async fn index(
    chrome: Chrome,
    admin: Admin,
    identity: Identity,
    instance: Instance,
) -> Result<Response> {
    // Only the role that signs people in may ask how far the database is migrated: both are asked at once.
    let migration = identity.read(async |tx| tx.one(sql!("health/schema_version"), &[]).await);
    let rights = chrome.rights();
    let overview = admin.read(async |tx| overview(tx, rights).await);
    let (overview, migration) = try_join!(overview, migration)?;
    Ok(chrome.page(tr("Overview"), &view::index(&overview, migration, &instance, rights)))
}

/// What is asked where it is seen; nothing else is read.
async fn where_seen<T: FromRow>(tx: &AdminTx, seen: bool, query: Query) -> Result<Vec<T>> {
    if seen { tx.all(query, &[]).await } else { Ok(Vec::new()) }
}

/// All of it in one flight: what is seen with these rights.
async fn overview(tx: &AdminTx, rights: Rights) -> Result<Overview> {
    let (of_tenants, of_people, of_trail) =
        (rights.sees("tenants"), rights.sees("users"), rights.sees("trail"));
    let (counts, statuses, tenants, people, days, failures, acts, server) = try_join!(
        tx.one(sql!("admin/home/counts"), &[]),
        where_seen(tx, of_tenants, sql!("admin/home/statuses")),
        where_seen(tx, of_tenants, sql!("admin/home/newest_tenants")),
        where_seen(tx, of_people, sql!("admin/home/newest_people")),
        where_seen(tx, of_trail, sql!("admin/home/sign_ins")),
        where_seen(tx, of_trail, sql!("admin/home/failures")),
        where_seen(tx, of_trail, sql!("admin/home/acts")),
        tx.one(sql!("admin/home/server"), &[]),
    )?;
    Ok(Overview { counts, statuses, tenants, people, days, failures, acts, server })
}
