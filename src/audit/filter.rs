//! Which entries are shown, as the address says it: `?act=update&person=…&object=…&from=2026-01-31&until=…&after=…`.
//! What makes no sense is said and left out; it never fails, and no view is lost over a typing error.

use std::str::FromStr;

use serde::Deserialize;
use time::{Date, OffsetDateTime, format_description::FormatItem, macros::format_description};
use uuid::Uuid;

use crate::id::UserId;

const DAY: &[FormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Act {
    #[default]
    Any,
    Insert,
    Update,
    Delete,
}

impl Act {
    pub(super) const ALL: [Self; 4] = [Self::Any, Self::Insert, Self::Update, Self::Delete];

    pub(super) fn column(self) -> Option<&'static str> {
        match self {
            Self::Any => None,
            Self::Insert => Some("insert"),
            Self::Update => Some("update"),
            Self::Delete => Some("delete"),
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Any => "All",
            Self::Insert => "Added",
            Self::Update => "Changed",
            Self::Delete => "Deleted",
        }
    }
}

/// The place of an entry in the trail: where a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) era: i32,
    pub(super) xid: String,
    pub(super) id: Uuid,
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(());
        let era = part()?.parse().map_err(drop)?;
        let xid: u64 = part()?.parse().map_err(drop)?;
        Ok(Self { era, xid: xid.to_string(), id: part()?.parse().map_err(drop)? })
    }
}

/// The query string of the page.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    act: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    object: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    after: String,
}

/// What is shown.
#[derive(Debug, Default)]
pub(super) struct Filter {
    pub(super) act: Act,
    pub(super) person: Option<UserId>,
    pub(super) object: Option<Uuid>,
    pub(super) from: Option<OffsetDateTime>,
    pub(super) until: Option<OffsetDateTime>,
    pub(super) after: Option<Place>,
    /// As they were typed.
    pub(super) days: [String; 2],
    /// What made no sense.
    pub(super) nonsense: Vec<&'static str>,
}

impl Asked {
    pub(super) fn filter(self) -> Filter {
        let mut nonsense = Vec::new();
        let mut filter = Filter {
            act: parsed(&self.act, "the act", &mut nonsense, |act| {
                Act::ALL.into_iter().find(|known| known.column() == Some(act))
            })
            .unwrap_or_default(),
            person: parsed(&self.person, "the person", &mut nonsense, |id| id.parse().ok()),
            object: parsed(&self.object, "the thing that was changed", &mut nonsense, |id| id.parse().ok()),
            from: parsed(&self.from, "the first day", &mut nonsense, day),
            // The whole of the last day.
            until: parsed(&self.until, "the last day", &mut nonsense, |text| {
                day(text)?.checked_add(time::Duration::DAY)
            }),
            after: parsed(&self.after, "the place in the trail", &mut nonsense, |place| place.parse().ok()),
            days: [self.from, self.until],
            nonsense,
        };
        if filter.from.zip(filter.until).is_some_and(|(from, until)| from >= until) {
            filter.nonsense.push("a last day before the first");
            (filter.from, filter.until) = (None, None);
        }
        filter
    }
}

fn parsed<T>(
    text: &str,
    what: &'static str,
    nonsense: &mut Vec<&'static str>,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let value = parse(text);
    if value.is_none() {
        nonsense.push(what);
    }
    value
}

/// The beginning of a day, by UTC; within the years that PostgreSQL and people know.
fn day(text: &str) -> Option<OffsetDateTime> {
    let day = Date::parse(text, DAY).ok()?;
    (1970..=9000).contains(&day.year()).then(|| day.midnight().assume_utc())
}

impl Filter {
    /// Whether anything is left out.
    pub(super) fn narrows(&self) -> bool {
        self.act != Act::Any
            || self.person.is_some()
            || self.object.is_some()
            || self.from.is_some()
            || self.until.is_some()
    }

    /// The address of this view with another act.
    pub(super) fn with_act(&self, act: Act) -> String {
        self.address(act, None)
    }

    /// The address of the page after `place`.
    pub(super) fn after(&self, place: &Place) -> String {
        self.address(self.act, Some(place))
    }

    fn address(&self, act: Act, after: Option<&Place>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("act", act.column().map(str::to_owned)),
            ("person", self.person.map(|person| person.to_string())),
            ("object", self.object.map(|object| object.to_string())),
            ("from", self.from.map(|_| self.days[0].clone())),
            ("until", self.until.map(|_| self.days[1].clone())),
            ("after", after.map(|place| format!("{}.{}.{}", place.era, place.xid, place.id))),
        ] {
            if let Some(value) = value {
                query.append_pair(name, &value);
            }
        }
        match query.finish() {
            query if query.is_empty() => super::PATH.to_owned(),
            query => format!("{}?{query}", super::PATH),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_sense_is_said_and_left_out() {
        let asked = Asked {
            act: "explode".into(),
            person: "bob".into(),
            from: "31.1.2026".into(),
            until: "2026-02-30".into(),
            after: "1.x".into(),
            ..Asked::default()
        };
        let filter = asked.filter();
        assert_eq!(filter.nonsense.len(), 5, "{:?}", filter.nonsense);
        assert!(!filter.narrows() && filter.after.is_none());
        assert_eq!(filter.with_act(Act::Any), "/audit/");
    }

    #[test]
    fn a_last_day_before_the_first_is_no_filter_and_one_day_is() {
        let days = |from: &str, until: &str| {
            Asked { from: from.into(), until: until.into(), ..Asked::default() }.filter()
        };
        assert!(!days("2026-02-02", "2026-02-01").narrows());
        let one = days("2026-02-01", "2026-02-01");
        assert!(one.narrows() && one.nonsense.is_empty());
        assert_eq!(one.with_act(Act::Delete), "/audit/?act=delete&from=2026-02-01&until=2026-02-01");
    }

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let place: Place = "2.18446744073709551615.10000000-0000-7000-8000-000000000001".parse().unwrap();
        assert_eq!((place.era, place.xid.as_str()), (2, "18446744073709551615"));
        assert!("1.-1.10000000-0000-7000-8000-000000000001".parse::<Place>().is_err());
    }
}
