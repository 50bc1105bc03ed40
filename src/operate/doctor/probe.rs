//! Probes: attempts to cross from one tenant to another, made as the roles of serve, each of which must fail.
//!
//! A probe sees what no catalogue shows: what the server does. Every one runs in a transaction of its own that is rolled
//! back, whatever came of it.

use tokio_postgres::SimpleQueryMessage;

use super::{
    examiner::{Examiner, Examiners},
    finding::{Finding, Report, Severity},
    mend::Mend,
};
use crate::{
    columns,
    db::FromRow,
    id::{ProjectId, TenantId},
    operate::{Result, counted},
    sql,
};

/// What must come of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The server refuses it, with this SQLSTATE (PostgreSQL documentation, appendix A).
    Refused(&'static str),
    /// It runs, and there is no row to see or to change.
    Nothing,
    /// It runs, and meets the one row that is the tenant's own.
    OwnRow,
}

impl Outcome {
    fn allows(self, rows: usize) -> bool {
        match self {
            Self::Refused(_) => false,
            Self::Nothing => rows == 0,
            Self::OwnRow => rows == 1,
        }
    }
}

/// Somebody else is at work on the same tables: a lock timeout, a statement timeout, a deadlock, a conflict of snapshots.
pub(super) const IN_THE_WAY: [&str; 4] = ["55P03", "57014", "40P01", "40001"];

/// What came of a probe.
enum Came {
    AsItMust,
    Otherwise(Finding),
    /// And why.
    NotTried(String),
}

const DENIED: Outcome = Outcome::Refused("42501");
/// Raised by `auth.acting_superuser()`.
const NOBODY_ACTS: Outcome = Outcome::Refused("RH002");
const NO_SUCH_ROW: Outcome = Outcome::Refused("23503");

struct Probe<'a> {
    role: &'a Examiner,
    /// The tenant of the transaction.
    context: Option<TenantId>,
    attempt: String,
    must: Outcome,
    lets: &'static str,
}

struct Target {
    name: String,
}

columns!(Target { name });

/// Two tenants, and a project of the second.
struct Neighbours {
    own: TenantId,
    other: TenantId,
    project: ProjectId,
}

columns!(Neighbours { own, other, project });

pub(super) async fn all(examiners: &Examiners, report: &mut Report) -> Result<()> {
    let tables = examiners.app.client.query_typed(sql!("inspect/probes/tables").text, &[]).await?;
    let tables = tables.iter().map(|row| Ok(Target::from_row(row)?.name)).collect::<Result<Vec<_>>>()?;
    let neighbours =
        match examiners.admin.client.query_typed(sql!("inspect/probes/neighbours").text, &[]).await {
            Ok(rows) => rows.first().map(Neighbours::from_row).transpose()?,
            // What keeps the admin from reading is among the findings.
            Err(refusal) if refusal.as_db_error().is_some() => None,
            Err(failure) => return Err(failure.into()),
        };

    let mut probes = Vec::new();
    without_a_tenant(&examiners.app, &tables, &mut probes);
    between_roles(examiners, &mut probes);
    match neighbours {
        Some(neighbours) => next_door(&examiners.app, &tables, &neighbours, &mut probes),
        None => report.not_tried.push(
            "what one tenant can reach of another's rows: the admin sees no two tenants with a project"
                .to_owned(),
        ),
    }
    for probe in &probes {
        match probe.run().await? {
            Came::AsItMust => report.probes += 1,
            Came::Otherwise(finding) => {
                report.probes += 1;
                report.findings.push(finding);
            }
            Came::NotTried(reason) => report.not_tried.push(reason),
        }
    }
    report.findings.extend(context_that_stays(&examiners.app).await?);
    report.probes += 1;
    Ok(())
}

