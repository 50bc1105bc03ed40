//! What could be meant by the beginning of a slug, a username or a name: options that the browser offers below a field.
//! It reads, in the order of an index and no further than is offered. Without scripts nobody asks, and what is typed counts;
//! whoever opens such an address as a page is led to the list, searched for the same.

use axum::response::Response;
use futures_util::future::try_join;
use maud::{Markup, html};

use super::{
    action,
    acts::tenants::TenantName,
    chooser::{self, Kind},
    pairs,
    parameters::is_text,
};
use crate::{
    columns,
    db::{Admin, AdminTx},
    error::{Error, Result},
    id::{TenantId, UserId},
    language::tr,
    sql,
    web::{Chrome, Query, local_path::as_parameter},
};

/// Where tenants are offered, people, projects, and people beside tenants; and, for a form, the projects of its tenant.
pub(super) const TENANTS: &str = "/admin/offers/tenants/";
pub(super) const PEOPLE: &str = "/admin/offers/people/";
pub(super) const PROJECTS: &str = "/admin/offers/projects/";
pub(super) const PROJECTS_OF: &str = "/admin/offers/projects-of/";
pub(super) const ANYTHING: &str = "/admin/offers/anything/";
/// Where it is said which slug would be made of a name.
pub(super) const SLUG: &str = "/admin/offers/slug/";

/// So many are offered.
const OFFERED: i64 = 10;

struct Tenant {
    #[expect(dead_code, reason = "the statement is the one that finds, and gives it")]
    id: TenantId,
    name: String,
    slug: String,
    status: String,
}

columns!(Tenant { id, name, slug, status });

struct Person {
    #[expect(dead_code, reason = "the statement is the one that finds, and gives it")]
    id: UserId,
    name: String,
    login: String,
    status: String,
}

columns!(Person { id, name, login, status });

struct Project {
    id: String,
    name: String,
    tenant: String,
    /// Whether another is called the same.
    several: bool,
}

columns!(Project { id, name, tenant, several });

/// An option: what is filled in, and what is said beside it.
type Offer = (String, String);

struct ProjectOf {
    id: String,
    name: String,
    several: bool,
}

columns!(ProjectOf { id, name, several });

