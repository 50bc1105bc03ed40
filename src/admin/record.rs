//! A row of any model: its id, the key of its place in the order, and values in the order of the model's columns.
//! It knows types and no meaning; what a value is shown as, the model says.

use postgres_types::Type;
use serde_json::{Value as Json, json};
use time::{OffsetDateTime, UtcOffset, format_description::FormatItem, macros::format_description};

use crate::db::{FromRow, Row, RowError};

/// What a statement says of a row beside its values.
const MARKS: [&str; 3] = ["version", "matches", "last"];
const MOMENT: &[FormatItem<'_>] = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

/// A row.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) id: String,
    /// Where the next page begins, beside the id.
    pub(super) key: String,
    pub(super) values: Vec<Value>,
    /// Counts the changes, where the row has such a count.
    pub(super) version: Option<i32>,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Nothing,
    Text(String),
    Number(i64),
    Moment(OffsetDateTime),
    /// An id, and what it is called.
    Link(String, String),
}

impl FromRow for Record {
    fn from_row(row: &Row) -> Result<Self, RowError> {
        let columns =
            row.columns().iter().enumerate().skip(2).filter(|(_, column)| !MARKS.contains(&column.name()));
        let values =
            columns.map(|(place, column)| value(row, place, column.type_())).collect::<Result<_, _>>()?;
        let counted = row.columns().iter().any(|column| column.name() == "version");
        let version = if counted { Some(row.try_get("version")?) } else { None };
        Ok(Self { id: row.try_get("id")?, key: row.try_get("key")?, values, version })
    }
}

fn value(row: &Row, place: usize, kind: &Type) -> Result<Value, RowError> {
    Ok(match *kind {
        Type::INT8 => row.try_get::<_, Option<i64>>(place)?.map(Value::Number),
        Type::TIMESTAMPTZ => row.try_get::<_, Option<OffsetDateTime>>(place)?.map(Value::Moment),
        Type::TEXT_ARRAY => row.try_get::<_, Option<Vec<String>>>(place)?.and_then(|pair| {
            let [id, label] = <[String; 2]>::try_from(pair).ok()?;
            Some(Value::Link(id, label))
        }),
        _ => row.try_get::<_, Option<String>>(place)?.map(Value::Text),
    }
    .unwrap_or(Value::Nothing))
}

impl Value {
    /// As people read it, and as it is exported.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) | Self::Link(_, text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Moment(at) => at.to_offset(UtcOffset::UTC).format(MOMENT).unwrap_or_default(),
        }
    }

    /// As a list shows it: to the minute.
    pub(super) fn short(&self) -> String {
        let mut words = self.words();
        if matches!(self, Self::Moment(_)) {
            words.truncate("2026-01-31 12:30".len());
        }
        words
    }

    /// As machines read it.
    pub(super) fn json(&self) -> Json {
        match self {
            Self::Nothing => Json::Null,
            Self::Text(text) => json!(text),
            Self::Link(id, name) => json!({ "id": id, "name": name }),
            Self::Number(number) => json!(number),
            Self::Moment(at) => {
                json!(at.format(&time::format_description::well_known::Rfc3339).unwrap_or_default())
            }
        }
    }
}
