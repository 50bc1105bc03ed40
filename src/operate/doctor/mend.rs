//! Mends: the statements that make of what was found what should be there, and the order in which they are to be run.
//!
//! They can be pasted as they are, each by itself or all as one script: what would take rows away, or rewrite them, is a comment
//! here, for a person to judge, and a function is never there, not for a moment, with other rights than its own.

use std::{collections::BTreeSet, fmt};

use serde::{Serialize, Serializer};

use crate::operate::cluster;

const LOOK_FIRST: &str = "-- look first: ";

/// A step of a mend.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// SQL, without the semicolon at its end. May be run as it stands, by a superuser.
    Sql(String),
    /// SQL that takes something away which may be wanted, and that a person has to judge.
    LookFirst(String),
    /// What to do, in words.
    Words(String),
    /// What was taken from everybody is in the bootstrap, which a superuser may run again.
    Bootstrap,
    /// The object was lost with its rows.
    Restore(String),
}

/// The steps, in the order in which they are to be run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mend(Vec<Step>);

impl Step {
    /// From a check's own text: `-- ` begins words, `-- look first: ` SQL to be judged, and anything else is SQL.
    fn parse(text: &str) -> Self {
        if let Some(judged) = text.strip_prefix(LOOK_FIRST) {
            Self::LookFirst(judged.to_owned())
        } else if let Some(words) = text.strip_prefix("-- ") {
            Self::Words(words.to_owned())
        } else {
            Self::Sql(text.trim_end_matches(';').to_owned())
        }
    }

    /// Its place among others: what is to go goes before what it needs, and what is to come comes after it.
    fn rank(&self) -> usize {
        let (Self::Sql(text) | Self::LookFirst(text)) = self else { return 0 };
        let place = |order: &[(&str, &str)]| {
            order.iter().position(|(begins, has)| text.starts_with(begins) && text.contains(has))
        };
        match (place(&GOING), place(&COMING)) {
            (Some(place), _) => 1 + place,
            (None, None) => 1 + GOING.len(),
            (None, Some(place)) => 2 + GOING.len() + place,
        }
    }

    /// As a part of a script that holds all it needs.
    fn spelled_out(&self) -> String {
        match self {
            Self::Bootstrap => cluster::DATABASE.to_owned(),
            other => other.to_string(),
        }
    }
}

/// How statements that take away begin, and what else is in them.
const GOING: [(&str, &str); 19] = [
    ("revoke ", ""),
    ("alter default privileges ", ""),
    ("alter extension ", ""),
    ("drop publication ", ""),
    ("drop subscription ", ""),
    ("drop event trigger ", ""),
    ("drop trigger ", ""),
    ("drop rule ", ""),
    ("drop policy ", ""),
    ("drop view ", ""),
    ("drop materialized view ", ""),
    ("alter table ", " drop constraint "),
    ("drop index ", ""),
    ("drop server ", ""),
    ("drop function ", ""),
    ("drop foreign table ", ""),
    ("drop table ", ""),
    ("drop schema ", ""),
    ("drop ", ""),
];

/// And those that bring something back.
const COMING: [(&str, &str); 18] = [
    ("create schema ", ""),
    ("alter table ", " add column "),
    ("create or replace function ", ""),
    ("begin", ""),
    ("alter table ", " set default "),
    ("alter table ", " owner to "),
    ("alter table ", " row level security"),
    ("alter table ", " PRIMARY KEY "),
    ("alter table ", " UNIQUE "),
    ("alter table ", " CHECK "),
    ("alter table ", " FOREIGN KEY "),
    ("create unique index ", ""),
    ("create index ", ""),
    ("CREATE ", ""),
    ("create or replace view ", ""),
    ("create policy ", ""),
    ("create trigger ", ""),
    ("grant ", ""),
];

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A name may have a line break in it, and what follows must stay a comment.
        let commented = |text: &str| text.replace(['\n', '\r'], "\n-- ");
        match self {
            Self::Sql(text) => write!(f, "{text};"),
            Self::LookFirst(text) => write!(f, "{LOOK_FIRST}{};", commented(text)),
            Self::Words(text) => write!(f, "-- {}", commented(text)),
            Self::Bootstrap => f.write_str("\\i sql/bootstrap/database.sql"),
            Self::Restore(object) => {
                write!(f, "-- its rows are gone as well: restore {} from a backup", commented(object))
            }
        }
    }
}

impl Mend {
    /// From a check's own text, in which a line that ends with a semicolon ends a step.
    pub(super) fn parse(text: &str) -> Self {
        Self(text.split(";\n").map(Step::parse).collect())
    }

    /// The steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether it is about a table that was lost with its rows.
    pub(super) fn is_restore(&self) -> bool {
        matches!(self.0[..], [Step::Restore(_)])
    }

    /// Writes the database's own name, quoted, where the steps say `:database`.
    pub(super) fn name_database(&mut self, database: &str) {
        for step in &mut self.0 {
            if let Step::Sql(text) | Step::LookFirst(text) | Step::Words(text) = step {
                *text = with_database(text, database);
            }
        }
    }

