//! Where the acts are played: sends what they say, prints what comes back, and counts what was a surprise.
//!
//! Nothing is left behind: whatever came of a statement, its transaction is rolled back.

#![expect(clippy::disallowed_types, reason = "an operator's command has connections of its own")]

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use tokio_postgres::{Client, SimpleQueryMessage, types::Type};

use super::act::{Act, Expected, Role, Scene};
use crate::operate::{Error, Result, counted};

const TITLE: Style = Style::new().bold();
const SENT: Style = AnsiColor::Cyan.on_default();
const QUIET: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();

/// What the tour does not show, because it cannot be kept off.
const HONESTLY: &str = "What is not kept off: somebody who can send a whole statement of his own can send SET LOCAL as well. So \
                        src/db/transaction.rs\nalone sends text to the server, constants and parsed ids, and everything that people type is a parameter.";

/// What came back.
struct Came {
    /// None when no rows were asked for.
    columns: Option<Vec<String>>,
    rows: Vec<Vec<String>>,
    changed: usize,
}

type Answer = Result<Came, tokio_postgres::Error>;

pub(super) struct Stage<'a, W> {
    app: Client,
    admin: Client,
    out: &'a mut W,
    played: usize,
    surprises: usize,
}

impl<'a, W: Write + Send> Stage<'a, W> {
    pub(super) fn new(app: Client, admin: Client, out: &'a mut W) -> Self {
        Self { app, admin, out, played: 0, surprises: 0 }
    }

    pub(super) async fn play(&mut self, number: usize, act: &Act<'_>) -> Result<()> {
        writeln!(self.out, "{TITLE}{number}. {}{TITLE:#}\n{}\n", act.title, act.why)
            .map_err(Error::Output)?;
        for scene in &act.scenes {
            self.announce(scene).map_err(Error::Output)?;
            let client = match scene.role {
                Role::App => &self.app,
                Role::Admin => &self.admin,
            };
            let answer = send(client, scene).await?;
            self.tell(&answer, &scene.expected).map_err(Error::Output)?;
        }
        Ok(())
    }

    /// The last words, and how many scenes were a surprise.
    pub(super) fn close(self) -> Result<usize> {
        let Self { out, played, surprises, .. } = self;
        let as_told = played - surprises;
        let style = if surprises == 0 { GOOD } else { BAD };
        writeln!(out, "{QUIET}{HONESTLY}{QUIET:#}\n\n{style}{as_told} of {played} behaved as told.{style:#}")
            .map_err(Error::Output)?;
        Ok(surprises)
    }

    fn announce(&mut self, scene: &Scene<'_>) -> io::Result<()> {
        let prompt = match scene.role {
            Role::App => "app=>",
            Role::Admin => "admin=>",
        };
        let begin = begin(scene);
        writeln!(self.out, "{QUIET}{prompt}{QUIET:#} {SENT}{begin};{SENT:#}")?;
        if let Some(tenant) = scene.tenant {
            let context = context(&tenant.id);
            writeln!(
                self.out,
                "{QUIET}{prompt}{QUIET:#} {SENT}{context};{SENT:#}  {QUIET}-- {}{QUIET:#}",
                tenant.name
            )?;
        }
        write!(self.out, "{QUIET}{prompt}{QUIET:#} {SENT}{};{SENT:#}", scene.statement)?;
        match scene.parameter {
            Some(parameter) => writeln!(self.out, "  {QUIET}-- with $1 = {parameter}{QUIET:#}"),
            None => writeln!(self.out),
        }
    }

    fn tell(&mut self, answer: &Answer, expected: &Expected) -> io::Result<()> {
        match answer {
            Ok(Came { columns: None, changed, .. }) => {
                writeln!(self.out, "{} changed", counted(*changed, "row"))?;
            }
            Ok(Came { columns: Some(columns), rows, .. }) => table(self.out, columns, rows)?,
            Err(refusal) => {
                let (code, message) =
                    refusal.as_db_error().map_or(("", ""), |e| (e.code().code(), e.message()));
                writeln!(self.out, "ERROR {code}: {message}")?;
            }
        }
        self.played += 1;
        let (style, verdict) = if is_as_expected(answer, expected) {
            (GOOD, format!("✓ {}", described(expected)))
        } else {
            self.surprises += 1;
            (BAD, format!("✗ NOT AS TOLD: expected {}", described(expected)))
        };
        writeln!(self.out, "{style}{verdict}{style:#}\n")
    }
}