fn without_a_tenant<'a>(app: &'a Examiner, tables: &[String], probes: &mut Vec<Probe<'a>>) {
    let nobody = TenantId::new();
    for table in tables {
        for (context, lets) in [
            (None, "a request that lost its tenant sees every tenant's rows"),
            (Some(nobody), "a request of one tenant sees another's rows"),
        ] {
            let attempt = format!("select 1 from {table} limit 1");
            probes.push(Probe { role: app, context, attempt, must: Outcome::Nothing, lets });
        }
        for attempt in [
            format!("insert into {table} (tenant_id) values ('{nobody}')"),
            format!("update {table} set tenant_id = '{nobody}'"),
        ] {
            let lets = "a request gives its row to another tenant";
            probes.push(Probe { role: app, context: Some(nobody), attempt, must: DENIED, lets });
        }
    }
}

fn between_roles<'a>(examiners: &'a Examiners, probes: &mut Vec<Probe<'a>>) {
    let forged = "an injected expression changes the tenant in the middle of a query";
    let takes_over = "an injected statement takes the rights of another role";
    let identity = "password verifiers and sessions can be read by injection";
    let panel = "the panel that reads can write";
    let undeclared = "tenants and people can be changed without anybody having done it";
    for (attempt, must) in [
        ("select 1 from app.tenants limit 1", Outcome::Nothing),
        ("select auth.open_tenant(gen_random_uuid(), 'probe', 'probe', null)", NOBODY_ACTS),
    ] {
        let attempt = attempt.to_owned();
        probes.push(Probe { role: &examiners.operator, context: None, attempt, must, lets: undeclared });
    }
    for (role, attempt, lets) in [
        (&examiners.app, "select set_config('app.tenant_id', gen_random_uuid()::text, true)", forged),
        (&examiners.app, "select query_to_xml('select 1', true, true, '')", forged),
        (&examiners.app, "set local role rowhouse_owner", takes_over),
        (&examiners.app, "set local role rowhouse_admin", takes_over),
        (
            &examiners.app,
            "create temporary table tasks ()",
            "a table of one request takes the place of another for the next",
        ),
        (&examiners.app, "select 1 from auth.users", identity),
        (&examiners.auth, "select 1 from auth.users", identity),
        (&examiners.auth, "select 1 from auth.sessions", identity),
        (&examiners.auth, "select 1 from app.tasks", "sign-in can read tenants' rows"),
        (&examiners.admin, "update app.tasks set title = title", panel),
        (&examiners.admin, "delete from app.projects", panel),
        (&examiners.admin, "select verifier from auth.users", identity),
        (&examiners.admin, "select session_hash from auth.sessions", identity),
        (&examiners.operator, "select 1 from auth.users", identity),
    ] {
        probes.push(Probe { role, context: None, attempt: attempt.to_owned(), must: DENIED, lets });
    }
}

fn next_door<'a>(app: &'a Examiner, tables: &[String], neighbours: &Neighbours, probes: &mut Vec<Probe<'a>>) {
    let Neighbours { own, other, project } = neighbours;
    let context = Some(*own);
    for table in tables {
        probes.push(Probe {
            role: app,
            context,
            attempt: format!("select 1 from {table} where tenant_id = '{other}' limit 1"),
            must: Outcome::Nothing,
            lets: "a request of one tenant reads another's rows",
        });
        // As text: what a changed `=` of uuids would let through is seen as well.
        probes.push(Probe {
            role: app,
            context,
            attempt: format!("select 1 from {table} where tenant_id::text <> '{own}' limit 1"),
            must: Outcome::Nothing,
            lets: "a request of one tenant reads rows of others",
        });
    }
    probes.push(Probe {
        role: app,
        context,
        attempt: format!("select 1 from app.tenants where tenant_id::text = '{own}'"),
        must: Outcome::OwnRow,
        lets: "a tenant does not see its own rows: what the other attempts met says nothing",
    });
    for (attempt, must, lets) in [
        (
            format!("insert into app.tasks (project_id, title) values ('{project}', 'probe')"),
            NO_SUCH_ROW,
            "a task of one tenant hangs on another's project, and goes with it",
        ),
        (
            format!(
                "update app.projects set name = 'probe' where tenant_id = '{other}' and id = '{project}'"
            ),
            Outcome::Nothing,
            "a request of one tenant changes another's rows",
        ),
        (
            format!("delete from app.projects where tenant_id = '{other}' and id = '{project}'"),
            Outcome::Nothing,
            "a request of one tenant deletes another's rows",
        ),
    ] {
        probes.push(Probe { role: app, context, attempt, must, lets });
    }
}