    /// All the steps of several mends, each once, as one script.
    pub(super) fn script<'a>(mends: impl Iterator<Item = &'a Self>) -> String {
        let steps: BTreeSet<_> = mends.flat_map(|mend| &mend.0).map(|step| (step.rank(), step)).collect();
        steps.iter().map(|(_, step)| step.spelled_out() + "\n").collect()
    }
}

impl fmt::Display for Mend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.0.iter().enumerate() {
            let begins = if number == 0 { "" } else { "\n" };
            write!(f, "{begins}{step}")?;
        }
        Ok(())
    }
}

impl Serialize for Mend {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// `text` with `database` where it says `:database`, but for what it quotes: a name of somebody's may say so too.
pub(super) fn with_database(text: &str, database: &str) -> String {
    let mut named = String::with_capacity(text.len());
    let mut quote = None;
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if let (None, Some(after)) = (quote, rest.strip_prefix(":database")) {
            named.push_str(database);
            rest = after;
            continue;
        }
        quote = match quote {
            None if matches!(next, '"' | '\'') => Some(next),
            Some(opened) if opened == next => None,
            unchanged => unchanged,
        };
        named.push(next);
        rest = &rest[next.len_utf8()..];
    }
    named
}

/// How an object differs from what is listed of it.
pub(super) struct Difference<'a> {
    pub(super) object: &'a str,
    pub(super) listed: &'a BTreeSet<String>,
    /// What is not listed, and what takes it back.
    pub(super) unexpected: &'a [(&'a str, Option<&'a str>)],
    pub(super) missing: &'a [&'a str],
    /// The privileges on it that are listed.
    pub(super) granted: &'a BTreeSet<String>,
}

impl Difference<'_> {
    pub(super) fn mend(&self) -> Mend {
        if self.is_gone_with_its_rows() {
            return Mend(vec![Step::Restore(self.object.to_owned())]);
        }
        let undone = self
            .unexpected
            .iter()
            .filter(|(fact, _)| !has_column_of(self.missing.iter().copied(), fact))
            .filter_map(|(_, undo)| *undo)
            // What is known by name is altered back, and dropped only when it should not be there at all.
            .filter(|undo| self.listed.is_empty() || !undo.ends_with(self.object))
            .map(Step::parse);
        let restored = self.missing.iter().map(|fact| self.restore(fact));
        let mut steps: Vec<_> = undone.chain(restored).collect();
        steps.dedup();
        steps.sort_by_key(Step::rank);
        Mend(steps)
    }

    /// Whether it is a table of which nothing is left.
    fn is_gone_with_its_rows(&self) -> bool {
        let created = format!("create {}", self.object);
        self.object.starts_with("table ") && self.missing.contains(&created.as_str())
    }

    fn restore(&self, fact: &str) -> Step {
        const FUNCTION: &str = "create or replace function ";
        if fact.starts_with("revoke ") {
            return Step::Bootstrap;
        }
        if fact.contains('…') {
            return Step::Words(format!("take {} from a new database of the same version", self.object));
        }
        if let Some((add, definition)) = column(fact)
            && has_column_of(self.unexpected.iter().map(|(fact, _)| *fact), fact)
        {
            let alter = add.replace(" add column ", " alter column ");
            return Step::LookFirst(format!("{alter} type {definition}"));
        }
        let head = |fact: &str| fact.lines().next().map(str::to_owned);
        let other = self.unexpected.iter().find(|(fact, _)| fact.starts_with(FUNCTION));
        match other {
            _ if !fact.starts_with(FUNCTION) || self.object == "system functions" => {
                Step::Sql(fact.to_owned())
            }
            // Its arguments and its result cannot be replaced.
            Some((other, _)) if head(other) != head(fact) => {
                self.create_function(&format!("drop {};\n{fact}", self.object))
            }
            Some(_) => Step::Sql(fact.to_owned()),
            None => self.create_function(fact),
        }
    }

    /// A new function belongs to who creates it, and everybody may execute it: so it is there for others only once it is right.
    fn create_function(&self, created: &str) -> Step {
        let object = self.object;
        let owned = self.listed.iter().find(|fact| fact.starts_with("alter ") && fact.contains(" owner to "));
        let taken = format!("revoke all on {object} from public");
        let rights = owned.into_iter().chain([&taken]).chain(self.granted).map(|right| format!("{right};\n"));
        Step::Sql(format!("begin;\n{created};\n{}commit", rights.collect::<String>()))
    }
}

/// Whether one of the facts is about the same column, and says something else of it.
fn has_column_of<'a>(mut facts: impl Iterator<Item = &'a str>, fact: &str) -> bool {
    column(fact).is_some_and(|(add, _)| facts.any(|other| column(other).is_some_and(|(same, _)| same == add)))
}

/// A fact that adds a column, up to the column's name, and what follows the name.
fn column(fact: &str) -> Option<(&str, &str)> {
    const ADD: &str = " add column ";
    let name = fact.find(ADD)? + ADD.len();
    fact.split_at_checked(name + fact[name..].find(' ')?).map(|(add, rest)| (add, rest.trim_start()))
}
