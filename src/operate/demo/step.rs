//! What the tour is made of: acts, scenes and steps; and the answer to a step, held against what was promised.
//!
//! A refusal by the server is an answer like another. Only a lost connection and a server that is too busy are failures:
//! they say nothing about the guards, and raise no alarm about them.

#![expect(clippy::disallowed_types, reason = "the demo's steps are sent here")]

use std::sync::Arc;

use tokio_postgres::{
    Client, SimpleQueryMessage,
    types::{ToSql, Type},
};

use super::{Result, Tenant};

/// A heading, why it holds, and the transactions that show it.
pub(super) struct Act {
    pub(super) title: &'static str,
    pub(super) why: &'static str,
    pub(super) scenes: Vec<Scene>,
}

/// One transaction, which is rolled back.
pub(super) struct Scene {
    pub(super) role: Role,
    /// How it begins: BEGIN, and the context.
    pub(super) opening: String,
    pub(super) steps: Vec<Step>,
}

/// Which connection a scene is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    App,
    Admin,
}

/// A statement and what it is to answer.
pub(super) struct Step {
    pub(super) sql: String,
    /// Some: prepared and given these, as the application sends all it sends. None: as a text, as psql does.
    pub(super) parameters: Option<Vec<String>>,
    pub(super) expect: Expect,
}

/// What a step is to answer.
pub(super) enum Expect {
    /// Rows, and the first column of each is this tenant's id.
    Only { id: String, name: String },
    /// Rows with these values in the first column, in this order; in words.
    Exactly(Vec<String>, &'static str),
    /// No row found, and no row changed.
    Nothing,
    /// One row changed.
    OneRow,
    /// As many rows changed as the step before counted in its last column.
    AsCounted,
    /// An error of this SQLSTATE.
    Refused(&'static str),
}

/// What came back.
pub(super) enum Answer {
    /// It was done.
    Done(Done),
    /// It was refused.
    Refused { code: String, message: String },
}

/// The result of a statement that was done.
#[derive(Default)]
pub(super) struct Done {
    /// None for a statement without a result, such as UPDATE.
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    /// How many rows were found or changed.
    pub(super) count: u64,
}

impl Expect {
    /// Rows of a tenant, and no others.
    pub(super) fn only(tenant: &Tenant) -> Self {
        Self::Only { id: tenant.id.to_string(), name: tenant.name.clone() }
    }

    /// Whether `answer` is it. `before` is the answer of the step before.
    pub(super) fn is_met_by(&self, answer: &Answer, before: Option<&Answer>) -> bool {
        match (self, answer) {
            (Self::Refused(expected), Answer::Refused { code, .. }) => code == expected,
            (Self::Refused(_), Answer::Done(_)) | (_, Answer::Refused { .. }) => false,
            (Self::Only { id, .. }, Answer::Done(done)) => {
                !done.rows.is_empty() && done.rows.iter().all(|row| row.first() == Some(id))
            }
            (Self::Exactly(values, _), Answer::Done(done)) => {
                done.rows.iter().map(|row| row.first()).eq(values.iter().map(Some))
            }
            (Self::Nothing, Answer::Done(done)) => done.count == 0,
            (Self::OneRow, Answer::Done(done)) => done.count == 1,
            (Self::AsCounted, Answer::Done(done)) => match before {
                Some(Answer::Done(counted)) => {
                    counted.rows.last().and_then(|row| row.last()) == Some(&done.count.to_string())
                }
                _ => false,
            },
        }
    }

    /// In words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Only { name, .. } => format!("rows of {name}, and no others"),
            Self::Exactly(_, words) => (*words).to_owned(),
            Self::Nothing => "no row".to_owned(),
            Self::OneRow => "one row".to_owned(),
            Self::AsCounted => "as many rows as were counted".to_owned(),
            Self::Refused(code) => format!("refused, with {code}"),
        }
    }
}

impl Step {
    /// Sends it.
    pub(super) async fn send(&self, client: &Client) -> Result<Answer> {
        let answer = match &self.parameters {
            None => client.simple_query(&self.sql).await.map(|messages| read(&messages)),
            Some(parameters) => self.send_prepared(client, parameters).await,
        };
        match answer {
            Ok(done) => Ok(Answer::Done(done)),
            Err(failure) => match failure.as_db_error() {
                Some(said) if !is_busy(said.code().code()) => Ok(Answer::Refused {
                    code: said.code().code().to_owned(),
                    message: said.message().to_owned(),
                }),
                _ => Err(failure.into()),
            },
        }
    }

    /// Every parameter and column of such a step is a text.
    async fn send_prepared(
        &self,
        client: &Client,
        parameters: &[String],
    ) -> Result<Done, tokio_postgres::Error> {
        let types = vec![Type::TEXT; parameters.len()];
        let statement = client.prepare_typed(&self.sql, &types).await?;
        let parameters: Vec<&(dyn ToSql + Sync)> =
            parameters.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        let found = client.query(&statement, &parameters).await?;
        let columns: Vec<_> = statement.columns().iter().map(|column| column.name().to_owned()).collect();
        let mut rows = Vec::new();
        for row in &found {
            let cells = (0..columns.len()).map(|index| row.try_get::<_, Option<String>>(index));
            let cells: Vec<_> = cells.collect::<Result<_, _>>()?;
            rows.push(cells.into_iter().map(Option::unwrap_or_default).collect());
        }
        Ok(Done { columns, count: rows.len() as u64, rows })
    }
}

fn read(messages: &[SimpleQueryMessage]) -> Done {
    let mut done = Done::default();
    for message in messages {
        match message {
            SimpleQueryMessage::RowDescription(columns) => {
                done.columns = Arc::clone(columns).iter().map(|column| column.name().to_owned()).collect();
            }
            SimpleQueryMessage::Row(row) => {
                let cells = (0..row.len()).map(|index| row.get(index).unwrap_or_default().to_owned());
                done.rows.push(cells.collect());
            }
            SimpleQueryMessage::CommandComplete(count) => done.count = *count,
            _ => {}
        }
    }
    done
}

/// Whether a SQLSTATE speaks of the server's state and not of the statement (PostgreSQL documentation, appendix A):
/// connections, conflicts, resources, locks, timeouts, system errors.
fn is_busy(code: &str) -> bool {
    matches!(code.get(..2), Some("08" | "40" | "53" | "55" | "57" | "58"))
}
