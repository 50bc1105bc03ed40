//! Findings, and the report that they make: what is wrong, what it would let happen, and what mends it.
//!
//! A report never holds a row of a tenant, a password or a URL, so it can be sent to whoever is asked for help.

use std::{
    fmt,
    time::{Duration, Instant},
};

use serde::{Serialize, Serializer};
use time::OffsetDateTime;

use super::mend::{Mend, with_database};
use crate::{
    columns,
    db::{Concern, Verdict},
    operate::counted,
};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Tenants may not be apart: `serve` refuses to start.
    Error,
    /// Something to see to.
    Warning,
}

/// One thing that is not as it should be.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// Which check found it: a file of `sql/inspect`, or a probe.
    pub check: &'static str,
    /// What it is about: `table app.tasks`.
    pub object: String,
    /// What is wrong.
    pub problem: String,
    /// What it would let happen.
    pub lets: String,
    /// What mends it.
    pub mend: Mend,
}

impl Finding {
    /// The same, and nothing of its mend to be run before a person has judged it.
    pub(super) fn judged(self) -> Self {
        Self { mend: self.mend.judged(), ..self }
    }
}

/// A row of one of the queries in `sql/inspect/rules`.
pub(super) struct Broken {
    warning: bool,
    object: String,
    problem: String,
    lets: String,
    mend: String,
}

columns!(Broken { warning, object, problem, lets, mend });

impl Broken {
    pub(super) fn found_by(self, check: &'static str) -> Finding {
        let Self { warning, object, problem, lets, mend } = self;
        let severity = if warning { Severity::Warning } else { Severity::Error };
        Finding { severity, check, object, problem, lets, mend: Mend::parse(&mend) }
    }
}

/// What an examination found.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The database.
    pub database: String,
    /// The version of PostgreSQL.
    pub server: String,
    /// How many facts of the catalogue were compared word for word.
    pub facts: usize,
    /// How many attempts to cross were made.
    pub probes: usize,
    /// What could not be tried, and why.
    pub not_tried: Vec<String>,
    /// Errors first.
    pub findings: Vec<Finding>,
    /// How long it took.
    #[serde(rename = "milliseconds", serialize_with = "milliseconds")]
    pub took: Duration,
}

fn milliseconds<S: Serializer>(took: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u128(took.as_millis())
}

impl Report {
    /// The report as it is handed out: errors first, nothing said twice, and with the database's own name.
    pub(super) fn finished(mut self, begun: Instant) -> Self {
        let database = format!("\"{}\"", self.database.replace('"', "\"\""));
        for finding in &mut self.findings {
            finding.problem = with_database(&finding.problem, &database);
            finding.mend.name_database(&database);
        }
        self.findings.sort_by_key(|finding| finding.severity);
        // A rule and a listing may see the same; the rule says it better.
        let by_rules: Vec<_> = self
            .findings
            .iter()
            .filter(|finding| finding.check.starts_with("rules/"))
            .map(|finding| (finding.object.clone(), finding.mend.clone()))
            .collect();
        self.findings.retain(|finding| {
            !finding.check.starts_with("manifest/")
                || !by_rules.iter().any(|(object, mend)| *object == finding.object && *mend == finding.mend)
        });
        // Nor can anything else of a table be brought back before the table is.
        let lost: Vec<_> = self
            .findings
            .iter()
            .filter(|finding| finding.mend.is_restore())
            .map(|finding| finding.object.clone())
            .collect();
        self.findings.retain(|finding| finding.mend.is_restore() || !lost.contains(&finding.object));
        self.took = begun.elapsed();
        self
    }

    /// How many errors there are.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
    }

    /// What mends every error, as one script for psql: the steps of all findings, each once, in the order in which they must run.
    /// Run by a superuser who has read it. Where something is left for a person to judge, what depends on that is left as well.
    #[must_use]
    pub fn script(&self) -> String {
        let errors = self.findings.iter().filter(|finding| finding.severity == Severity::Error);
        Mend::script(errors.map(|finding| &finding.mend))
    }

    /// How many warnings.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.findings.len() - self.errors()
    }
}

/// For the superuser panel: what was found, without what mends it, which is for whoever is at the database.
impl From<Report> for Verdict {
    fn from(report: Report) -> Self {
        let Report { facts, probes: attempts, findings, .. } = report;
        let concern = |Finding { severity, object, problem, lets, .. }| Concern {
            error: severity == Severity::Error,
            object,
            problem,
            lets,
        };
        let concerns = findings.into_iter().map(concern).collect();
        Self { facts, attempts, concerns, at: OffsetDateTime::now_utc() }
    }
}

/// For a person at a terminal.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        writeln!(f, "Database {} on PostgreSQL {}", self.database, self.server)?;
        writeln!(
            f,
            "{} facts of the catalogue compared, {} attempts to cross made, in {} ms",
            self.facts,
            self.probes,
            self.took.as_millis()
        )?;
        for reason in &self.not_tried {
            writeln!(f, "Not tried: {reason}")?;
        }
        match (self.errors(), self.warnings()) {
            (0, 0) => write!(f, "Nothing is wrong."),
            (errors, warnings) => {
                write!(f, "{}, {}.", counted(errors, "error"), counted(warnings, "warning"))
            }
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "warning",
        };
        writeln!(f, "{severity}: {} ({})", self.object, self.check)?;
        for (label, text) in
            [("wrong", &self.problem), ("lets", &self.lets), ("mend", &self.mend.to_string())]
        {
            let mut label = label;
            for line in text.lines() {
                writeln!(f, "  {label:<5}  {line}")?;
                label = "";
            }
        }
        Ok(())
    }
}