pub(super) async fn tenants(
    chrome: Chrome,
    admin: Admin,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response> {
    let Some(text) = beginning(&pairs) else { return Ok(chrome.changed("/admin/tenants/", &options([]))) };
    let found = admin.read(async |tx| tenants_of(tx, text).await).await?;
    Ok(chrome.changed(&format!("/admin/tenants/?q={}", as_parameter(text)), &options(found)))
}

pub(super) async fn people(
    chrome: Chrome,
    admin: Admin,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response> {
    let Some(text) = beginning(&pairs) else { return Ok(chrome.changed("/admin/users/", &options([]))) };
    let found = admin.read(async |tx| people_of(tx, text).await).await?;
    Ok(chrome.changed(&format!("/admin/users/?q={}", as_parameter(text)), &options(found)))
}

/// Projects, of one tenant where the address names it. Where a name means several, the id goes along.
pub(super) async fn projects(
    chrome: Chrome,
    admin: Admin,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response> {
    let (tenant, typed): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(name, _)| name == "tenant");
    let Some(text) = beginning(&typed) else { return Ok(chrome.changed("/admin/projects/", &options([]))) };
    let tenant: Option<TenantId> = tenant.first().and_then(|(_, id)| id.parse().ok());
    let found: Vec<Project> = admin
        .read(async |tx| match &tenant {
            Some(tenant) => tx.all(sql!("admin/find/projects_of"), &[&text, &OFFERED, tenant]).await,
            None => tx.all(sql!("admin/find/projects"), &[&text, &OFFERED]).await,
        })
        .await?;
    let found =
        found.into_iter().map(
            |Project { id, name, tenant, several }| {
                if several { (chooser::called(&name, &id), tenant) } else { (name, tenant) }
            },
        );
    Ok(chrome.changed(&format!("/admin/projects/?q={}", as_parameter(text)), &options(found)))
}

/// People, and tenants below them.
pub(super) async fn anything(
    chrome: Chrome,
    admin: Admin,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response> {
    let Some(text) = beginning(&pairs) else { return Ok(chrome.changed("/admin/find/", &options([]))) };
    let rights = chrome.rights();
    let (people, tenants) = admin
        .read(async |tx| {
            let people =
                async { if rights.sees("users") { people_of(tx, text).await } else { Ok(Vec::new()) } };
            let tenants =
                async { if rights.sees("tenants") { tenants_of(tx, text).await } else { Ok(Vec::new()) } };
            try_join(people, tenants).await
        })
        .await?;
    let found = options(people.into_iter().chain(tenants));
    Ok(chrome.changed(&format!("/admin/find/?q={}", as_parameter(text)), &found))
}

async fn tenants_of(tx: &AdminTx, text: &str) -> Result<Vec<Offer>> {
    let found: Vec<Tenant> = tx.all(sql!("admin/find/tenants"), &[&text, &OFFERED]).await?;
    Ok(found.into_iter().map(|Tenant { name, slug, status, .. }| (slug, said(name, &status))).collect())
}

async fn people_of(tx: &AdminTx, text: &str) -> Result<Vec<Offer>> {
    let found: Vec<Person> = tx.all(sql!("admin/find/people"), &[&text, &OFFERED]).await?;
    Ok(found.into_iter().map(|Person { name, login, status, .. }| (login, said(name, &status))).collect())
}

/// What something is called; what is not as usual with it is said beside that.
fn said(name: String, status: &str) -> String {
    if status == "active" { name } else { format!("{name}, {}", tr(status)) }
}

/// Those of the tenant that stands beside the field, by its slug or its name. Where a name means several, the id goes along.
pub(super) async fn projects_of(
    chrome: Chrome,
    admin: Admin,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response> {
    let own: Vec<_> = pairs.iter().filter(|(name, _)| name == "project").cloned().collect();
    let Some(text) = beginning(&own) else { return Ok(chrome.changed("/admin/projects/", &options([]))) };
    let tenant = pairs::value(&pairs, "slug");
    let found: Vec<ProjectOf> = admin
        .read(async |tx| match Kind::Tenant.named(tx, tenant, None).await? {
            Ok(tenant) => {
                let tenant: TenantId = tenant.parse().map_err(Error::internal)?;
                tx.all(sql!("admin/find/projects_of"), &[&text, &OFFERED, &tenant]).await
            }
            Err(_) => Ok(Vec::new()),
        })
        .await?;
    let options = html! {
        @for ProjectOf { id, name, several } in found {
            @if several { option value=(action::called(&name, &id)) { (name) } } @else { option value=(name) { (name) } }
        }
    };
    Ok(chrome.changed(&format!("/admin/projects/?q={}", as_parameter(text)), &options))
}

/// The slug that a tenant of that name would be given. Until it is saved, another may take it.
pub(super) async fn slug(
    chrome: Chrome,
    acting: Admin,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response> {
    let made = match pairs::value(&pairs, "name").parse::<TenantName>() {
        Ok(name) => action::free_slug(&acting, &name).await?.map_or_else(
            || tr("None can be made of that name: please enter one.").to_owned(),
            |slug| tr!("Of this name: {slug}", slug = slug),
        ),
        // The form says what is wrong with the name.
        Err(_) => String::new(),
    };
    Ok(chrome.changed("/admin/tenants/create/", &html! { (made) }))
}

/// What was typed so far, whatever the field is called; none where nothing can begin so.
fn beginning(pairs: &[(String, String)]) -> Option<&str> {
    let text = pairs.first()?.1.trim();
    (!text.is_empty() && is_text(text)).then_some(text)
}

fn options(offered: impl IntoIterator<Item = Offer>) -> Markup {
    html! { @for (value, said) in offered { option value=(value) { (said) } } }
}
