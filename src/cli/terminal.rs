//! What is asked and told in a terminal, and what is read and written when there is none.
//!
//! A password is never shown, and never kept beyond the value that is returned.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    sync::Mutex,
    time::{Duration, Instant},
};

use secrecy::SecretString;
use serde::Serialize;

use crate::operate::{Error, Result, seed::Seeded};

/// Asks for a line; without a terminal, takes the next line of standard input.
pub(super) fn ask(question: &str) -> Result<String> {
    eprint!("{question}");
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(unreadable)?;
    Ok(answer.trim_end_matches(['\r', '\n']).to_owned())
}

/// Asks twice in a terminal, without showing it; else the next line of standard input.
pub(super) fn new_password() -> Result<SecretString> {
    if !io::stdin().is_terminal() {
        return Ok(SecretString::from(ask("")?));
    }
    let password = rpassword::prompt_password("Password: ").map_err(unreadable)?;
    if rpassword::prompt_password("Password again: ").map_err(unreadable)? != password {
        return Err(Error::Refused("the two passwords differ".into()));
    }
    Ok(SecretString::from(password))
}

/// Writes a line for another program to read. One that reads no further, as `head` does, has what it wanted.
pub(super) fn print(line: &str) -> Result<()> {
    match writeln!(io::stdout(), "{line}") {
        Err(failure) if failure.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(unreadable),
    }
}

/// Writes a value as JSON.
pub(super) fn print_json(value: &impl Serialize) -> Result<()> {
    print(&serde_json::to_string_pretty(value).map_err(crate::error::Error::internal)?)
}

/// Writes rows in columns; the first is the head.
pub(super) fn print_table(rows: &[Vec<String>]) -> Result<()> {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<_> = (0..columns).map(width).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        print(cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "stands in map_err")]
fn unreadable(failure: io::Error) -> Error {
    Error::Refused(format!("the terminal could not be used: {failure}"))
}

/// Tells how far the seed is: on one line of a terminal, else every few seconds.
pub(super) fn progress(tenants: usize) -> impl Fn(&Seeded) + Send + Sync {
    let terminal = io::stderr().is_terminal();
    let pause = Duration::from_millis(if terminal { 100 } else { 5_000 });
    let told = Mutex::new(Instant::now());
    move |seeded: &Seeded| {
        let Ok(mut told) = told.lock() else { return };
        let finished = seeded.tenants == tenants;
        if told.elapsed() < pause && !finished {
            return;
        }
        *told = Instant::now();
        let (start, end) = if terminal { ("\r\x1b[K", "") } else { ("", "\n") };
        let percent = seeded.tenants * 100 / tenants.max(1);
        eprint!(
            "{start}{percent:>3} %  {} of {tenants} tenants, {} tasks{end}",
            seeded.tenants, seeded.tasks
        );
        let _ = io::stderr().flush();
        if terminal && finished {
            eprintln!();
        }
    }
}
