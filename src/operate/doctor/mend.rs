//! Mends: the statements that make of what was found what should be there, and the order in which they are to be run.
//!
//! They can be pasted as they are, each by itself or all as one script. What would take rows away, or rewrite them, is a comment
//! here, for a person to judge. A guard is replaced in one transaction: it is not gone in between, nor a function there with other
//! rights than its own. No text is ever taken apart at semicolons or line breaks, since a name may hold both.

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
    fn parse(text: &str) -> Self {
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
            .filter_map(|(fact, undo)| Some((*fact, (*undo)?)))
            // What is known by name is altered back, and dropped only when it should not be there at all.
            .filter(|(_, undo)| self.listed.is_empty() || !undo.ends_with(self.object))
            .map(|(fact, undo)| self.undo(fact, undo));
        let restored = self
            .missing
            .iter()
            .filter(|fact| {
                !self.unexpected.iter().any(|(_, undo)| undo.is_some_and(|undo| brings_back(fact, undo)))
            })
            .filter(|fact| !self.is_of_a_lost_column(fact))
            .map(|fact| self.restore(fact));
        let mut steps: Vec<_> = undone.chain(restored).collect();
        if self.missing.iter().any(|fact| self.is_lost(fact)) {
            steps.push(Step::Words("the values of a column are gone with it: a backup has them".to_owned()));
        }
        steps.sort_by_key(Step::rank);
        steps.dedup();
        Mend(steps)
    }

    /// Whether it is a table of which nothing is left.
    fn is_gone_with_its_rows(&self) -> bool {
        let created = format!("create {}", self.object);
        self.object.starts_with("table ") && self.missing.contains(&created.as_str())
    }

    /// Whether a column is gone, with its values.
    fn is_lost(&self, fact: &str) -> bool {
        column(fact).is_some() && !has_column_of(self.unexpected.iter().map(|(fact, _)| *fact), fact)
    }

    /// What is said of a column that is gone waits until it is back.
    fn is_of_a_lost_column(&self, fact: &str) -> bool {
        let lost = self.missing.iter().filter(|fact| self.is_lost(fact)).filter_map(|fact| column(fact));
        lost.map(|(add, _)| add.replace(" add column ", " alter column ") + " ")
            .any(|alter| fact.starts_with(&alter))
    }

    /// Takes back what is not listed. What is listed of the same name comes in its place in the same transaction: a guard is
    /// not gone in between, nor lost when the other is refused.
    fn undo(&self, fact: &str, undo: &str) -> Step {
        match self.missing.iter().find(|missing| brings_back(missing, undo)) {
            // Rows may be there that it refuses; it refuses new ones meanwhile.
            Some(back) if fact.strip_suffix(" NOT VALID") == Some(back) => {
                Step::Sql(undo.replacen(" drop constraint ", " validate constraint ", 1))
            }
            Some(back) => together(&[undo, back]),
            None => Step::parse(undo),
        }
    }

    fn restore(&self, fact: &str) -> Step {
        if fact.starts_with("revoke ") {
            return Step::Bootstrap;
        }
        if fact.contains('…') {
            return Step::Words(format!("take {} from a new database of the same version", self.object));
        }
        if let Some((add, definition)) = column(fact) {
            let altered = format!("{} type {definition}", add.replace(" add column ", " alter column "));
            return Step::LookFirst(if self.is_lost(fact) { fact.to_owned() } else { altered });
        }
        let is_made_again = ["create or replace function ", "create or replace view "]
            .into_iter()
            .any(|creates| fact.starts_with(creates));
        match self.unexpected.iter().find(|(other, _)| begins_alike(other, fact)) {
            _ if !is_made_again || self.object == "system functions" => Step::Sql(fact.to_owned()),
            // Of a function, arguments and result cannot be replaced, and of a view, columns.
            Some((other, _))
                if other.lines().next() == fact.lines().next() && self.object.starts_with("function ") =>
            {
                Step::Sql(fact.to_owned())
            }
            Some(_) => self.make_again(&[&format!("drop {}", self.object), fact]),
            None => self.make_again(&[fact]),
        }
    }

    /// A new function belongs to who creates it, and everybody may execute it: so it is there for others only once it is right.
    fn make_again(&self, created: &[&str]) -> Step {
        let owned =
            self.listed.iter().filter(|fact| fact.starts_with("alter ") && fact.contains(" owner to "));
        let taken = format!("revoke all on {} from public", self.object.trim_start_matches("view "));
        let rights = owned.chain([&taken]).chain(self.granted).map(String::as_str);
        together(&created.iter().copied().chain(rights).collect::<Vec<_>>())
    }
}

/// One transaction.
fn together(statements: &[&str]) -> Step {
    Step::Sql(format!("{BEGIN}{}{COMMIT}", statements.join(NEXT)))
}

/// Whether `fact` creates what `undo` drops: the policy or the constraint of the same name.
fn brings_back(fact: &str, undo: &str) -> bool {
    let policy = undo.strip_prefix("drop policy if exists ").map(|name| format!("create policy {name} as "));
    let constraint =
        undo.split_once(" drop constraint ").map(|(table, name)| format!("{table} add constraint {name} "));
    policy.or(constraint).is_some_and(|creates| fact.starts_with(&creates))
}

/// Whether both create a function, or both a view.
fn begins_alike(one: &str, other: &str) -> bool {
    let kind = |fact: &str| fact.split(' ').take(4).map(str::to_owned).collect::<Vec<_>>();
    kind(one) == kind(other)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(object: &str, unexpected: &[(&str, Option<&str>)], missing: &[&str]) -> String {
        let listed = missing.iter().map(|fact| (*fact).to_owned()).collect();
        Difference { object, listed: &listed, unexpected, missing, granted: &BTreeSet::new() }
            .mend()
            .to_string()
    }

    #[test]
    fn a_policy_is_replaced_in_one_transaction() {
        let written = "create policy floor on app.tasks as restrictive for all to rowhouse_app";
        let found = "create policy floor on app.tasks as permissive for all to rowhouse_app";
        let undo = "drop policy if exists floor on app.tasks";
        assert_eq!(
            difference("table app.tasks", &[(found, Some(undo))], &[written]),
            format!("begin; {undo}; {written}; commit;")
        );
    }

    #[test]
    fn a_constraint_that_was_not_validated_is_never_dropped() {
        let written = "alter table app.tasks add constraint c CHECK (true)";
        let found = format!("{written} NOT VALID");
        let undo = "alter table app.tasks drop constraint c";
        assert_eq!(
            difference("table app.tasks", &[(&found, Some(undo))], &[written]),
            "alter table app.tasks validate constraint c;"
        );
    }

    #[test]
    fn a_lost_column_is_left_to_a_person_and_what_is_said_of_it_waits() {
        let lost = "alter table app.tasks add column done boolean";
        let said = "alter table app.tasks alter column done set not null";
        let mend = difference("table app.tasks", &[], &[lost, said]);
        assert!(mend.lines().all(|line| line.starts_with("-- ")), "{mend}");
        assert!(
            mend.contains("look first") && mend.contains("a backup has them") && !mend.contains("not null")
        );
    }

    #[test]
    fn nothing_that_a_name_holds_is_a_step_of_its_own() {
        let text = "drop view \"v;\ndrop table app.tasks;\n\"";
        assert_eq!(Mend::parse(text).steps(), [Step::Sql(text.to_owned())]);
        let judged = Mend::parse(&format!("{LOOK_FIRST}{text}")).to_string();
        assert!(judged.lines().all(|line| line.starts_with("-- ")), "{judged}");
        assert_eq!(Mend::parse(text).judged().to_string(), judged);
    }
}