impl Probe<'_> {
    async fn run(&self) -> Result<Came> {
        let client = &self.role.client;
        let context = match self.context {
            Some(tenant) => format!("set local app.tenant_id = '{tenant}'"),
            None => "set local app.tenant_id = ''".to_owned(),
        };
        // Sent together: the end is on its way before anybody knows what came of the attempt.
        let (begun, set, came, ended) = tokio::join!(
            biased;
            client.batch_execute("begin read write; set local lock_timeout = '500ms'"),
            client.batch_execute(&context),
            client.simple_query(&self.attempt),
            client.batch_execute("rollback"),
        );
        begun.and(set).and(ended)?;
        let came = match came {
            Ok(messages) => match touched(&messages) {
                rows if self.must.allows(rows) => return Ok(Came::AsItMust),
                rows => format!("it ran, and met {}", counted(rows, "row")),
            },
            Err(refusal) => match (refusal.code(), self.must) {
                (Some(code), Outcome::Refused(must)) if code.code() == must => return Ok(Came::AsItMust),
                (Some(code), _) if IN_THE_WAY.contains(&code.code()) => {
                    return Ok(Came::NotTried(format!(
                        "{}, somebody being at work there ({})",
                        self.attempt,
                        code.code()
                    )));
                }
                (Some(code), _) => format!("it was refused with {}", code.code()),
                (None, _) => return Err(refusal.into()),
            },
        };
        let must = match self.must {
            Outcome::Refused(code) => format!("be refused with {code}"),
            Outcome::Nothing => "meet no row".to_owned(),
            Outcome::OwnRow => "meet one row".to_owned(),
        };
        let context = if self.context.is_some() { "inside a tenant" } else { "without a tenant" };
        Ok(Came::Otherwise(Finding {
            severity: Severity::Error,
            check: "probe",
            object: format!("connection of {}", self.role.role),
            problem: format!("{context}, this must {must}, and {came}: {}", self.attempt),
            lets: self.lets.to_owned(),
            mend: Mend::parse(
                "-- see the findings on policies and privileges; if there are none, what this does was never thought of",
            ),
        }))
    }
}

fn touched(messages: &[SimpleQueryMessage]) -> usize {
    messages
        .iter()
        .map(|message| match message {
            SimpleQueryMessage::CommandComplete(rows) => usize::try_from(*rows).unwrap_or(usize::MAX),
            _ => 0,
        })
        .sum()
}

/// A context must end with its transaction, committed or not: the connection goes to the next tenant.
async fn context_that_stays(app: &Examiner) -> Result<Option<Finding>> {
    let client = &app.client;
    let nobody = TenantId::new();
    for end in ["commit", "rollback"] {
        client.batch_execute(&format!("begin; set local app.tenant_id = '{nobody}'")).await?;
        client.batch_execute(end).await?;
        let rows =
            client.query_typed("select coalesce(current_setting('app.tenant_id', true), '')", &[]).await?;
        if rows.iter().any(|row| !row.try_get::<_, &str>(0).is_ok_and(str::is_empty)) {
            return Ok(Some(Finding {
                severity: Severity::Error,
                check: "probe",
                object: format!("connection of {}", app.role),
                problem: format!("the context of a transaction is still there after {end}"),
                lets: "the next request on the connection works in the tenant of the last one".to_owned(),
                mend: Mend::parse(
                    "-- look at what stands between the program and the server: a pooler that rewrites SET LOCAL",
                ),
            }));
        }
    }
    Ok(None)
}
