//! Rights: what somebody sees and does in the panel, model by model. A superuser has all of them; support has those that were given.
//!
//! The words are those of the database (`auth.known_rights`), which decides; here they are read, asked and told. What is not known
//! here is nobody's but a superuser's.

use std::{fmt, str::FromStr};

/// What may be done with the things of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Looking at them.
    See,
    /// Making new ones.
    Add,
    /// Changing what is there.
    Change,
    /// Taking away what is there.
    Delete,
}

impl Right {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::See, Self::Add, Self::Change, Self::Delete];

    /// As the database calls it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Add => "add",
            Self::Change => "change",
            Self::Delete => "delete",
        }
    }
}

/// Every right that can be given, as `auth.known_rights` has them.
pub const KNOWN: &[(&str, Right)] = &[
    ("tenants", Right::See),
    ("tenants", Right::Add),
    ("tenants", Right::Change),
    ("users", Right::See),
    ("users", Right::Change),
    ("memberships", Right::See),
    ("memberships", Right::Add),
    ("memberships", Right::Change),
    ("memberships", Right::Delete),
    ("projects", Right::See),
    ("projects", Right::Add),
    ("projects", Right::Change),
    ("projects", Right::Delete),
    ("tasks", Right::See),
    ("tasks", Right::Add),
    ("tasks", Right::Change),
    ("tasks", Right::Delete),
    ("sessions", Right::See),
    ("sessions", Right::Delete),
    ("audit", Right::See),
    ("trail", Right::See),
];

/// The rights of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Rights {
    /// A bit for each of [`KNOWN`].
    held: u128,
    /// Whether they are a superuser's.
    all: bool,
}

/// How many bits there are. With one right more, the last would have none of its own.
const PLACES: usize = u128::BITS as usize;
const _: () = assert!(KNOWN.len() <= PLACES, "more rights than bits to hold them");

fn bit(model: &str, right: Right) -> u128 {
    KNOWN.iter().position(|known| *known == (model, right)).map_or(0, bit_at)
}

fn bit_at(place: usize) -> u128 {
    1 << place
}

impl Rights {
    /// Those of somebody whom the panel is closed to.
    pub const NONE: Self = Self { held: 0, all: false };
    /// A superuser's.
    pub const ALL: Self = Self { held: 0, all: true };

    /// As the database has them. A word that is not known is no right.
    #[must_use]
    pub fn of(words: &[String]) -> Self {
        words
            .iter()
            .filter_map(|word| parse(word))
            .fold(Self::NONE, |rights, (model, right)| rights.with(model, right))
    }

    /// With one more, and with what it implies: whoever does something with a thing sees it.
    #[must_use]
    pub fn with(self, model: &str, right: Right) -> Self {
        match bit(model, right) {
            0 => self,
            one => Self { held: self.held | one | bit(model, Right::See), ..self },
        }
    }

    /// Whether this may be done with the things of that model.
    #[must_use]
    pub fn may(self, model: &str, right: Right) -> bool {
        self.all || self.held & bit(model, right) != 0
    }

    /// Whether the things of that model are seen.
    #[must_use]
    pub fn sees(self, model: &str) -> bool {
        self.may(model, Right::See)
    }

    /// Whether they are a superuser's.
    #[must_use]
    pub fn are_all(self) -> bool {
        self.all
    }

    /// Whether anything may be done with anything.
    #[must_use]
    pub fn act(self) -> bool {
        self.all || KNOWN.iter().any(|(model, right)| *right != Right::See && self.may(model, *right))
    }

    /// Those of them that are among others.
    #[must_use]
    pub fn among(self, others: Self) -> Self {
        Self {
            held: if self.all { others.held } else { self.held & others.held },
            all: self.all && others.all,
        }
    }

    /// Each that is held, in order; none is told of a superuser's.
    pub fn held(self) -> impl Iterator<Item = (&'static str, Right)> {
        KNOWN.iter().copied().filter(move |(model, right)| self.held & bit(model, *right) != 0)
    }

    /// As the database takes them.
    #[must_use]
    pub fn words(self) -> Vec<String> {
        self.held().map(|(model, right)| format!("{model}:{}", right.word())).collect()
    }
}

fn parse(word: &str) -> Option<(&'static str, Right)> {
    let (model, right) = word.split_once(':')?;
    KNOWN.iter().copied().find(|(known, may)| *known == model && may.word() == right)
}

/// `tenants:see,tenants:change`.
impl fmt::Display for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().join(","))
    }
}

/// A word that is no right.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no right. There are: {known}", known = known())]
pub struct NoSuchRight(String);

fn known() -> String {
    KNOWN.iter().map(|(model, right)| format!("{model}:{}", right.word())).collect::<Vec<_>>().join(", ")
}

impl FromStr for Rights {
    type Err = NoSuchRight;

    /// Words with commas between, or `none`.
    fn from_str(text: &str) -> Result<Self, NoSuchRight> {
        if text.trim() == "none" {
            return Ok(Self::NONE);
        }
        text.split(',').map(str::trim).filter(|word| !word.is_empty()).try_fold(Self::NONE, |rights, word| {
            let short: String = word.chars().take(40).collect();
            let (model, right) = parse(word).ok_or(NoSuchRight(short))?;
            Ok(rights.with(model, right))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_does_something_with_a_thing_sees_it() {
        let rights: Rights = "tenants:change, tasks:see".parse().unwrap();
        assert!(rights.sees("tenants") && rights.may("tenants", Right::Change) && rights.sees("tasks"));
        assert!(
            !rights.may("tenants", Right::Add)
                && !rights.may("tasks", Right::Change)
                && !rights.sees("users")
        );
        assert_eq!(rights.to_string(), "tenants:see,tenants:change,tasks:see");
        assert_eq!(Rights::of(&rights.words()), rights);
        assert!(rights.act() && !"tasks:see".parse::<Rights>().unwrap().act());
        assert_eq!("none".parse(), Ok(Rights::NONE));
        assert_eq!("".parse(), Ok(Rights::NONE));
    }

    /// Far more than there are: a bit that two rights share would give one with the other.
    #[test]
    fn as_many_rights_as_may_be_known_have_a_bit_each() {
        let all = (0..PLACES).fold(0, |held, place| {
            assert_eq!(held & bit_at(place), 0, "{place}");
            held | bit_at(place)
        });
        assert_eq!((PLACES, all), (128, u128::MAX));
    }

    #[test]
    fn what_is_no_right_is_nobodys() {
        for text in ["users:add", "dragons:see", "tenants", "tenants:delete", ":", "tenants:see:"] {
            assert!(text.parse::<Rights>().is_err(), "{text}");
            assert_eq!(Rights::of(&[text.to_owned()]), Rights::NONE);
        }
        assert!(Rights::ALL.may("dragons", Right::Delete) && Rights::ALL.act() && !Rights::NONE.act());
        assert!(Rights::ALL.words().is_empty());
    }
}
