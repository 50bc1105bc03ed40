//! Listings: what the catalogue must say, word for word. Each is a query in `sql/inspect/manifest` and, beside it, the
//! text that it gives on a freshly migrated database.
//!
//! A predicate can be fooled by what its author did not think of; an exact text cannot. So nothing here knows what is
//! dangerous: of what the queries list, whatever differs is found. What they leave out, and why, is said at the head of each.
//! A fact is a statement of SQL, so what is missing is also what mends it; see `difference`.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    difference::Difference,
    examiner::check,
    finding::{Finding, Severity},
};
use crate::{columns, db::Query, sql};

/// One listing.
pub(super) struct Listing {
    pub(super) query: Query,
    manifest: &'static str,
    severity: Severity,
    /// What it would let happen that something is there which is not listed.
    unexpected: &'static str,
    /// And that something is not there which is.
    missing: &'static str,
    /// What a migration that this program does not know may have added.
    additions: Additions,
}

/// Facts that are not listed, and no findings in a database that is ahead of the program. Only what stands in schema app, where
/// the rules see to it, and what only refuses or only costs: whoever writes one row into the history of migrations
/// switches nothing off by that.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Additions {
    None,
    /// Objects of schema app of which nothing is listed. No function with the rights of its owner.
    Objects,
    /// And columns of those that are.
    Columns,
    /// And what is granted on columns of which nothing is listed.
    Grants,
    /// Anything in schema app.
    Any,
}

macro_rules! manifest {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/inspect/manifest/", $name, ".txt"))
    };
}

/// All of them.
pub(super) const LISTINGS: [Listing; 9] = [
    Listing {
        query: sql!("inspect/manifest/roles"),
        manifest: manifest!("roles"),
        severity: Severity::Error,
        unexpected: "a role can do, become or be set to more than the design gives it",
        missing: "a role lacks what the design gives it, or a safeguard of its logins is off",
        additions: Additions::None,
    },
    Listing {
        query: sql!("inspect/manifest/tables"),
        manifest: manifest!("tables"),
        severity: Severity::Error,
        unexpected: "rows of tenants may stand where no policy was reviewed, or be shown by a view",
        missing: "a table is not what the policies and the program were written for",
        additions: Additions::Columns,
    },
    Listing {
        query: sql!("inspect/manifest/constraints"),
        manifest: manifest!("constraints"),
        severity: Severity::Error,
        unexpected: "a key or reference that is not led by the tenant reaches, or tells of, other tenants' rows",
        missing: "rows can be stored that point into another tenant, or that the program does not expect",
        additions: Additions::Any,
    },
    Listing {
        query: sql!("inspect/manifest/policies"),
        manifest: manifest!("policies"),
        severity: Severity::Error,
        unexpected: "a policy shows or takes rows that the reviewed ones do not",
        missing: "a guard is gone: rows are shown or changed that should not be, or nothing is",
        additions: Additions::Objects,
    },
    Listing {
        query: sql!("inspect/manifest/privileges"),
        manifest: manifest!("privileges"),
        severity: Severity::Error,
        unexpected: "somebody may do what nobody was meant to do",
        missing: "a privilege that was taken from everybody is back, or the program lacks one that it needs",
        additions: Additions::Grants,
    },
    Listing {
        query: sql!("inspect/manifest/functions"),
        manifest: manifest!("functions"),
        severity: Severity::Error,
        unexpected: "code that nobody reviewed runs in the database: a context that fails open, or a door for a definer",
        missing: "the policies and the program call a function that is gone or says something else",
        additions: Additions::Objects,
    },
    Listing {
        query: sql!("inspect/manifest/triggers"),
        manifest: manifest!("triggers"),
        severity: Severity::Error,
        unexpected: "a trigger or rule sees and changes what is written, or a check of references does not run, nor did it run on what was written since",
        missing: "what is deleted is not kept, or not recorded",
        additions: Additions::Objects,
    },
    Listing {
        query: sql!("inspect/manifest/others"),
        manifest: manifest!("others"),
        severity: Severity::Error,
        unexpected: "rows can leave by a way that knows no policies, or what operators and types mean was changed",
        missing: "the functions of the schema cannot run",
        additions: Additions::None,
    },
    Listing {
        query: sql!("inspect/manifest/indexes"),
        manifest: manifest!("indexes"),
        severity: Severity::Warning,
        unexpected: "nothing that crosses tenants; writes pay for it",
        missing: "nothing that crosses tenants; queries are slow",
        additions: Additions::Any,
    },
];

/// A fact about an object, as the catalogue has it now.
pub(super) struct Entry {
    object: String,
    fact: String,
    /// What takes it back.
    undo: Option<String>,
}

columns!(Entry { object, fact, undo });

/// What was found of one object: facts, and what takes each back.
type Found<'a> = BTreeMap<&'a str, Option<&'a str>>;

