//! Listings: what the catalogue must say, word for word. Each is a query in `sql/inspect/manifest` and, beside it, the
//! text that it gives on a freshly migrated database.
//!
//! A predicate can be fooled by what its author did not think of; an exact text cannot. So nothing here knows what is
//! dangerous: of what the queries list, whatever differs is found. A fact is a statement of SQL, so what is missing is also
//! what mends it. What would take rows away is never such a statement: it is a comment, for a person to judge.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    examiner::check,
    finding::{Finding, Severity},
    mend,
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
    },
    Listing {
        query: sql!("inspect/manifest/tables"),
        manifest: manifest!("tables"),
        severity: Severity::Error,
        unexpected: "rows of tenants may stand where no policy was reviewed, or be shown by a view",
        missing: "a table is not what the policies and the program were written for",
    },
    Listing {
        query: sql!("inspect/manifest/constraints"),
        manifest: manifest!("constraints"),
        severity: Severity::Error,
        unexpected: "a key or reference that is not led by the tenant reaches, or tells of, other tenants' rows",
        missing: "rows can be stored that point into another tenant, or that the program does not expect",
    },
    Listing {
        query: sql!("inspect/manifest/policies"),
        manifest: manifest!("policies"),
        severity: Severity::Error,
        unexpected: "a policy shows or takes rows that the reviewed ones do not",
        missing: "a guard is gone: rows are shown or changed that should not be, or nothing is",
    },
    Listing {
        query: sql!("inspect/manifest/privileges"),
        manifest: manifest!("privileges"),
        severity: Severity::Error,
        unexpected: "somebody may do what nobody was meant to do",
        missing: "a privilege that was taken from everybody is back, or the program lacks one that it needs",
    },
    Listing {
        query: sql!("inspect/manifest/functions"),
        manifest: manifest!("functions"),
        severity: Severity::Error,
        unexpected: "code that nobody reviewed runs in the database: a context that fails open, or a door for a definer",
        missing: "the policies and the program call a function that is gone or says something else",
    },
    Listing {
        query: sql!("inspect/manifest/triggers"),
        manifest: manifest!("triggers"),
        severity: Severity::Error,
        unexpected: "a trigger or rule sees and changes what is written, or a check of references does not run",
        missing: "what is deleted is not kept, or not recorded",
    },
    Listing {
        query: sql!("inspect/manifest/others"),
        manifest: manifest!("others"),
        severity: Severity::Error,
        unexpected: "rows can leave by a way that knows no policies, or what operators and types mean was changed",
        missing: "the functions of the schema cannot run",
    },
    Listing {
        query: sql!("inspect/manifest/indexes"),
        manifest: manifest!("indexes"),
        severity: Severity::Warning,
        unexpected: "nothing that crosses tenants; writes pay for it",
        missing: "nothing that crosses tenants; queries are slow",
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

/// What becomes of a fact that is not listed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Additions {
    /// It is found.
    Found,
    /// It may be the work of a migration that this program does not know.
    Tolerated,
}

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
    pub(super) fn compare(&self, facts: &[Entry], additions: Additions) -> Vec<Finding> {
        let listed = parse(self.manifest);
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
                if additions == Additions::Tolerated {
                    found.retain(|fact, _| listed.contains(*fact));
                }
                self.compare_object(object, listed, &found)
            })
            .collect()
    }

    fn compare_object(&self, object: &str, listed: &BTreeSet<String>, found: &Found<'_>) -> Option<Finding> {
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
            mend: mend::statements(object, !listed.is_empty(), &unexpected, &missing),
        })
    }
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
