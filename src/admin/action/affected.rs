//! What an act meets: what belongs to the chosen things, and how many of them are in a state in which there is nothing to do.
//! It counts as the admin, before anybody has confirmed anything. Each count has a bound, and where it was met that is said.

use crate::{
    admin::{model::Model, model_named},
    columns,
    db::AdminTx,
    error::Result,
    language::{tr, trn},
    rights::Rights,
    ui::grouped,
};

/// So many of the chosen things are looked at.
const LOOKED_AT: usize = 10_000;
/// What belongs to them is counted up to here.
pub(super) const MOST_COUNTED: i64 = 10_000;

/// How many there are of something.
#[derive(Debug)]
struct Part {
    /// What is counted: `with` what belongs to them, `of` what they belong to, `state` how many of them are so, `found`
    /// those that there are, `orphan` what would be left without an owner.
    kind: String,
    /// The name of a model, or a state.
    name: String,
    hits: i64,
}

columns!(Part { kind, name, hits });

/// What an act on some things meets.
#[derive(Debug, Default)]
pub(super) struct Affected {
    parts: Vec<Part>,
    /// Whether there are more of them than were looked at.
    more: bool,
}

impl Affected {
    /// Counts it; nothing where the model has no such statement. Of what is not seen with these rights nothing is told.
    pub(super) async fn count(tx: &AdminTx, model: &Model, ids: &[String], rights: Rights) -> Result<Self> {
        let Some(affected) = model.affected else { return Ok(Self::default()) };
        let looked_at = &ids[..ids.len().min(LOOKED_AT)];
        let mut parts: Vec<Part> = tx.all(affected, &[&looked_at]).await?;
        let of_others = |part: &Part| matches!(part.kind.as_str(), "with" | "of" | "orphan");
        parts.retain(|part| !of_others(part) || rights.sees(&part.name));
        Ok(Self { parts, more: ids.len() > LOOKED_AT })
    }

    /// How many of them there are, where all were looked at.
    pub(super) fn found(&self) -> Option<usize> {
        let found = self.parts.iter().find(|part| part.kind == "found" && !self.more)?;
        usize::try_from(found.hits).ok()
    }

    /// How many of a model belong to them; none where that is not counted.
    pub(super) fn with(&self, model: &Model) -> Option<i64> {
        let part = self.parts.iter().find(|part| part.kind == "with" && part.name == model.paths.name);
        part.map(|part| part.hits)
    }

    /// "of 2 tenants", "with 41 projects, more than 10 000 tasks and 3 sessions"; empty where there is nothing to say.
    pub(super) fn words(&self) -> String {
        let lists = ["of", "with"].map(|kind| {
            let counted: Vec<_> = self
                .parts
                .iter()
                .filter(|part| part.kind == kind && part.hits > 0)
                .filter_map(|part| Some(self.counted(part.hits, model_named(&part.name)?)))
                .collect();
            let things = and(&counted);
            (!counted.is_empty()).then(|| match kind {
                "of" => tr!("of {things}", things = things),
                _ => tr!("with {things}", things = things),
            })
        });
        lists.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn counted(&self, hits: i64, model: &Model) -> String {
        let things = tr(if hits == 1 { model.one } else { model.plural });
        match hits {
            _ if hits > MOST_COUNTED => {
                tr!("more than {number} {things}", number = grouped(MOST_COUNTED), things = things)
            }
            _ if self.more => tr!("at least {number} {things}", number = grouped(hits), things = things),
            _ => tr!("{number} {things}", number = grouped(hits), things = things),
        }
    }

    /// What would be left without an owner, in words.
    pub(super) fn orphans(&self) -> Option<String> {
        let orphans = self.parts.iter().find(|part| part.kind == "orphan" && part.hits > 0)?;
        let (number, things) = (orphans.hits, self.counted(orphans.hits, model_named(&orphans.name)?));
        Some(trn!(
            number,
            "{things} is left without an owner.",
            "{things} are left without an owner.",
            things = things
        ))
    }

    /// Of those in one of the states in which there is nothing to do: how many, in words.
    pub(super) fn left_out(&self, states: &[&str]) -> Vec<String> {
        let found =
            self.parts.iter().filter(|part| part.kind == "state" && states.contains(&part.name.as_str()));
        found.map(|part| self.done_already(part.hits, tr(&part.name))).collect()
    }

    fn done_already(&self, hits: i64, state: &str) -> String {
        let number = grouped(hits);
        if self.more {
            trn!(
                hits,
                "At least {number} of them is {state}: nothing is done with it.",
                "At least {number} of them are {state}: nothing is done with them.",
                number = number,
                state = state
            )
        } else {
            trn!(
                hits,
                "{number} of them is {state}: nothing is done with it.",
                "{number} of them are {state}: nothing is done with them.",
                number = number,
                state = state
            )
        }
    }
}

/// "a", "a and b", "a, b and c".
fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => tr!("{first} and {last}", first = first.join(", "), last = last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(kind: &str, name: &str, hits: i64) -> Part {
        Part { kind: kind.to_owned(), name: name.to_owned(), hits }
    }

    #[test]
    fn what_was_not_counted_to_the_end_is_not_said_as_if_it_were() {
        let parts = vec![
            part("with", "projects", 41),
            part("with", "tasks", 10_001),
            part("with", "memberships", 0),
            part("with", "sessions", 1),
            part("of", "tenants", 2),
        ];
        let mut affected = Affected { parts, more: false };
        assert_eq!(
            affected.words(),
            "of 2 tenants, with 41 projects, more than 10\u{202f}000 tasks and 1 session"
        );
        affected.more = true;
        assert_eq!(
            affected.words(),
            "of at least 2 tenants, with at least 41 projects, more than 10\u{202f}000 tasks and at least 1 session"
        );
        assert_eq!(Affected::default().words(), "");
    }

    #[test]
    fn what_is_so_already_is_left_out_in_words() {
        let parts =
            vec![part("state", "suspended", 2), part("state", "active", 3), part("state", "deleted", 1)];
        let left_out = Affected { parts, more: false }.left_out(&["suspended", "deleted"]);
        assert_eq!(left_out[0], "2 of them are suspended: nothing is done with them.");
        assert_eq!(left_out[1], "1 of them is deleted: nothing is done with it.");
    }
}
