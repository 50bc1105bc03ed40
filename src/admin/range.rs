//! How many there are of something: a number, or from one, up to one, or between two.
//! It knows no list. What it takes is counted up to a thousand, so no number beyond that makes sense.

use std::fmt;

use super::{model::COUNTED, parameters::sayable};
use crate::language::tr;

/// Numbers, the first and the last of which belong to it; one of the two may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    from: Option<i64>,
    to: Option<i64>,
}

/// As addresses and statements have it: `3`, `3..`, `..3`, `2..5`.
impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            _ => write!(f, "{}..{}", self.first(), self.last()),
        }
    }
}

impl Range {
    /// What was typed into the two fields.
    ///
    /// # Errors
    /// What makes no sense of it, in words.
    pub(super) fn typed(from: &str, to: &str) -> Result<Self, String> {
        let one = |text: &str, which: &str| match text.trim() {
            "" => Ok(None),
            text => number(text).map(Some).ok_or_else(|| {
                let text = sayable(text);
                tr!(
                    "{which} “{text}”, which is no number from 0 to {most}",
                    which = which,
                    text = text,
                    most = COUNTED
                )
            }),
        };
        match (one(from, tr("from"))?, one(to, tr("to"))?) {
            (Some(first), Some(last)) if first > last => Err(tr!(
                "from “{first}” to “{last}”, which ends before it begins",
                first = first,
                last = last
            )),
            (None | Some(0), None) => Err(tr("any number").to_owned()),
            // From nothing on is from anywhere.
            (Some(0), Some(last)) if last > 0 => Ok(Self { from: None, to: Some(last) }),
            (None, Some(0)) => Ok(Self { from: Some(0), to: Some(0) }),
            (from, to) => Ok(Self { from, to }),
        }
    }

    /// What [`Display`](fmt::Display) writes, and what means the same.
    pub(super) fn of(value: &str) -> Option<Self> {
        let (from, to) = value.split_once("..").unwrap_or((value, value));
        Self::typed(from, to).ok()
    }

    /// As it can be typed where more than numbers can be: as addresses have it, or `>3`, `>=3`, `<3`, `<=3`.
    pub(super) fn asked(text: &str) -> Option<Self> {
        let (from, to) = match text.trim() {
            text if text.starts_with(">=") => (number(&text[2..]), None),
            text if text.starts_with("<=") => (None, number(&text[2..])),
            text if text.starts_with('>') => (number(&text[1..]).map(|number| number + 1), None),
            text if text.starts_with('<') => (None, number(&text[1..]).map(|number| number - 1)),
            text => return Self::of(text),
        };
        let one = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        Self::typed(&one(from), &one(to)).ok()
    }

    pub(super) fn first(self) -> String {
        self.from.map(|from| from.to_string()).unwrap_or_default()
    }

    pub(super) fn last(self) -> String {
        self.to.map(|to| to.to_string()).unwrap_or_default()
    }

    /// In words.
    pub(super) fn label(self) -> String {
        match (self.from, self.to) {
            (Some(0), Some(0)) => tr("none").to_owned(),
            (Some(from), Some(to)) if from == to => from.to_string(),
            (Some(from), Some(to)) => tr!("{from} to {to}", from = from, to = to),
            (Some(from), None) => tr!("{from} or more", from = from),
            (None, Some(to)) => tr!("up to {to}", to = to),
            (None, None) => String::new(),
        }
    }
}

fn number(text: &str) -> Option<i64> {
    let digits = text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|number| digits && *number <= COUNTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_said_in_one_way() {
        for (value, same, label) in [
            ("0", "0", "none"),
            ("..0", "0", "none"),
            ("0..0", "0", "none"),
            ("7", "7", "7"),
            ("07", "7", "7"),
            ("7..7", "7", "7"),
            ("10..", "10..", "10 or more"),
            ("..9", "..9", "up to 9"),
            ("0..9", "..9", "up to 9"),
            ("2..5", "2..5", "2 to 5"),
            ("1000..", "1000..", "1000 or more"),
        ] {
            let range = Range::of(value).unwrap();
            assert_eq!(range.to_string(), same, "{value}");
            assert_eq!(range.label(), label, "{value}");
            assert_eq!(Range::of(same), Some(range));
        }
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for value in [
            "", "..", "0..", "x", "-1", "+1", "1.5", "5..2", "1..2..3", "1001", "..1001", "1...5", "٣",
            "1,2", "\0",
        ] {
            assert_eq!(Range::of(value), None, "{value}");
        }
        assert!(Range::typed("", "").is_err());
        assert!(Range::typed("5", "2").unwrap_err().contains("ends before it begins"));
        assert!(Range::typed("many", "").unwrap_err().contains("no number from 0 to 1000"));
    }
}
