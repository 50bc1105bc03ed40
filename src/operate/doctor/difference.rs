//! How an object differs from what is listed of it, and the mend of that: whatever is not listed goes, and what is missing
//! comes back.
//!
//! A guard is replaced in one transaction: it is not gone in between, nor a function there with other rights than its own. What
//! would take rows or values away is never SQL to run here, but words, or a comment for a person to judge.

use std::collections::BTreeSet;

use super::mend::{Mend, Step, together};

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
            return Mend::of(vec![Step::Restore(self.object.to_owned())]);
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
        Mend::of(steps)
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
}
