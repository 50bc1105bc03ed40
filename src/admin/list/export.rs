//! A list as a file: all that is asked for, page by page as it is read, so that a million rows need the memory of one page.
//!
//! What begins like a formula is written so that no spreadsheet takes it for one (OWASP, CSV Injection).

use std::collections::VecDeque;

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
    admin::record::{Record, Value},
    db::Admin,
    error::{Error, Result},
    id::UserId,
    sql,
};

/// Rows that are read at once.
const BATCH: i64 = 500;

pub(super) fn csv(admin: Admin, person: UserId, listing: Listing) -> Result<Response> {
    understood(&listing)?;
    let mut head = vec!["id".to_owned()];
    for column in listing.model.columns {
        head.push(column.name.to_owned());
        if column.shows.is_link() {
            head.push(format!("{}_id", column.name));
        }
    }
    let head = line(head.iter().map(String::as_str))?;
    let name = format!("{}.csv", listing.model.paths.name);
    let links: Vec<bool> = listing.model.columns.iter().map(|column| column.shows.is_link()).collect();
    let rows = written(admin, person, listing, move |record, _| {
        line(cells(record, &links).iter().map(String::as_str))
    });
    Ok(file("text/csv; charset=utf-8", &name, head, rows, Bytes::new()))
}

pub(super) fn json(admin: Admin, person: UserId, listing: Listing) -> Result<Response> {
    understood(&listing)?;
    let name = format!("{}.json", listing.model.paths.name);
    let columns = listing.model.columns;
    let rows = written(admin, person, listing, move |record, first| {
        let mut fields = Map::from_iter([("id".to_owned(), Json::from(record.id.as_str()))]);
        fields.extend(
            columns.iter().zip(&record.values).map(|(column, value)| (column.name.to_owned(), value.json())),
        );
        let row = serde_json::to_string(&fields).map_err(Error::internal)?;
        Ok(Bytes::from(format!("{}{row}", if first { "\n" } else { ",\n" })))
    });
    Ok(file("application/json", &name, Bytes::from_static(b"["), rows, Bytes::from_static(b"\n]\n")))
}

/// A page says what of an address it leaves out; a file cannot, and would hold more than was asked for.
fn understood(listing: &Listing) -> Result<()> {
    if listing.is_understood() { Ok(()) } else { Err(Error::BadRequest("The address could not be read.")) }
}

fn cells(record: &Record, links: &[bool]) -> Vec<String> {
    let mut cells = vec![record.id.clone()];
    for (value, link) in record.values.iter().zip(links) {
        cells.push(harmless(value.words()));
        match value {
            Value::Link(id, _) => cells.push(id.clone()),
            _ if *link => cells.push(String::new()),
            _ => {}
        }
    }
    cells
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
struct Reading<W> {
    admin: Admin,
    person: UserId,
    /// What follows; none when that was all.
    listing: Option<Listing>,
    rows: VecDeque<Record>,
    write: W,
    first: bool,
}

/// Every row, as `write` has it, for as long as the person is a superuser. A failure ends it in the middle, which whoever reads the file is told by the transport.
fn written<W>(
    admin: Admin,
    person: UserId,
    listing: Listing,
    write: W,
) -> impl Stream<Item = Result<Bytes>> + Send
where
    W: Fn(&Record, bool) -> Result<Bytes> + Send,
{
    let reading =
        Reading { admin, person, listing: Some(listing), rows: VecDeque::new(), write, first: true };
    stream::try_unfold(reading, async |mut reading| {
        if reading.rows.is_empty() {
            let Some(listing) = reading.listing.take() else { return Ok(None) };
            let batch = reading.admin.read(async |tx| {
                let may =
                    async { tx.one::<bool>(sql!("admin/users/is_superuser"), &[&reading.person]).await };
                let (may, rows) = try_join(may, super::batch(tx, &listing, BATCH)).await?;
                if may { Ok(rows) } else { Err(Error::SuperuserOnly) }
            });
            let rows = batch.await?;
            reading.listing = rows.next;
            reading.rows = rows.rows.into();
        }
        let mut bytes = Vec::new();
        for record in reading.rows.drain(..) {
            bytes.extend_from_slice(&(reading.write)(&record, reading.first)?);
            reading.first = false;
        }
        Ok(Some((Bytes::from(bytes), reading)))
    })
}

fn file(
    kind: &'static str,
    name: &str,
    head: Bytes,
    rows: impl Stream<Item = Result<Bytes>> + Send + 'static,
    foot: Bytes,
) -> Response {
    use futures_util::StreamExt as _;
    let head = stream::once(async { Ok(head) });
    let foot = stream::once(async { Ok(foot) });
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
