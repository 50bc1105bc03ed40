//! The order of a list: by a column; or by one that has few values, and in each of them by another. Either goes either way, as
//! the address says: `?sort=status,-name`.
//! Statements know each of them by that name. None is put together here, and nothing is read.

use super::model::{Column, Model};
use crate::db::Query;

/// What by, and whether the other way round.
type By<'a> = (&'a str, bool);

/// An order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order<'a> {
    pub(super) first: By<'a>,
    pub(super) then: Option<By<'a>>,
}

impl<'a> Order<'a> {
    /// As an address says it.
    pub(super) fn of(sort: &'a str) -> Self {
        let by = |one: &'a str| one.strip_prefix('-').map_or((one, false), |by| (by, true));
        match sort.split_once(',') {
            Some((first, then)) => Self { first: by(first), then: Some(by(then)) },
            None => Self { first: by(sort), then: None },
        }
    }

    /// Whether it is the first or the second that a list is sorted by, and whether the other way round.
    pub(super) fn place(self, name: &str) -> Option<(u8, bool)> {
        match self {
            Self { first: (by, down), .. } if by == name => Some((1, down)),
            Self { then: Some((by, down)), .. } if by == name => Some((2, down)),
            _ => None,
        }
    }

    /// The order after a click on a column: by it, then the other way round, then without it; none for that which comes by
    /// itself. What it is sorted by beside it stays. Times begin with the latest, names with the first.
    pub(super) fn clicked(self, name: &'a str) -> Option<Order<'a>> {
        let way = Some((name, is_time(name)));
        let turned = |(by, down): By<'a>| Some((by, !down)).filter(|_| down == is_time(by));
        let (first, then) = match self.place(name) {
            None => (way, None),
            Some((1, _)) => (turned(self.first).or(self.then), self.then),
            Some(_) => (Some(self.first), self.then.and_then(turned)),
        };
        // Where the first went, the second stands in its place.
        first.map(|first| Self { first, then: then.filter(|(by, _)| *by != first.0) })
    }

    /// The same, and in each of its values by that column.
    pub(super) fn and_by(self, name: &'a str) -> Self {
        Self { then: Some((name, is_time(name))), ..self }
    }

    /// As an address says it.
    pub(super) fn text(self) -> String {
        let text = |(by, down): By<'_>| format!("{}{by}", if down { "-" } else { "" });
        match self.then {
            Some(then) => format!("{},{}", text(self.first), text(then)),
            None => text(self.first),
        }
    }
}

impl Model {
    /// Whether the list can be sorted so.
    pub(super) fn sorts_by(&self, sort: &str) -> bool {
        let Order { first: (first, _), then } = Order::of(sort);
        let Some(column) = self.sorted_by(first) else { return false };
        match then {
            Some((then, _)) => column.then.is_some() && then != first && self.sorted_by(then).is_some(),
            None => true,
        }
    }

    /// The statement that gives a page in that order.
    pub(super) fn in_order(&self, order: Order<'_>) -> Query {
        let by_two = order.then.and_then(|_| self.sorted_by(order.first.0)?.then);
        by_two.unwrap_or(self.list)
    }

    /// Whether a second order can be added to the first.
    pub(super) fn takes_second(&self, order: Order<'_>) -> bool {
        self.sorted_by(order.first.0).is_some_and(|column| column.then.is_some())
    }

    fn sorted_by(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.sort == Some(name))
    }
}

/// Whether an order of that name is one of time.
pub(super) fn is_time(order: &str) -> bool {
    ["created", "seen"].contains(&order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clicks(sort: &str, name: &'static str) -> Option<String> {
        Order::of(sort).clicked(name).map(Order::text)
    }

    #[test]
    fn a_column_goes_one_way_then_the_other_and_then_out() {
        for (before, name, after) in [
            ("-created", "name", Some("name")),
            ("name", "name", Some("-name")),
            ("-name", "name", None),
            ("-created", "created", Some("created")),
            ("created", "created", None),
            ("status,name", "status", Some("-status,name")),
            ("-status,name", "status", Some("name")),
            ("status,name", "name", Some("status,-name")),
            ("-status,-name", "name", Some("-status")),
            ("status,-created", "created", Some("status,created")),
            ("status,created", "created", Some("status")),
            ("status,name", "created", Some("-created")),
        ] {
            assert_eq!(clicks(before, name).as_deref(), after, "{before}, {name}");
        }
        assert_eq!(Order::of("-status").and_by("created").text(), "-status,-created");
    }

    #[test]
    fn what_a_list_knows_no_order_of_is_none() {
        let tenants = super::super::model_named("tenants").unwrap();
        for sort in ["name", "-status", "status,name", "-status,-created"] {
            assert!(tenants.sorts_by(sort), "{sort}");
        }
        for sort in [
            "",
            "-",
            ",",
            "--name",
            "status,",
            ",name",
            "status,status",
            "status,-status",
            "name,status",
            "status,name,created",
            "status,x",
            "slug",
            "status, name",
        ] {
            assert!(!tenants.sorts_by(sort), "{sort}");
        }
    }
}
