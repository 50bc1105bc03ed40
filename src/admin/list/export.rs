//! A list as a file: all that is asked for, page by page as it is read, so that a million rows need the memory of one page.
//!
//! What begins like a formula is written so that no spreadsheet takes it for one (OWASP, CSV Injection).

use std::iter::repeat;

use axum::{
    body::{Body, Bytes},
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::{
    future::try_join,
    stream::{self, Stream},
};
use serde_json::{Map, Value as Json};

use super::Listing;
use crate::{
    admin::{
        chooser,
        looked_at::{Format, Looking},
        model::Model,
        record::{Record, Value},
    },
    db::Admin,
    error::{Error, Result},
    id::UserId,
    sql,
    web::{Query, Route, get, session::SignedIn},
};

/// Rows that are read at once.
const BATCH: i64 = 500;

pub(super) fn routes(model: &'static Model) -> Vec<Route> {
    let exported = |format: Format| {
        move |admin: Admin, person: SignedIn, looking: Looking, Query(pairs): Query<Vec<(String, String)>>| async move {
            let listing = chooser::resolve(model, &admin, pairs).await?.listing(model);
            understood(&listing)?;
            // Nothing is sent before that is filed. How many rows went out is not: whoever reads a file may stop.
            looking.export(&listing, format).await?;
            let rows = written(admin, person.user, listing, Writer { model, format });
            Ok::<_, Error>(file(model, format, rows))
        }
    };
    vec![
        get(model.paths.csv, Model::EXPORTS, exported(Format::Csv)),
        get(model.paths.json, Model::EXPORTS, exported(Format::Json)),
    ]
}

/// The file of some rows, which are there already.
pub(super) fn some(model: &'static Model, format: Format, rows: &[Record]) -> Result<Response> {
    let writer = Writer { model, format };
    let rows = rows.iter().enumerate().map(|(place, row)| writer.row(row, place == 0));
    let rows = rows.collect::<Result<Vec<_>>>()?;
    Ok(file(model, format, stream::iter(rows.into_iter().map(Ok))))
}

/// A page says what of an address it leaves out; a file cannot, and would hold more than was asked for.
pub(super) fn understood(listing: &Listing) -> Result<()> {
    if listing.is_understood() { Ok(()) } else { Err(Error::BadRequest("The address could not be read.")) }
}

/// How rows of a model are written.
#[derive(Clone, Copy)]
struct Writer {
    model: &'static Model,
    format: Format,
}

impl Writer {
    /// A row; the first of all, or not.
    fn row(self, record: &Record, first: bool) -> Result<Bytes> {
        // What a list leaves to the page of one has an empty cell, under its head.
        let values = record.values.iter().chain(repeat(&Value::Nothing));
        let columns = self.model.columns.iter().zip(values);
        match self.format {
            Format::Csv => {
                let mut cells = vec![record.id.clone()];
                for (column, value) in columns {
                    cells.push(harmless(value.words()));
                    match value {
                        Value::Link(id, _) => cells.push(id.clone()),
                        _ if column.shows.is_link() => cells.push(String::new()),
                        _ => {}
                    }
                }
                line(cells.iter().map(String::as_str))
            }
            Format::Json => {
                let mut fields = Map::from_iter([("id".to_owned(), Json::from(record.id.as_str()))]);
                fields.extend(columns.map(|(column, value)| (column.name.to_owned(), value.json())));
                let row = serde_json::to_string(&fields).map_err(Error::internal)?;
                Ok(Bytes::from(format!("{}{row}", if first { "\n" } else { ",\n" })))
            }
        }
    }

    /// What stands before all rows, and behind them.
    fn around(self) -> (Result<Bytes>, Bytes) {
        match self.format {
            Format::Csv => {
                let mut head = vec!["id".to_owned()];
                for column in self.model.columns {
                    head.push(column.name.to_owned());
                    if column.shows.is_link() {
                        head.push(format!("{}_id", column.name));
                    }
                }
                (line(head.iter().map(String::as_str)), Bytes::new())
            }
            Format::Json => (Ok(Bytes::from_static(b"[")), Bytes::from_static(b"\n]\n")),
        }
    }
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> Result<Bytes> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells).map_err(Error::internal)?;
    writer.into_inner().map(Bytes::from).map_err(|failure| Error::internal(failure.to_string()))
}

/// Where an export is.
struct Reading {
    admin: Admin,
    person: UserId,
    /// What follows; none when that was all.
    listing: Option<Listing>,
    writer: Writer,
    first: bool,
}

/// Every row, for as long as the person is a superuser. A failure ends it in the middle, which whoever reads the file is told by the
/// transport.
fn written(
    admin: Admin,
    person: UserId,
    listing: Listing,
    writer: Writer,
) -> impl Stream<Item = Result<Bytes>> + Send {
    let reading = Reading { admin, person, listing: Some(listing), writer, first: true };
    stream::try_unfold(reading, async |mut reading| {
        let Some(listing) = reading.listing.take() else { return Ok(None) };
        let batch = reading.admin.read(async |tx| {
            let may = async { tx.one::<bool>(sql!("admin/users/is_superuser"), &[&reading.person]).await };
            let (may, rows) = try_join(may, super::batch(tx, &listing, BATCH)).await?;
            if may { Ok(rows) } else { Err(Error::SuperuserOnly) }
        });
        let batch = batch.await?;
        reading.listing = batch.next;
        let mut bytes = Vec::new();
        for record in &batch.rows {
            bytes.extend_from_slice(&reading.writer.row(record, reading.first)?);
            reading.first = false;
        }
        Ok(Some((Bytes::from(bytes), reading)))
    })
}

fn file(
    model: &'static Model,
    format: Format,
    rows: impl Stream<Item = Result<Bytes>> + Send + 'static,
) -> Response {
    use futures_util::StreamExt as _;
    let (head, foot) = Writer { model, format }.around();
    let (head, foot) = (stream::once(async { head }), stream::once(async { Ok(foot) }));
    let kind = match format {
        Format::Csv => "text/csv; charset=utf-8",
        Format::Json => "application/json",
    };
    let name = format!("{}.{}", model.paths.name, format.word());
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, Body::from_stream(head.chain(rows).chain(foot))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@sum(a)", "\t=1"] {
            assert_eq!(harmless(formula.to_owned()), format!("'{formula}"));
        }
        assert_eq!(harmless("a=b".to_owned()), "a=b");
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(line(["a,b", "say \"x\"", "c"].into_iter()).unwrap(), "\"a,b\",\"say \"\"x\"\"\",c\n");
    }
}
