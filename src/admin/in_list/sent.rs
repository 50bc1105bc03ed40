//! What was sent of a list that is changed in place, held against what is there now.
//! Nothing that was typed is lost: whatever comes of it, the rows are shown with it again.

use secrecy::SecretString;

use super::{Sheet, Shown};
use crate::{
    admin::{
        action::{Given, Takes},
        acts::Reason,
        edit::{Saved, current},
        listing::Listing,
        pairs,
        pairs::value,
        password_check::PasswordCheck,
        record::Record,
    },
    error::{Error, Result},
    language::{tr, trn},
    web::{Input, PAGE_SIZE, parse_version},
};

/// A row with its field.
pub(super) struct Row {
    pub(super) record: Record,
    pub(super) input: Input,
    /// What the field held when it was shown first, or since somebody else changed it.
    pub(super) was: String,
    /// Whether somebody else changed it since.
    overtaken: bool,
}

/// What was sent of one.
struct Line {
    id: String,
    version: i32,
    was: String,
    typed: String,
}

/// What was sent.
pub(super) struct Sent(Vec<Line>);

impl Row {
    /// As it is.
    pub(super) fn of(sheet: Sheet, record: Record) -> Self {
        let is = current(sheet.model, &record, sheet.field().name);
        Self { record, input: Input::of(is.clone()), was: is, overtaken: false }
    }

    fn is_changed(&self) -> bool {
        self.input.value != self.was
    }
}

impl Sent {
    pub(super) fn parse(sheet: Sheet, pairs: &[(String, String)]) -> Result<Self> {
        let mut lines: Vec<Line> = Vec::new();
        for (_, id) in pairs.iter().filter(|(name, _)| name == "id") {
            let of = |name: &str| value(pairs, &format!("{name}.{id}"));
            let known = sheet.model.ids.are(id) && lines.iter().all(|line| line.id != *id);
            let version = parse_version(of("version")).filter(|_| known);
            let version = version.ok_or(Error::BadRequest("The form does not say what it was made from."))?;
            let (was, typed) = (of("was").to_owned(), of(sheet.field().name).to_owned());
            lines.push(Line { id: id.clone(), version, was, typed });
        }
        if lines.is_empty() || lines.len() > usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX) {
            return Err(Error::BadRequest("The form could not be read."));
        }
        Ok(Self(lines))
    }

    pub(super) fn ids(&self) -> Vec<String> {
        self.0.iter().map(|line| line.id.clone()).collect()
    }

    /// Whether anything is to be another than it is.
    pub(super) fn changes(&self, sheet: Sheet, now: &[Option<Record>]) -> bool {
        let is = |record: &Option<Record>, line: &Line| {
            record
                .as_ref()
                .is_some_and(|record| current(sheet.model, record, sheet.field().name) == line.typed)
        };
        self.0.iter().zip(now).any(|(line, now)| line.typed != line.was && !is(now, line))
    }

    /// Those into which something else was typed, as they are now.
    pub(super) fn changed<'a>(&'a self, now: &'a [Option<Record>]) -> impl Iterator<Item = &'a Record> {
        self.0.iter().zip(now).filter(|(line, _)| line.typed != line.was).filter_map(|(_, now)| now.as_ref())
    }

    /// The rows as they are now, with what was typed into them and what is wrong with it.
    pub(super) fn shown(
        &self,
        sheet: Sheet,
        now: Vec<Option<Record>>,
        pairs: &[(String, String)],
        back: Listing,
    ) -> Shown {
        let (mut rows, mut said) = (Vec::new(), Vec::new());
        for (line, now) in self.0.iter().zip(now) {
            let changed = line.typed != line.was;
            match now {
                Some(record) => rows.push(line.against(sheet, record)),
                None if changed => said.push(tr!(
                    "One of them is gone since, and “{value}” cannot be saved there. It is left out here.",
                    value = line.typed
                )),
                None => {}
            }
        }
        let gone = !said.is_empty();
        if rows.iter().any(|row: &Row| row.overtaken) {
            said.push(
                tr("Somebody else changed some of this while you were at it. What you typed is still here.")
                    .to_owned(),
            );
        }
        Shown {
            rows,
            reason: Input::of(value(pairs, "reason")),
            password: Input::default(),
            said,
            gone,
            back,
            thing: pairs::back(pairs).map(str::to_owned),
        }
    }
}

