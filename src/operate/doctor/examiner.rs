//! The connections of an examination: one for each role of serve, made as the pools make theirs.
//!
//! They are no pool connections, since a pool lends none without a tenant, and what a connection without a tenant sees is
//! among the questions. They end with the examination.

#![expect(clippy::disallowed_types, reason = "an operator's command has connections of its own")]

use std::{cmp::Ordering, collections::HashSet, num::NonZero};

use futures_util::future::try_join_all;
use tokio_postgres::{Client, Config, error::SqlState, types::Type};

use super::{
    finding::{Broken, Finding, Report, Severity},
    listing::{Entry, LISTINGS, Listing},
    mend::Mend,
    probe,
};
use crate::{
    columns,
    db::{FromRow, Query, Urls, connect},
    operate::{Error, Result, migrate},
    sql,
};

/// What holds whatever is listed.
pub(super) const RULES: [Query; 6] = [
    sql!("inspect/rules/tables"),
    sql!("inspect/rules/keys"),
    sql!("inspect/rules/privileges"),
    sql!("inspect/rules/functions"),
    sql!("inspect/rules/roles"),
    sql!("inspect/rules/server"),
];

/// How the server writes names, times and bytes, and reads strings, depends on the session; the listings are written in one way.
const AS_LISTED: &str = "set search_path = pg_catalog, pg_temp; set quote_all_identifiers = off; set standard_conforming_strings = on;
    set intervalstyle = postgres; set datestyle = iso; set timezone = utc; set bytea_output = hex; set extra_float_digits = 1;
    set lock_timeout = '3s'; set jit = off";

/// A connection as one role.
pub(super) struct Examiner {
    pub(super) role: &'static str,
    pub(super) client: Client,
    reached: Reached,
    /// What is wrong with the connection itself.
    broken: Vec<Finding>,
}

/// A database, and the server that it is in.
struct Reached {
    database: String,
    server: String,
    place: String,
    /// Nothing on a standby.
    started: Option<String>,
}

columns!(Reached { database, server, place, started });

/// The name of an object that belongs to an extension.
struct Member {
    name: String,
}

columns!(Member { name });

/// One for each role of serve.
pub(super) struct Examiners {
    pub(super) app: Examiner,
    pub(super) auth: Examiner,
    pub(super) admin: Examiner,
    pub(super) operator: Examiner,
    /// Set when the database has migrations that this program, and so its listings, know nothing of.
    ahead: Option<Finding>,
    /// What extensions brought: of those, the extension is the finding.
    of_extensions: HashSet<String>,
}

impl Examiner {
    async fn connect(config: &Config, role: &'static str) -> Result<Self> {
        let client = connect(config).await?;
        // As the role and the database set it up, before anything is changed here.
        let session = sql!("inspect/rules/session");
        let rows = client.query_typed(session.text, &[(&role, Type::TEXT)]).await?;
        let broken = rows.iter().map(|row| Ok(Broken::from_row(row)?.found_by("rules/session")));
        let broken = broken.collect::<Result<_>>()?;
        client.batch_execute(AS_LISTED).await?;
        let row = client.query_typed_one(sql!("inspect/server/reached").text, &[]).await?;
        Ok(Self { role, reached: Reached::from_row(&row)?, client, broken })
    }

    async fn all<T: FromRow>(&self, query: Query) -> Result<Vec<T>> {
        let rows = self.client.query_typed(query.text, &[]).await?;
        Ok(rows.iter().map(T::from_row).collect::<Result<_, _>>()?)
    }

    /// A check that the server does not answer is a finding, and not the end of the examination.
    async fn check<T: FromRow>(&self, query: Query) -> Result<std::result::Result<Vec<T>, Finding>> {
        match self.all(query).await {
            Ok(rows) => Ok(Ok(rows)),
            Err(Error::Database(failure)) if failure.as_db_error().is_some() => {
                let code = failure.code().map_or("no code", SqlState::code);
                let mend = if probe::IN_THE_WAY.contains(&code) {
                    "-- somebody is at work on a table, and holds a lock: examine again when that is done"
                } else {
                    "-- what everybody reads of the system's own tables was taken away: run the file that is named above in psql, and see what it says"
                };
                Ok(Err(Finding {
                    severity: Severity::Error,
                    check: check(query),
                    object: "catalogue".to_owned(),
                    problem: format!("{} cannot ask it: refused with {code}", self.role),
                    lets: "what this check would show is unknown".to_owned(),
                    mend: Mend::parse(mend),
                }))
            }
            Err(failure) => Err(failure),
        }
    }

