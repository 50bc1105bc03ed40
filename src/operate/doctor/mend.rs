//! Mends: the statements that make of what was found what should be there, and the order in which they are to be run.
//!
//! They can be pasted as they are, each by itself or all as one script. What would take rows away, or rewrite them, is a comment
//! here, for a person to judge. No text is ever taken apart at semicolons or line breaks, since a name may hold both.

use std::{collections::BTreeSet, fmt};

use serde::{Serialize, Serializer};

use crate::operate::cluster;

const LOOK_FIRST: &str = "-- look first: ";

/// All or nothing: what stands between these is one transaction.
const BEGIN: &str = "begin; ";
const NEXT: &str = "; ";
const COMMIT: &str = "; commit";

/// What the script rests on, whatever the session of the superuser who runs it is set to: that names mean what they say, that a
/// quote ends where it seems to, and that what fails in a transaction takes the whole of it back.
const SCRIPT: &str = "\\set ON_ERROR_ROLLBACK off
\\set AUTOCOMMIT on
set search_path = pg_catalog, pg_temp;
set standard_conforming_strings = on;
";

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
    pub(super) fn parse(text: &str) -> Self {
        if let Some(judged) = text.strip_prefix(LOOK_FIRST) {
            Self::LookFirst(judged.to_owned())
        } else if let Some(words) = text.strip_prefix("-- ") {
            Self::Words(words.to_owned())
        } else {
            Self::Sql(text.trim_end_matches(';').to_owned())
        }
    }

    /// Its place among others: what is to go goes before what it needs, and what is to come comes after it. What goes and comes
    /// again in one transaction has the place of what comes.
    fn rank(&self) -> usize {
        let (Self::Sql(text) | Self::LookFirst(text)) = self else { return 0 };
        let place = |order: &[(&str, &str)], text: &str| {
            order.iter().position(|(begins, has)| text.starts_with(begins) && text.contains(has))
        };
        let comes = match text.strip_prefix(BEGIN) {
            // A name may hold what stands between statements: then the place is another, and that is all.
            Some(together) => together.split(NEXT).find_map(|text| place(&COMING, text)),
            None => place(&COMING, text),
        };
        match (place(&GOING, text), comes) {
            (Some(place), _) => 1 + place,
            (None, None) => 1 + GOING.len(),
            (None, Some(place)) => 2 + GOING.len() + place,
        }
    }

    /// The same, to be judged by a person.
    fn judged(self) -> Self {
        match self {
            Self::Sql(text) => Self::LookFirst(text),
            Self::Bootstrap => Self::Words(format!("look first: {}", Self::Bootstrap)),
            other => other,
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
    ("alter view ", " owner to "),
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
    /// Each step once, in the order in which they are to be run.
    pub(super) fn of(mut steps: Vec<Step>) -> Self {
        steps.sort_by_key(Step::rank);
        steps.dedup();
        Self(steps)
    }

    /// From a check's own text, which is one step: nothing here looks for the end of a statement, since a name may hold what
    /// looks like one.
    pub(super) fn parse(text: &str) -> Self {
        Self(vec![Step::parse(text)])
    }

    /// The same, all of it left for a person to judge.
    pub(super) fn judged(self) -> Self {
        Self(self.0.into_iter().map(Step::judged).collect())
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
        let steps = steps.iter().map(|(_, step)| step.spelled_out() + "\n");
        std::iter::once(SCRIPT.to_owned()).chain(steps).collect()
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

/// One transaction.
pub(super) fn together(statements: &[&str]) -> Step {
    Step::Sql(format!("{BEGIN}{}{COMMIT}", statements.join(NEXT)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_name_holds_is_a_step_of_its_own() {
        let text = "drop view \"v;\ndrop table app.tasks;\n\"";
        assert_eq!(Mend::parse(text).steps(), [Step::Sql(text.to_owned())]);
        let judged = Mend::parse(&format!("{LOOK_FIRST}{text}")).to_string();
        assert!(judged.lines().all(|line| line.starts_with("-- ")), "{judged}");
        assert_eq!(Mend::parse(text).judged().to_string(), judged);
    }
}
