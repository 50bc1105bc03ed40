//! An entry of a trail, field by field: what each was and what it became, in words. The trail keeps rows as JSON, whatever
//! their table was like then; a field that is not known here is shown as it stands. What is gone has no name, and no way to it.

mod exported;
mod view;

use serde_json::{Map, Value as Json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

pub(super) use self::view::table;
use crate::admin::rows::tenant_of;
use crate::{
    admin::{
        action,
        model::{Ids, Model},
        model_named,
        record::{Record, Value},
    },
    columns,
    db::AdminTx,
    error::Result,
    language::tr,
    sql,
};

/// What an entry tells.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// What stands above what the fields were, and above what they became; none where there is no such side.
    was: Option<&'static str>,
    is: Option<&'static str>,
    fields: Vec<Field>,
}

/// A field on both sides.
#[derive(Debug)]
struct Field {
    label: String,
    was: Shown,
    is: Shown,
}

/// A value in words.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    Nothing,
    Words(String),
    Number(i64),
    Moment(OffsetDateTime),
    /// A status, a role or a kind.
    State(String),
    /// One of a model, by the model's name and its id; with what it is called once that was looked up, and is there.
    Thing(&'static str, String, Option<String>),
    /// An act of the panel.
    Act(String),
    /// Pages of a model, by the model's name: each by its address and what is said of it.
    Ways(&'static str, Vec<(String, String)>),
}

#[derive(Debug)]
struct Name {
    model: String,
    id: String,
    called: String,
}

columns!(Name { model, id, called });

/// What an entry tells, with what those are called that it names; nothing where the model is no trail.
pub(super) async fn of(tx: &AdminTx, model: &Model, record: &Record) -> Result<Told> {
    let mut told = Told::read(model, record);
    let ids = |name: &str| -> Vec<String> {
        let things = told.fields.iter().flat_map(|field| [&field.was, &field.is]);
        let ids = things.filter_map(|shown| match shown {
            Shown::Thing(model, id, _) if *model == name => Some(id.clone()),
            _ => None,
        });
        ids.collect()
    };
    let (tenants, people, projects) = (ids("tenants"), ids("users"), ids("projects"));
    if !(tenants.is_empty() && people.is_empty() && projects.is_empty()) {
        let names: Vec<Name> = tx.all(sql!("admin/audit/names"), &[&tenants, &people, &projects]).await?;
        told.named(&names);
    }
    Ok(told)
}

impl Told {
    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    fn read(model: &Model, record: &Record) -> Self {
        let told = |name: &str| row(model, record, name).filter(|_| model.told.contains(&name));
        let tenant = tenant_of(model, record).map(|tenant| tenant.to_string());
        match (told("before"), told("after"), told("details")) {
            (None, None, None) => Self::default(),
            (None, None, Some(details)) if text(model, record, "act") == "exported" => {
                exported::told(&details)
            }
            (None, None, Some(details)) => Self::facts(&details, &text(model, record, "act")),
            (was, is, _) => Self {
                was: was.is_some().then_some("Was"),
                is: is.is_some().then_some("Is"),
                fields: sides(was.as_ref(), is.as_ref(), tenant.as_deref()),
            },
        }
    }

    /// What is told of an act beside its reason. Where it says what something was, it may say what that became.
    fn facts(details: &Map<String, Json>, act: &str) -> Self {
        let mut fields = Vec::new();
        // The page that was looked at is the thing itself, which is told of as that.
        let mut spoken = vec!["reason", "page"];
        for (was, name, is) in pairs(details, act) {
            let side = |value: &Json| shown(name, value, None);
            fields.push(Field {
                label: label(name),
                was: details.get(was).map_or(Shown::Nothing, side),
                is: side(&is),
            });
            spoken.extend([was, name]);
        }
        let was = (!fields.is_empty()).then_some("Was");
        for (name, value) in details.iter().filter(|(name, _)| !spoken.contains(&name.as_str())) {
            // Whom a membership was taken from was something in it: its role.
            let named = if name == "was" && act == "member_removed" { "role" } else { name };
            fields.push(Field { label: label(name), was: Shown::Nothing, is: shown(named, value, None) });
        }
        Self { was, is: Some("Is"), fields }
    }

    fn named(&mut self, names: &[Name]) {
        for shown in self.fields.iter_mut().flat_map(|field| [&mut field.was, &mut field.is]) {
            if let Shown::Thing(model, id, called) = shown {
                let name = names.iter().find(|name| name.model == *model && name.id == *id);
                *called = name.map(|name| name.called.clone());
            }
        }
    }
}

/// What an act says was something, by that name; which field it was; and what that became, where it says so.
fn pairs(details: &Map<String, Json>, act: &str) -> Vec<(&'static str, &'static str, Json)> {
    let mut pairs = Vec::new();
    if details.contains_key("kind_was") {
        pairs.push(("kind_was", "kind", details.get("kind").cloned().unwrap_or_default()));
    }
    if details.contains_key("rights_were") {
        pairs.push(("rights_were", "rights", details.get("rights").cloned().unwrap_or_default()));
    }
    if details.contains_key("was") {
        match (details.get("role"), act.strip_prefix("tenant_")) {
            (Some(Json::String(role)), _) => pairs.push(("was", "role", Json::from(role.as_str()))),
            (_, Some("restored")) => pairs.push(("was", "status", Json::from("active"))),
            (_, Some(status)) => pairs.push(("was", "status", Json::from(status))),
            // Of older entries the trail has what a name was: what it became, the next entry has, or the person.
            _ if act == "user_edited" => {
                pairs.push(("was", "display_name", details.get("display_name").cloned().unwrap_or_default()));
            }
            _ => {}
        }
    }
    pairs
}

/// The fields of a row on its sides, those that changed first.
fn sides(
    was: Option<&Map<String, Json>>,
    is: Option<&Map<String, Json>>,
    tenant: Option<&str>,
) -> Vec<Field> {
    let mut names: Vec<_> = is.into_iter().chain(was).flat_map(Map::keys).collect();
    names.sort();
    names.dedup();
    let value = |side: Option<&Map<String, Json>>, name: &str| {
        side.and_then(|side| side.get(name)).map_or(Shown::Nothing, |value| shown(name, value, tenant))
    };
    let fields = names.into_iter().map(|name| Field {
        label: label(name),
        was: value(was, name),
        is: value(is, name),
    });
    let mut fields: Vec<_> = fields.collect();
    fields.sort_by_key(|field| field.was == field.is);
    fields
}

/// What people call a field, in the language of the sources.
fn label(name: &str) -> String {
    let known = match name {
        "address" => "Address",
        "by" => "By",
        "completed_at" => "Done (UTC)",
        "created_at" => "Created (UTC)",
        "display_name" => "Name",
        "from" => "Moved from",
        "grace" => "Kept for",
        "job" => "Done by",
        "project_id" => "Project",
        "purge_after" => "Removed after (UTC)",
        "request" => "Request",
        "right" => "Right",
        "rights" => "May do in the panel",
        "session" => "Session",
        "to" => "Moved to",
        "until" => "Until (UTC)",
        "user" | "user_id" => "Person",
        "was" => "Before",
        "writes" => "May change things",
        _ => {
            let mut words = name.replace('_', " ");
            if let Some(first) = words.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            return words;
        }
    };
    known.to_owned()
}

/// A value of that field, in words; `tenant` is whose row it is in.
fn shown(name: &str, value: &Json, tenant: Option<&str>) -> Shown {
    let text = match value {
        Json::Null => return Shown::Nothing,
        Json::Bool(yes) => return Shown::Words(tr(if *yes { "Yes" } else { "No" }).to_owned()),
        Json::Number(number) => {
            return number.as_i64().map_or_else(|| Shown::Words(number.to_string()), Shown::Number);
        }
        Json::String(text) => text,
        other => return Shown::Words(other.to_string()),
    };
    let thing = |model: &'static str, id: String| {
        model_named(model)?.ids.are(&id).then_some(Shown::Thing(model, id, None))
    };
    let known = match name {
        "created_at" | "completed_at" | "purge_after" | "until" => {
            OffsetDateTime::parse(text, &Rfc3339).ok().map(Shown::Moment)
        }
        "status" | "role" | "kind" => Some(Shown::State(text.clone())),
        "project_id" => tenant.and_then(|tenant| thing("projects", format!("{tenant}.{text}"))),
        "tenant" | "from" | "to" => thing("tenants", text.clone()),
        "user" | "user_id" | "superuser" => thing("users", text.clone()),
        "rights" | "rights_were" => text.parse().ok().map(|rights| Shown::Words(action::in_words(rights))),
        "job" if Ids::One.are(text) => Some(Shown::Act(text.clone())),
        _ => None,
    };
    known.unwrap_or_else(|| Shown::Words(text.clone()))
}