    /// What is examined over one connection must be what is served over another.
    fn elsewhere(&self, auth: &Self) -> Option<Finding> {
        let (this, that) = (&self.reached, &auth.reached);
        let other_server = this.started.as_ref().zip(that.started.as_ref()).is_some_and(|(a, b)| a != b);
        (this.place != that.place || other_server).then(|| Finding {
            severity: Severity::Error,
            check: "server/reached",
            object: format!("connection of {}", self.role),
            problem: format!(
                "it reaches database {:?} ({}), and {} reaches {:?} ({})",
                this.database, this.place, auth.role, that.database, that.place
            ),
            lets: "what is examined is not what is served, and people sign in to other tenants' rows"
                .to_owned(),
            mend: Mend::parse("-- give the program URLs of one database on one server"),
        })
    }

    pub(super) async fn facts(&self, listing: &Listing) -> Result<Vec<Entry>> {
        self.all(listing.query).await
    }
}

impl Examiners {
    pub(super) async fn connect(urls: &Urls) -> Result<Self> {
        let (app, auth, admin, operator) = tokio::try_join!(
            Examiner::connect(&urls.app, "rowhouse_app"),
            Examiner::connect(&urls.auth, "rowhouse_auth"),
            Examiner::connect(&urls.admin, "rowhouse_admin"),
            Examiner::connect(&urls.operator, "rowhouse_operator"),
        )?;
        let ahead = ahead(&auth).await?;
        let members = auth.all::<Member>(sql!("inspect/server/extension_members")).await?;
        let of_extensions = members.into_iter().map(|member| member.name).collect();
        Ok(Self { app, auth, admin, operator, ahead, of_extensions })
    }

    /// Whether the database has migrations that this program does not know.
    pub(super) fn ahead(&self) -> bool {
        self.ahead.is_some()
    }

    fn each(&self) -> [&Examiner; 4] {
        [&self.auth, &self.admin, &self.app, &self.operator]
    }

    /// Whom to ask side by side: no more than there are processors. The server reads the catalogue anew for each connection, so
    /// on a single processor four of them take a fifth longer than one.
    fn side_by_side(&self) -> impl Iterator<Item = &Examiner> + Clone {
        let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
        self.each().into_iter().take(processors)
    }

    /// A report of what the connections are; nothing else is in it yet.
    pub(super) fn report(&self) -> Report {
        let broken = self.each().into_iter().flat_map(|examiner| examiner.broken.clone());
        let elsewhere = [&self.admin, &self.app, &self.operator]
            .into_iter()
            .filter_map(|other| other.elsewhere(&self.auth));
        Report {
            database: self.auth.reached.database.clone(),
            server: self.auth.reached.server.clone(),
            facts: 0,
            probes: 0,
            not_tried: Vec::new(),
            findings: broken.chain(elsewhere).chain(self.ahead.clone()).collect(),
            took: std::time::Duration::ZERO,
        }
    }

    fn add(&self, report: &mut Report, findings: impl IntoIterator<Item = Finding>) {
        let ours = findings.into_iter().filter(|finding| !self.of_extensions.contains(&finding.object));
        // What this program would put back may be what a migration that it does not know took away.
        let ours = ours.map(|finding| if self.ahead() { finding.judged() } else { finding });
        report.findings.extend(ours);
    }

    /// The queries run side by side.
    pub(super) async fn compare_listings(&self, report: &mut Report) -> Result<()> {
        let asked = LISTINGS
            .iter()
            .zip(self.side_by_side().cycle())
            .map(|(listing, examiner)| examiner.check(listing.query));
        for (listing, answer) in LISTINGS.iter().zip(try_join_all(asked).await?) {
            let findings = match answer {
                Ok(facts) => {
                    report.facts += facts.len();
                    listing.compare(&facts, self.ahead())
                }
                Err(refused) => vec![refused],
            };
            self.add(report, findings);
        }
        Ok(())
    }

    pub(super) async fn apply_rules(&self, report: &mut Report) -> Result<()> {
        let asked = RULES
            .iter()
            .zip(self.side_by_side().cycle())
            .map(|(rule, examiner)| examiner.check::<Broken>(*rule));
        for (rule, answer) in RULES.iter().zip(try_join_all(asked).await?) {
            let broken =
                answer.map(|broken| broken.into_iter().map(|broken| broken.found_by(check(*rule))).collect());
            self.add(report, broken.unwrap_or_else(|refused| vec![refused]));
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
                "it is at migration {at}, and this program knows {known}: what is listed was compared, and what was \
                 added to it was not"
            ),
            lets: "what was added, and the rules do not think of, goes unseen".to_owned(),
            mend: Mend::parse("-- run the doctor of the newer program"),
        })),
    }
}
