//! How the tour is printed: headings, statements as they can be typed, answers as psql has them, and marks.
//!
//! Names and titles are other people's text: no control character of theirs reaches the terminal. A reader that goes away
//! (`| head`) is no failure; the tour goes on unseen and its verdict is still the exit status.

use std::{
    fmt::Display,
    io::{self, Write},
};

use anstyle::{AnsiColor, Style};

use super::{
    Tenant,
    step::{Act, Answer, Done, Role, Scene, Step},
};
use crate::operate::{Error, Result};

const PLAIN: Style = Style::new();
const HEADING: Style = Style::new().bold();
const STATEMENT: Style = AnsiColor::Cyan.on_default();
const COMMENT: Style = Style::new().dimmed();
const RIGHT: Style = AnsiColor::Green.on_default();
const WRONG: Style = AnsiColor::Red.on_default().bold();
/// How wide a text is set.
const WIDTH: usize = 96;
/// How many rows of an answer are shown.
const ROWS: usize = 10;

/// What the tour is printed on.
pub(super) struct Screen<'a, W> {
    out: &'a mut W,
    /// The reader has gone away.
    gone: bool,
    role: Role,
}

impl<'a, W: Write> Screen<'a, W> {
    pub(super) fn new(out: &'a mut W) -> Self {
        Self { out, gone: false, role: Role::App }
    }

    pub(super) fn opening(&mut self, ours: &Tenant, theirs: &Tenant) -> Result<()> {
        self.line(HEADING, "", "Tenants kept apart by PostgreSQL: a tour")?;
        for tenant in [ours, theirs] {
            self.line(PLAIN, "  ", format_args!("{}  {}", tenant.id, printable(&tenant.name)))?;
        }
        self.text(
            "Each statement is shown as it is sent, as rowhouse_app where nothing else is said, with what came back. All \
             transactions are rolled back. To type along: psql \"$(rowhouse dsn app)\" while Rowhouse serves, or psql with \
             your DATABASE_URL; then \\set ON_ERROR_ROLLBACK on.",
        )
    }

    pub(super) fn heading(&mut self, number: usize, act: &Act) -> Result<()> {
        self.line(PLAIN, "", "")?;
        self.line(HEADING, "", format_args!("{number}. {}", act.title))?;
        self.text(act.why)
    }

    /// Shows a scene with its answers, and says how many of them are what was promised.
    pub(super) fn scene(&mut self, scene: &Scene, answers: &[Answer]) -> Result<usize> {
        self.line(PLAIN, "", "")?;
        if scene.role != self.role {
            let role = match scene.role {
                Role::App => "rowhouse_app",
                Role::Admin => "rowhouse_admin",
            };
            self.line(COMMENT, "  ", format_args!("-- as {role}"))?;
            self.role = scene.role;
        }
        self.line(COMMENT, "  ", format_args!("{};", scene.opening))?;
        let mut right = 0;
        for (index, (step, answer)) in scene.steps.iter().zip(answers).enumerate() {
            self.statement(step)?;
            match answer {
                Answer::Done(done) => self.done(&step.sql, done)?,
                Answer::Refused { code, message } => {
                    self.line(PLAIN, "    ", format_args!("ERROR {code}: {}", printable(message)))?;
                }
            }
            let before = index.checked_sub(1).and_then(|index| answers.get(index));
            if step.expect.is_met_by(answer, before) {
                right += 1;
                self.line(RIGHT, "  ✓ ", printable(&step.expect.words()))?;
            } else {
                self.line(WRONG, "  ✗ ", format_args!("expected: {}", printable(&step.expect.words())))?;
            }
        }
        self.line(COMMENT, "  ", "rollback;")?;
        Ok(right)
    }

    pub(super) fn closing(&mut self, right: usize, all: usize) -> Result<()> {
        self.line(PLAIN, "", "")?;
        self.line(HEADING, "", "What none of this stops")?;
        self.text(
            "A whole statement of an attacker's, sent as text: SET LOCAL app.tenant_id = … would change the context. \
             Therefore only db::transaction sends texts, put together from constants and parsed ids, and what people type \
             travels as a parameter.",
        )?;
        self.line(PLAIN, "", "")?;
        let (mark, style) = if right == all { ("✓ ", RIGHT) } else { ("✗ ", WRONG) };
        self.line(style, mark, format_args!("{right} of {all} behave as described"))?;
        self.send(W::flush)
    }

    /// A statement as it can be typed, and what stands for its parameters.
    fn statement(&mut self, step: &Step) -> Result<()> {
        // A semicolon behind a comment would be part of it.
        let end = if step.sql.contains("--") { "\n;" } else { ";" };
        for line in format!("{}{end}", step.sql).lines() {
            self.line(STATEMENT, "  ", line)?;
        }
        match step.parameters.as_deref() {
            None => Ok(()),
            Some([]) => self.line(COMMENT, "  ", "-- prepared"),
            Some(values) => {
                self.line(COMMENT, "  ", format_args!("-- prepared, with $1 = {}", values.join(", ")))
            }
        }
    }

    /// A result, as psql shows it.
    fn done(&mut self, sql: &str, done: &Done) -> Result<()> {
        let rows = done.rows.iter().take(ROWS).map(|row| row.iter().map(|cell| printable(cell)).collect());
        let table: Vec<Vec<String>> = [done.columns.clone()].into_iter().chain(rows).collect();
        let widths: Vec<usize> = (0..done.columns.len())
            .map(|column| table.iter().map(|row| row[column].chars().count()).max().unwrap_or_default())
            .collect();
        for (number, row) in table.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
            let cells: Vec<_> =
                row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}")).collect();
            self.line(PLAIN, "    ", cells.join(" | ").trim_end())?;
            if number == 0 {
                let rule: Vec<_> = widths.iter().map(|&width| "-".repeat(width)).collect();
                self.line(PLAIN, "    ", rule.join("-+-"))?;
            }
        }
        if done.rows.len() > ROWS {
            self.line(PLAIN, "    ", "…")?;
        }
        if !done.columns.is_empty() {
            let (count, plural) = (done.rows.len(), if done.rows.len() == 1 { "" } else { "s" });
            return self.line(PLAIN, "    ", format_args!("({count} row{plural})"));
        }
        let verb = sql.split_whitespace().next().unwrap_or_default().to_uppercase();
        let tag = match verb.as_str() {
            "INSERT" => format!("INSERT 0 {}", done.count),
            "UPDATE" | "DELETE" | "COPY" => format!("{verb} {}", done.count),
            _ => verb,
        };
        self.line(PLAIN, "    ", tag)
    }

    fn text(&mut self, text: &str) -> Result<()> {
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.line(PLAIN, "", &line)?;
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line(PLAIN, "", &line)
    }

    fn line(&mut self, style: Style, before: &str, text: impl Display) -> Result<()> {
        self.send(|out| writeln!(out, "{style}{before}{text}{style:#}"))
    }

    fn send(&mut self, print: impl FnOnce(&mut W) -> io::Result<()>) -> Result<()> {
        if self.gone {
            return Ok(());
        }
        match print(self.out) {
            Err(failure) if failure.kind() == io::ErrorKind::BrokenPipe => self.gone = true,
            printed => printed
                .map_err(|failure| Error::Refused(format!("the terminal could not be used: {failure}")))?,
        }
        Ok(())
    }
}

/// Without control characters, which a terminal would obey.
fn printable(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}
