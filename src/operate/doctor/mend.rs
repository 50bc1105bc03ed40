//! Mends: the statements that make of what was found what is listed.
//!
//! They can be pasted as they are: one that would take rows away, or rewrite them, is a comment here, for a person to judge.

/// A fact that is not listed, and what takes it back.
pub(super) type Unexpected<'a> = (&'a str, Option<&'a str>);

/// The statements, in the order in which they are to be run. `known` says whether the object is listed at all.
pub(super) fn statements(
    object: &str,
    known: bool,
    unexpected: &[Unexpected<'_>],
    missing: &[&str],
) -> String {
    let undone = unexpected
        .iter()
        .filter(|(fact, _)| !has_column_of(missing.iter().copied(), fact))
        .filter_map(|(_, undo)| *undo)
        // What is known by name is altered back, and dropped only when it should not be there at all.
        .filter(|undo| !(known && undo.ends_with(object)))
        .map(|undo| format!("{undo};"));
    let restored = missing.iter().map(|fact| match column(fact) {
        Some((add, definition)) if has_column_of(unexpected.iter().map(|(fact, _)| *fact), fact) => {
            format!("-- look first: {} type {definition};", add.replace(" add column ", " alter column "))
        }
        _ => restore(fact),
    });
    let mut statements: Vec<_> = undone.chain(restored).collect();
    statements.dedup();
    statements.join("\n")
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

/// What brings a listed fact back. What is taken from everybody is in the bootstrap, which a superuser may run again.
fn restore(fact: &str) -> String {
    if fact.starts_with("revoke ") { "\\i sql/bootstrap/database.sql".to_owned() } else { format!("{fact};") }
}