impl Line {
    fn against(&self, sheet: Sheet, record: Record) -> Row {
        let is = current(sheet.model, &record, sheet.field().name);
        let later = record.version != Some(self.version);
        if self.typed == self.was {
            // Nobody touched it here: as it is now.
            return Row::of(sheet, record);
        }
        let mut input = Input::of(self.typed.clone());
        let overtaken = later && is != self.typed;
        if overtaken && is == self.was {
            input.error = Some("Meanwhile something else of it was changed. Save again to go on.".to_owned());
        } else if overtaken {
            // A choice is a word of the sources, what was typed is not.
            let value = if matches!(sheet.field().takes, Takes::One(_)) { tr(&is) } else { &is };
            input.error = Some(tr!(
                "Meanwhile it was set to “{value}”. Save again to have it as you typed it.",
                value = value
            ));
        }
        Row { record, input, was: is, overtaken }
    }
}

impl Shown {
    /// Whether somebody else was quicker.
    pub(super) fn overtaken(&self) -> bool {
        self.gone || self.rows.iter().any(|row| row.overtaken)
    }

    /// Whether all that is asked was given, and nothing is wrong with it as far as that is known without the database.
    pub(super) async fn complete(
        &mut self,
        sheet: Sheet,
        check: &mut PasswordCheck,
        pairs: &[(String, String)],
    ) -> Result<bool> {
        self.reason.error = self.reason.value.parse::<Reason>().err().map(|wrong| wrong.to_string());
        for row in self.rows.iter_mut().filter(|row| row.is_changed()) {
            row.input.error = sheet.field().wrong(&row.input.value);
        }
        let rows = self.rows.iter().filter(|row| row.input.error.is_some()).count();
        self.cannot_be(rows);
        let wrong = rows > 0 || self.reason.error.is_some();
        if sheet.form.danger {
            let password = value(pairs, "password");
            // Of the database it is asked for a form that is complete alone.
            let refused = if wrong {
                check.missing(password)
            } else {
                check.refused(SecretString::from(password)).await?
            };
            self.password = refused.unwrap_or_default();
        }
        Ok(!wrong && self.password.error.is_none())
    }

    /// What is to be saved of each row that was changed, in the order of their ids.
    pub(super) fn given(&self, sheet: Sheet) -> Result<Vec<(Given, Option<i32>)>> {
        let reason = self.reason.value.parse::<Reason>().map_err(|_| Error::BadRequest("Why?"))?;
        let given = |row: &Row| {
            let fields = sheet.form.fields.iter().map(|field| {
                let own = field.name == sheet.field().name;
                let is = || current(sheet.model, &row.record, field.name);
                (field.name.to_owned(), if own { row.input.value.clone() } else { is() })
            });
            let things = vec![(row.record.id.clone(), String::new())];
            (Given { things, reason: reason.clone(), fields: fields.collect() }, row.record.version)
        };
        Ok(self.changed().into_iter().map(given).collect())
    }

    /// The rows that were changed, in the order of their ids: so two who save the same rows wait for each other.
    fn changed(&self) -> Vec<&Row> {
        let mut changed: Vec<_> = self.rows.iter().filter(|row| row.is_changed()).collect();
        changed.sort_by(|a, b| a.record.id.cmp(&b.record.id));
        changed
    }

    /// Says above the rows that so many are refused.
    fn cannot_be(&mut self, rows: usize) {
        if rows == 0 {
            return;
        }
        self.said.push(trn!(
            rows,
            "{rows} row cannot be as typed, so none was saved. Each field says what is wrong.",
            "{rows} rows cannot be as typed, so none was saved. Each field says what is wrong."
        ));
    }

    /// Says beside each field what came of it, where that is told of in words.
    pub(super) fn told(&mut self, came: &[Saved]) {
        self.cannot_be(came.iter().filter(|came| matches!(came, Saved::Wrong(..))).count());
        let ids: Vec<_> = self.changed().iter().map(|row| row.record.id.clone()).collect();
        for (id, came) in ids.iter().zip(came) {
            // The form of a row has this field alone, so whatever is wrong is told beside it.
            let Saved::Wrong(wrong) = came else { continue };
            let row = self.rows.iter_mut().find(|row| row.record.id == *id);
            if let Some(input) = row.map(|row| &mut row.input).filter(|input| input.error.is_none()) {
                input.error = wrong.first().map(|(_, why)| why.clone());
            }
        }
    }
}
