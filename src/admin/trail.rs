//! The trail of the installation: people signing in and out, and what superusers did to tenants and people.
//! It reads. What was typed by somebody who failed to sign in is not in it: it may have been a password.

use axum::response::Response;
use maud::{Markup, html};
use serde_json::{Map, Value};
use time::{OffsetDateTime, format_description::FormatItem, macros::format_description};
use uuid::Uuid;

use crate::{
    columns,
    db::Admin,
    error::Result,
    sql,
    ui::{self, Icon},
    web::{After, Chrome, PAGE_SIZE, Query, Window},
};

/// Where it is seen.
pub(super) const PATH: &str = "/admin/trail/";

const MOMENT: &[FormatItem<'_>] = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

struct Entry {
    id: Uuid,
    act: String,
    at: OffsetDateTime,
    actor: Option<String>,
    object: Option<String>,
    details: String,
}

columns!(Entry { id, act, at, actor, object, details });

pub(super) async fn index(chrome: Chrome, admin: Admin, Query(page): Query<After<Uuid>>) -> Result<Response> {
    let most = PAGE_SIZE + 1;
    let rows = admin.read(async |tx| tx.all(sql!("admin/trail"), &[&page.after, &most]).await).await?;
    Ok(chrome.page("Trail of the installation", &view(&Window::of(rows))))
}

fn view(entries: &Window<Entry>) -> Markup {
    let next = entries.next().map(|last| format!("{PATH}?after={}", last.id));
    html! {
        (ui::header("Trail of the installation", &[("All tenants", "/admin/")], &html! {}))
        p .lead { "Who signed in, failed to and signed out, and what superusers did." }
        @if entries.rows.is_empty() {
            (ui::empty_state(Icon::Clock, "Nothing yet", "Who signs in, fails to and signs out is recorded here, and what superusers do.", &html! {}))
        } @else {
            div .scroll tabindex="0" role="region" aria-label="Trail of the installation" {
                table {
                    thead { tr { th scope="col" { "When (UTC)" } th scope="col" { "Who" } th scope="col" { "Act" } th scope="col" { "Whom or what" } th scope="col" { "More" } } }
                    tbody #entries { @for entry in &entries.rows { (row(entry)) } }
                }
            }
        }
        (ui::next_page(next.as_deref(), "entries"))
    }
}

fn row(entry: &Entry) -> Markup {
    html! {
        tr {
            th scope="row" { time { (entry.at.format(MOMENT).unwrap_or_default()) } }
            td dir="auto" { (entry.actor.as_deref().unwrap_or("nobody signed in")) }
            td { (entry.act.replace('_', " ")) }
            td dir="auto" { (entry.object.as_deref().unwrap_or_default()) }
            td .soft dir="auto" { (details(&entry.details)) }
        }
    }
}

/// `address 192.0.2.1, was active`: the fields of an object, without the signs of its notation.
fn details(json: &str) -> String {
    let fields: Map<String, Value> = serde_json::from_str(json).unwrap_or_default();
    let said = fields.iter().map(|(field, value)| {
        let field = field.replace('_', " ");
        match value {
            Value::String(text) => format!("{field} {text}"),
            other => format!("{field} {other}"),
        }
    });
    said.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_said_and_not_shown_as_json() {
        assert_eq!(
            details(r#"{"address": "192.0.2.1", "superuser": true}"#),
            "address 192.0.2.1, superuser true"
        );
        assert_eq!(details("{}"), "");
        assert_eq!(details("no json"), "");
    }
}
