//! What an act takes along, by name: of each thing that is shown before it is confirmed, the first ones that belong to it, and
//! how many more there are. It reads as the admin, and no more of any thing than that.

use super::affected::{self, Affected};
use crate::{
    admin::{
        detail,
        listing::Listing,
        model::{COUNTED, Model},
        model_named,
        record::Record,
    },
    columns,
    db::AdminTx,
    error::Result,
    language::tr,
    rights::Rights,
    ui::grouped,
};

/// Those of one model that belong to a thing.
#[derive(Debug)]
struct Row {
    of: String,
    model: String,
    hits: i64,
    ids: Vec<String>,
    names: Vec<String>,
}

columns!(Row { of, model, hits, ids, names });

/// Those of one model that go along with a thing.
#[derive(Debug)]
pub(super) struct Along {
    of: String,
    pub(super) model: &'static Model,
    rights: Rights,
    hits: i64,
    /// How far they were counted.
    most: i64,
    /// The first ones: where each is, and what it is called.
    pub(super) first: Vec<(String, String)>,
}

impl Along {
    /// Of each of these, what is seen with these rights; nothing where the model has no such statement.
    pub(super) async fn with(
        tx: &AdminTx,
        model: &Model,
        these: &[Record],
        rights: Rights,
    ) -> Result<Vec<Self>> {
        let Some(along) = model.along.filter(|_| !these.is_empty()) else { return Ok(Vec::new()) };
        let ids: Vec<_> = these.iter().map(|record| record.id.as_str()).collect();
        let rows: Vec<Row> = tx.all(along, &[&ids]).await?;
        let told = |row: &Row| row.hits > 0 && rights.sees(&row.model);
        Ok(rows.into_iter().filter(told).filter_map(|row| Self::read(row, rights)).collect())
    }

    fn read(Row { of, model, hits, ids, names }: Row, rights: Rights) -> Option<Self> {
        let model = model_named(&model)?;
        let first = ids
            .iter()
            .map(|id| model.path_of(id))
            .zip(names.into_iter().map(|name| in_language(model, name)))
            .collect();
        Some(Self { of, model, rights, hits, most: COUNTED, first })
    }

    /// Of the one thing that is meant, as many as the act is said to meet: a page has one count of them.
    pub(super) fn counted_by(&mut self, affected: &Affected) {
        if let Some(hits) = affected.with(self.model) {
            (self.hits, self.most) = (hits, affected::MOST_COUNTED);
        }
    }

    pub(super) fn is_of(&self, record: &Record) -> bool {
        self.of == record.id
    }

    /// "41 projects".
    pub(super) fn counted(&self) -> String {
        match self.hits {
            1 => tr!("{number} {things}", number = 1, things = tr(self.model.one)),
            hits if hits > self.most => {
                tr!(
                    "more than {number} {things}",
                    number = grouped(self.most),
                    things = tr(self.model.plural)
                )
            }
            hits => tr!("{number} {things}", number = grouped(hits), things = tr(self.model.plural)),
        }
    }

    /// "and 31 more"; none where all are named.
    pub(super) fn more(&self) -> Option<String> {
        let named = i64::try_from(self.first.len()).unwrap_or(i64::MAX);
        match self.hits {
            hits if hits > self.most => {
                Some(tr!("and more than {more} more", more = grouped(self.most - named)))
            }
            hits if hits > named => Some(tr!("and {more} more", more = grouped(hits - named))),
            _ => None,
        }
    }

    /// The list of all of them, where it can be narrowed to them.
    pub(super) fn all(&self, model: &Model, record: &Record) -> Option<Listing> {
        let related = model.related.iter().find(|related| related.model == self.model.paths.name)?;
        detail::list_of_related(model, record, related, self.rights)
    }
}

/// A membership is called by its person and its role, a session by its beginning: what people did not write is said in their
/// language.
fn in_language(model: &Model, name: String) -> String {
    match (model.paths.name, name.rsplit_once(", "), name.strip_prefix("begun ")) {
        ("memberships", Some((person, role)), _) => format!("{person}, {}", tr(role)),
        ("sessions", _, Some(moment)) => tr!("begun {moment}", moment = moment),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn along(hits: i64, first: usize) -> Along {
        let (ids, names) = (vec!["1".to_owned(); first], vec!["A".to_owned(); first]);
        let row = Row { of: String::new(), model: "tasks".to_owned(), hits, ids, names };
        Along::read(row, Rights::ALL).unwrap()
    }

    #[test]
    fn what_is_not_named_is_counted_as_far_as_it_was() {
        for (hits, named, counted, more) in [
            (1, 1, "1 task", None),
            (10, 10, "10 tasks", None),
            (11, 10, "11 tasks", Some("and 1 more")),
            (1_000, 10, "1\u{202f}000 tasks", Some("and 990 more")),
            (1_001, 10, "more than 1\u{202f}000 tasks", Some("and more than 990 more")),
        ] {
            let along = along(hits, named);
            assert_eq!((along.counted().as_str(), along.more().as_deref()), (counted, more));
        }
    }
}
