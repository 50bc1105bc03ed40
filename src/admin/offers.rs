//! What could be meant by the beginning of a slug, a username or a name: options that the browser offers below a field.
//! It reads, in the order of an index and no further than is offered. Without scripts nobody asks, and what is typed counts;
//! whoever opens such an address as a page is led to the list, searched for the same.

use axum::response::Response;
use maud::{Markup, html};

use crate::{
    columns,
    db::Admin,
    error::Result,
    id::{TenantId, UserId},
    sql,
    text::MAX_CHARS,
    web::{Chrome, Query, local_path::as_parameter},
};

/// Where tenants are offered, and people.
pub(super) const TENANTS: &str = "/admin/offers/tenants/";
pub(super) const PEOPLE: &str = "/admin/offers/people/";

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

pub(super) async fn tenants(
    chrome: Chrome,
    admin: Admin,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response> {
    let Some(text) = beginning(&pairs) else { return Ok(chrome.changed("/admin/tenants/", &options([]))) };
    let found: Vec<Tenant> =
        admin.read(async |tx| tx.all(sql!("admin/find/tenants"), &[&text, &OFFERED]).await).await?;
    let options = options(found.into_iter().map(|Tenant { name, slug, status, .. }| (slug, name, status)));
    Ok(chrome.changed(&format!("/admin/tenants/?q={}", as_parameter(text)), &options))
}

pub(super) async fn people(
    chrome: Chrome,
    admin: Admin,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response> {
    let Some(text) = beginning(&pairs) else { return Ok(chrome.changed("/admin/users/", &options([]))) };
    let found: Vec<Person> =
        admin.read(async |tx| tx.all(sql!("admin/find/people"), &[&text, &OFFERED]).await).await?;
    let options = options(found.into_iter().map(|Person { name, login, status, .. }| (login, name, status)));
    Ok(chrome.changed(&format!("/admin/users/?q={}", as_parameter(text)), &options))
}

/// What was typed so far, whatever the field is called; none where nothing can begin so.
fn beginning(pairs: &[(String, String)]) -> Option<&str> {
    let text = pairs.first()?.1.trim();
    let asked = !text.is_empty() && !text.contains('\0') && text.chars().count() <= MAX_CHARS;
    asked.then_some(text)
}

fn options(offered: impl IntoIterator<Item = (String, String, String)>) -> Markup {
    html! {
        @for (value, name, status) in offered {
            option value=(value) { (name) @if status != "active" { ", " (status) } }
        }
    }
}