/// Each scene is a transaction of its own.
async fn send(client: &Client, scene: &Scene<'_>) -> Result<Answer> {
    client.batch_execute(begin(scene)).await?;
    if let Some(tenant) = scene.tenant {
        client.batch_execute(&context(&tenant.id)).await?;
    }
    let answer = match scene.parameter {
        None => client.simple_query(&scene.statement).await.map(|messages| simple(&messages)),
        Some(parameter) => client
            .query_typed(&scene.statement, &[(&parameter, Type::TEXT)])
            .await
            .map(|rows| Came { columns: Some(Vec::new()), rows: vec![Vec::new(); rows.len()], changed: 0 }),
    };
    client.batch_execute("rollback").await?;
    match answer {
        // Anything but an answer of the server ends the tour.
        Err(failure) if failure.as_db_error().is_none() => Err(failure.into()),
        answer => Ok(answer),
    }
}

fn begin(scene: &Scene<'_>) -> &'static str {
    if scene.read_only || scene.role == Role::Admin && matches!(scene.expected, Expected::Rows(_)) {
        "begin read only"
    } else {
        "begin read write"
    }
}

fn context(tenant: &str) -> String {
    format!("set local app.tenant_id = '{tenant}'")
}

fn simple(messages: &[SimpleQueryMessage]) -> Came {
    let mut came = Came { columns: None, rows: Vec::new(), changed: 0 };
    for message in messages {
        match message {
            SimpleQueryMessage::RowDescription(columns) => {
                came.columns = Some(columns.iter().map(|column| column.name().to_owned()).collect());
            }
            SimpleQueryMessage::Row(row) => {
                came.rows.push((0..row.len()).map(|at| row.get(at).unwrap_or_default().to_owned()).collect());
            }
            SimpleQueryMessage::CommandComplete(rows) => {
                came.changed = usize::try_from(*rows).unwrap_or(usize::MAX);
            }
            _ => {}
        }
    }
    came
}

fn is_as_expected(answer: &Answer, expected: &Expected) -> bool {
    match (answer, expected) {
        (Ok(came), Expected::Value(value)) => came.rows == [[value.clone()]],
        (Ok(came), Expected::NoRow) => came.rows.is_empty(),
        (Ok(came), Expected::Rows(least)) => came.rows.len() >= *least,
        (Ok(came), Expected::Changed(rows)) => {
            came.columns.is_none() && i64::try_from(came.changed) == Ok(*rows)
        }
        (Err(refusal), Expected::Refused(code)) => refusal.code().is_some_and(|came| came.code() == *code),
        _ => false,
    }
}

fn described(expected: &Expected) -> String {
    match expected {
        Expected::Value(value) if value.is_empty() => "nothing is left of it".to_owned(),
        Expected::Value(value) => format!("exactly “{value}”"),
        Expected::NoRow => "no row".to_owned(),
        Expected::Rows(least) => format!("{least} rows or more"),
        Expected::Changed(0) => "no row changed".to_owned(),
        Expected::Changed(rows) => format!("{rows} rows, all of this tenant"),
        Expected::Refused(_) => "refused".to_owned(),
    }
}

/// Rows as psql shows them.
fn table(out: &mut impl Write, columns: &[String], rows: &[Vec<String>]) -> io::Result<()> {
    let width = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).chain(columns.get(at));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let line = |row: &[String]| {
        let cells: Vec<_> =
            row.iter().enumerate().map(|(at, cell)| format!(" {cell:<width$} ", width = width(at))).collect();
        cells.join("|").trim_end().to_owned()
    };
    if !columns.is_empty() {
        let rules: Vec<_> = (0..columns.len()).map(|at| "-".repeat(width(at) + 2)).collect();
        writeln!(out, "{}\n{}", line(columns), rules.join("+"))?;
        for row in rows {
            writeln!(out, "{}", line(row))?;
        }
    }
    writeln!(out, "({})", counted(rows.len(), "row"))
}