fn text(model: &Model, record: &Record, name: &str) -> String {
    let place = model.columns.iter().position(|column| column.name == name);
    place.and_then(|place| record.values.get(place)).map(Value::words).unwrap_or_default()
}

fn row(model: &Model, record: &Record, name: &str) -> Option<Map<String, Json>> {
    serde_json::from_str(&text(model, record, name)).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_shown_as_what_it_is_or_as_it_stands() {
        let id = "01890000-0000-7000-8000-000000000001";
        for (name, value, is) in [
            ("title", json!("a"), Shown::Words("a".to_owned())),
            ("completed_at", Json::Null, Shown::Nothing),
            ("created_at", json!("yesterday"), Shown::Words("yesterday".to_owned())),
            ("status", json!("active"), Shown::State("active".to_owned())),
            ("superuser", json!(true), Shown::Words("Yes".to_owned())),
            ("tasks", json!(12), Shown::Number(12)),
            ("tenant", json!("../x"), Shown::Words("../x".to_owned())),
            ("job", json!("../x"), Shown::Words("../x".to_owned())),
            ("job", json!(id), Shown::Act(id.to_owned())),
            ("odd", json!({ "a": [1.5] }), Shown::Words("{\"a\":[1.5]}".to_owned())),
        ] {
            assert_eq!(shown(name, &value, None), is, "{name}");
        }
        let moment = shown("created_at", &json!("2026-01-31T12:30:00.123456+00:00"), None);
        assert!(matches!(moment, Shown::Moment(_)), "{moment:?}");
        assert!(matches!(shown("superuser", &json!(id), None), Shown::Thing("users", _, None)));
        assert_eq!(shown("project_id", &json!(id), None), Shown::Words(id.to_owned()));
    }

    #[test]
    fn a_field_that_nobody_knows_has_a_label_all_the_same() {
        for (name, said) in [("due_on", "Due on"), ("", ""), ("ärger", "ärger"), ("user_id", "Person")] {
            assert_eq!(label(name), said);
        }
    }

    #[test]
    fn an_act_tells_what_something_was_beside_what_it_became() {
        let facts = |details: Json, act: &str| Told::facts(details.as_object().unwrap(), act);
        let told = facts(json!({ "was": "active", "grace": "30 days", "reason": "x" }), "tenant_deleted");
        assert_eq!(told.was, Some("Was"));
        assert_eq!(told.fields[0].was, Shown::State("active".to_owned()));
        assert_eq!(told.fields[0].is, Shown::State("deleted".to_owned()));
        assert_eq!(told.fields.len(), 2);
        let told = facts(json!({ "was": "Ann", "display_name": "Anna" }), "user_edited");
        assert_eq!((told.fields[0].label.as_str(), told.fields.len()), ("Name", 1));
        assert_eq!(told.fields[0].was, Shown::Words("Ann".to_owned()));
        assert_eq!(told.fields[0].is, Shown::Words("Anna".to_owned()));
        let told = facts(json!({ "was": "owner" }), "member_removed");
        assert_eq!((told.was, told.fields[0].label.as_str()), (None, "Before"));
        assert_eq!(told.fields[0].is, Shown::State("owner".to_owned()));
    }
}