impl Listing {
    /// The name of its two files.
    pub(super) fn name(&self) -> &'static str {
        self.query.name.rsplit('/').next().unwrap_or_default()
    }

    /// The text of the manifest, for facts that were read.
    pub(super) fn written(&self, facts: &[Entry]) -> String {
        let mut text = manifest_head(self.name());
        let mut object = "";
        for fact in facts {
            if fact.object != object {
                object = &fact.object;
                text.push_str(object);
                text.push('\n');
            }
            let mut indent = "  ";
            for line in fact.fact.lines() {
                text.push_str(if line.is_empty() { "" } else { indent });
                text.push_str(line);
                text.push('\n');
                indent = "    ";
            }
        }
        text
    }

    /// One finding for every object of which the facts differ.
    /// One that is `ahead` of the program may have more than is listed.
    pub(super) fn compare(&self, facts: &[Entry], ahead: bool) -> Vec<Finding> {
        let listed = parse(self.manifest);
        let privileges = parse(manifest!("privileges"));
        let mut found: BTreeMap<&str, Found<'_>> = BTreeMap::new();
        for fact in facts {
            found.entry(&fact.object).or_default().insert(&fact.fact, fact.undo.as_deref());
        }
        let objects: BTreeSet<&str> =
            listed.keys().map(String::as_str).chain(found.keys().copied()).collect();
        objects
            .into_iter()
            .filter_map(|object| {
                let none = BTreeSet::new();
                let listed = listed.get(object).unwrap_or(&none);
                let mut found = found.remove(object).unwrap_or_default();
                if ahead {
                    found.retain(|fact, _| {
                        listed.contains(*fact) || !self.additions.allow(object, listed, fact)
                    });
                }
                // What is granted on a view is listed as of a table.
                let granted = privileges.get(&object.replacen("view ", "table ", 1)).unwrap_or(&none);
                self.compare_object(object, listed, &found, granted)
            })
            .collect()
    }

    fn compare_object(
        &self,
        object: &str,
        listed: &BTreeSet<String>,
        found: &Found<'_>,
        granted: &BTreeSet<String>,
    ) -> Option<Finding> {
        let unexpected: Vec<_> = found
            .iter()
            .map(|(fact, undo)| (*fact, *undo))
            .filter(|(fact, _)| !listed.contains(*fact))
            .collect();
        let missing: Vec<_> =
            listed.iter().map(String::as_str).filter(|fact| !found.contains_key(fact)).collect();
        let lets = match (unexpected.is_empty(), missing.is_empty()) {
            (true, true) => return None,
            (false, _) => self.unexpected,
            (true, false) => self.missing,
        };
        let problem = unexpected
            .iter()
            .map(|(fact, _)| format!("not listed: {fact}"))
            .chain(missing.iter().map(|fact| format!("missing: {fact}")))
            .collect::<Vec<_>>()
            .join("\n");
        Some(Finding {
            severity: self.severity,
            check: check(self.query),
            object: object.to_owned(),
            problem,
            lets: lets.to_owned(),
            mend: Difference { object, listed, unexpected: &unexpected, missing: &missing, granted }.mend(),
        })
    }
}

impl Additions {
    fn allow(self, object: &str, listed: &BTreeSet<String>, fact: &str) -> bool {
        let in_app = object.split_once(' ').is_some_and(|(_, name)| name.starts_with("app."));
        let new = listed.is_empty() && !fact.contains(" security definer");
        in_app
            && match self {
                Self::None => false,
                Self::Objects => new,
                Self::Columns => new || fact.contains(" column "),
                Self::Grants => new || is_on_unlisted_column(object, fact),
                Self::Any => true,
            }
    }
}

/// Whether it grants something on a column that the listing of tables does not have.
fn is_on_unlisted_column(object: &str, fact: &str) -> bool {
    let tables = parse(manifest!("tables"));
    let table = object.trim_start_matches("table ");
    let column = fact.split_once(" (").and_then(|(_, rest)| rest.split_once(") on "));
    column.zip(tables.get(object)).is_some_and(|((name, _), listed)| {
        let added = format!("alter table {table} add column {name} ");
        !listed.iter().any(|fact| fact.starts_with(&added))
    })
}

fn manifest_head(name: &str) -> String {
    format!(
        "# What {name}.sql gives on a freshly migrated database. `rowhouse doctor` compares it word for word.\n\
         # Written by script/manifest; read its difference as you read code.\n"
    )
}

/// The facts of a manifest by their objects. A fact begins two spaces in, its further lines four.
fn parse(manifest: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut listed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut object = "";
    let mut fact = String::new();
    for line in manifest.lines().filter(|line| !line.starts_with('#')) {
        if let Some(further) = line.strip_prefix("    ").or(line.is_empty().then_some("")) {
            fact.push('\n');
            fact.push_str(further);
            continue;
        }
        if !fact.is_empty() {
            listed.entry(object.to_owned()).or_default().insert(std::mem::take(&mut fact));
        }
        match line.strip_prefix("  ") {
            Some(first) => first.clone_into(&mut fact),
            None => object = line,
        }
    }
    if !fact.is_empty() {
        listed.entry(object.to_owned()).or_default().insert(fact);
    }
    listed
}
