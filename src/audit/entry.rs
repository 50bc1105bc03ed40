//! An entry of the trail, and what it says in words.
//! The rows in it are as the database filed them; which of their fields differ is worked out here.

use serde_json::{Map, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::filter::Place;
use crate::{
    columns,
    id::UserId,
    language::{tr, trn},
};

/// An entry.
#[derive(Debug)]
pub(super) struct Entry {
    era: i32,
    xid: String,
    id: Uuid,
    act: String,
    object: String,
    pub(super) object_id: Uuid,
    pub(super) actor: Option<UserId>,
    /// None for somebody who is no member: a superuser, or nobody.
    pub(super) person: Option<String>,
    /// The superuser who acted as that person.
    pub(super) impersonator: Option<String>,
    before: Option<String>,
    after: Option<String>,
    pub(super) at: OffsetDateTime,
}

columns!(Entry { era, xid, id, act, object, object_id, actor, person, impersonator, before, after, at });

/// A field that was changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) field: String,
    pub(super) before: String,
    pub(super) after: String,
}

impl Entry {
    pub(super) fn place(&self) -> Place {
        Place { era: self.era, xid: self.xid.clone(), id: self.id }
    }

    /// What it was done to: "the task", "the project", …
    pub(super) fn thing(&self) -> String {
        match self.object.as_str() {
            "audit" => tr("the trail").to_owned(),
            "members" => tr("the member").to_owned(),
            "projects" => tr("the project").to_owned(),
            "tasks" => tr("the task").to_owned(),
            "tenants" => tr("the tenant").to_owned(),
            other => tr!("the {thing}", thing = other.strip_suffix('s').unwrap_or(other)),
        }
    }

    /// What the thing was called when this happened.
    pub(super) fn name(&self) -> String {
        let row = row(self.after.as_deref().or(self.before.as_deref()));
        if let Some(entries) = row.get("entries").filter(|_| self.object == "audit") {
            let entries = entries.as_u64().unwrap_or_default();
            return trn!(entries, "by {entries} old entry", "by {entries} old entries");
        }
        ["title", "name", "display_name"]
            .into_iter()
            .find_map(|field| row.get(field))
            .map(text)
            .unwrap_or_default()
    }

    /// What was done, in a word.
    pub(super) fn verb(&self) -> &'static str {
        match self.act.as_str() {
            "insert" => "added",
            "delete" => "deleted",
            "expire" => "shortened",
            "visit" => "looked around as",
            _ => match self.changes().as_slice() {
                [change] if change.field == "completed_at" && change.before.is_empty() => "finished",
                [change] if change.field == "completed_at" && change.after.is_empty() => "reopened",
                [change] if matches!(change.field.as_str(), "title" | "name") => "renamed",
                _ => "changed",
            },
        }
    }

    /// Why a superuser looked around as somebody.
    pub(super) fn reason(&self) -> Option<String> {
        (self.act == "visit").then(|| row(self.after.as_deref()).get("reason").map(text).unwrap_or_default())
    }

    /// The fields that differ, where a row was changed.
    pub(super) fn changes(&self) -> Vec<Change> {
        let (Some(before), Some(after)) = (&self.before, &self.after) else { return Vec::new() };
        let (before, after) = (row(Some(before)), row(Some(after)));
        let differs = after.iter().filter(|(field, value)| before.get(*field) != Some(value));
        differs
            .map(|(field, value)| Change {
                field: field.clone(),
                before: before.get(field).map(text).unwrap_or_default(),
                after: text(value),
            })
            .collect()
    }
}

fn row(json: Option<&str>) -> Map<String, Value> {
    match json.map(serde_json::from_str) {
        Some(Ok(Value::Object(row))) => row,
        _ => Map::new(),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(act: &str, before: Option<&str>, after: Option<&str>) -> Entry {
        Entry {
            era: 1,
            xid: "7".to_owned(),
            id: Uuid::nil(),
            act: act.to_owned(),
            object: "tasks".to_owned(),
            object_id: Uuid::nil(),
            actor: None,
            person: None,
            impersonator: None,
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
            at: OffsetDateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn says_in_words_what_was_done() {
        let (open, done) =
            (r#"{"title": "a", "completed_at": null}"#, r#"{"title": "a", "completed_at": "2026"}"#);
        let renamed = r#"{"title": "b", "completed_at": null}"#;
        for (act, before, after, verb, name) in [
            ("insert", None, Some(open), "added", "a"),
            ("delete", Some(open), None, "deleted", "a"),
            ("update", Some(open), Some(done), "finished", "a"),
            ("update", Some(done), Some(open), "reopened", "a"),
            ("update", Some(open), Some(renamed), "renamed", "b"),
            ("update", Some(done), Some(renamed), "changed", "b"),
            ("update", Some("no json"), Some("[]"), "changed", ""),
        ] {
            let entry = entry(act, before, after);
            assert_eq!(
                (entry.verb(), entry.name().as_str(), entry.thing().as_str()),
                (verb, name, "the task")
            );
        }
        let shortened = Entry {
            object: "audit".to_owned(),
            ..entry("expire", None, Some(r#"{"through": 7, "entries": 31}"#))
        };
        assert_eq!(
            (shortened.verb(), shortened.thing().as_str(), shortened.name().as_str()),
            ("shortened", "the trail", "by 31 old entries")
        );
        let change = Change { field: "title".into(), before: "a".into(), after: "b".into() };
        assert_eq!(entry("update", Some(open), Some(renamed)).changes(), [change]);
    }
}
