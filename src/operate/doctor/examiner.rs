//! The connections of an examination: one for each role of serve, made as the pools make theirs.
//!
//! They are no pool connections, since a pool lends none without a tenant, and what a connection without a tenant sees is
//! among the questions. They end with the examination.

#![expect(clippy::disallowed_types, reason = "an operator's command has connections of its own")]

use std::cmp::Ordering;

use futures_util::future::try_join_all;
use tokio_postgres::{Client, Config, types::Type};

use super::{
    finding::{Broken, Finding, Report, Severity},
    listing::{Entry, LISTINGS, Listing},
    probe,
};
use crate::{
    db::{FromRow, Query, Urls, connect},
    operate::{Error, Result, migrate},
    sql,
};

/// What holds whatever is listed.
pub(super) const RULES: [Query; 5] = [
    sql!("inspect/rules/tables"),
    sql!("inspect/rules/keys"),
    sql!("inspect/rules/privileges"),
    sql!("inspect/rules/functions"),
    sql!("inspect/rules/server"),
];

/// A connection as one role.
pub(super) struct Examiner {
    pub(super) role: &'static str,
    pub(super) client: Client,
    /// What is wrong with the connection itself.
    broken: Vec<Finding>,
}

/// One for each role of serve.
pub(super) struct Examiners {
    pub(super) app: Examiner,
    pub(super) auth: Examiner,
    pub(super) admin: Examiner,
    /// Set when the database has migrations that this program, and so its listings, know nothing of.
    ahead: Option<Finding>,
}

impl Examiner {
    async fn connect(config: &Config, role: &'static str) -> Result<Self> {
        let client = connect(config).await?;
        let mut examiner = Self { role, client, broken: Vec::new() };
        let session = sql!("inspect/rules/session");
        // As the role and the database set it up, before anything is changed here.
        let rows = examiner.client.query_typed(session.text, &[(&examiner.role, Type::TEXT)]).await?;
        for row in &rows {
            examiner.broken.push(Broken::from_row(row)?.found_by("rules/session"));
        }
        // Names are written out or not as the search path says, and the listings write them out.
        examiner.client.batch_execute("set search_path = pg_catalog; set jit = off").await?;
        Ok(examiner)
    }

    async fn all<T: FromRow>(&self, query: Query) -> Result<Vec<T>> {
        let rows = self.client.query_typed(query.text, &[]).await?;
        Ok(rows.iter().map(T::from_row).collect::<Result<_, _>>()?)
    }

    pub(super) async fn facts(&self, listing: &Listing) -> Result<Vec<Entry>> {
        self.all(listing.query).await
    }
}

impl Examiners {
    pub(super) async fn connect(urls: &Urls) -> Result<Self> {
        let (app, auth, admin) = tokio::try_join!(
            Examiner::connect(&urls.app, "rowhouse_app"),
            Examiner::connect(&urls.auth, "rowhouse_auth"),
            Examiner::connect(&urls.admin, "rowhouse_admin"),
        )?;
        let ahead = ahead(&auth).await?;
        Ok(Self { app, auth, admin, ahead })
    }

    fn each(&self) -> [&Examiner; 3] {
        [&self.auth, &self.admin, &self.app]
    }

    /// A report of what the connections are; nothing else is in it yet.
    pub(super) async fn report(&self) -> Result<Report> {
        let row = self
            .auth
            .client
            .query_typed("select current_database()::text, current_setting('server_version')", &[])
            .await?;
        let described =
            row.first().map(|row| Ok::<_, tokio_postgres::Error>((row.try_get(0)?, row.try_get(1)?)));
        let (database, server) = described.transpose()?.unwrap_or_default();
        let broken = self.each().into_iter().flat_map(|examiner| examiner.broken.clone());
        Ok(Report {
            database,
            server,
            facts: 0,
            probes: 0,
            not_tried: Vec::new(),
            findings: broken.chain(self.ahead.clone()).collect(),
            took: std::time::Duration::ZERO,
        })
    }

    /// The queries run side by side, on all the connections that there are.
    pub(super) async fn compare_listings(&self, report: &mut Report) -> Result<()> {
        if self.ahead.is_some() {
            return Ok(());
        }
        let each = self.each();
        let read = LISTINGS.iter().enumerate().map(|(turn, listing)| each[turn % each.len()].facts(listing));
        for (listing, facts) in LISTINGS.iter().zip(try_join_all(read).await?) {
            report.facts += facts.len();
            report.findings.extend(listing.compare(&facts));
        }
        Ok(())
    }

    pub(super) async fn apply_rules(&self, report: &mut Report) -> Result<()> {
        let each = self.each();
        let read = RULES.iter().enumerate().map(|(turn, rule)| each[turn % each.len()].all::<Broken>(*rule));
        for (rule, broken) in RULES.iter().zip(try_join_all(read).await?) {
            report.findings.extend(broken.into_iter().map(|broken| broken.found_by(check(*rule))));
        }
        Ok(())
    }

    pub(super) async fn probe(&self, report: &mut Report) -> Result<()> {
        probe::all(self, report).await
    }
}

/// What a query is called in a finding: where it lies below `sql/inspect`, so that it can be run by hand.
pub(super) fn check(query: Query) -> &'static str {
    query.name.strip_prefix("inspect/").unwrap_or(query.name)
}

/// A database that is ahead of this program, and so of its listings. One that is behind is not examined at all.
async fn ahead(auth: &Examiner) -> Result<Option<Finding>> {
    let at = match auth.client.query_typed(sql!("health/schema_version").text, &[]).await {
        Ok(version) => version.first().map(|row| row.try_get(0)).transpose()?.unwrap_or_default(),
        // Before the first migration there is no such function, and no way to its schema.
        Err(failure) if failure.as_db_error().is_some() => 0,
        Err(failure) => return Err(failure.into()),
    };
    let known = migrate::newest();
    match at.cmp(&known) {
        Ordering::Less => Err(Error::MigrationsPending { at, needs: known }),
        Ordering::Equal => Ok(None),
        Ordering::Greater => Ok(Some(Finding {
            severity: Severity::Warning,
            check: "manifest",
            object: "database".to_owned(),
            problem: format!(
                "it is at migration {at}, and this program knows {known}: nothing was compared word for word"
            ),
            lets: "what the rules do not think of goes unseen".to_owned(),
            mend: "run the doctor of the newer program".to_owned(),
        })),
    }
}
