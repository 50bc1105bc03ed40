//! What narrows a list: what can be chosen of it, how an address says that, and what people call it.
//!
//! Nothing here reads rows or makes SQL: a filter is data, and a value that is none of it reaches no statement. Each kind of
//! choice has its values written in one way alone:
//!
//! | | is written |
//! |---|---|
//! | [`Choices::Of`] | `active`, or several: `active,suspended`, in the order of the description |
//! | [`Choices::Since`] | `7 days`, or days: `2026-01-01..2026-01-31` |
//! | [`Choices::Number`] | `3`, `3..`, `..3`, `2..5` |
//! | the others | a word of the filter, or an id |

use super::{model::Ids, period::Period, range::Range, trail};
use crate::language::tr;

/// What narrows a list.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// What addresses and statements call it.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// The model that it counts or tells of, where that is another: who does not see that is not offered it.
    pub of: Option<&'static str>,
    /// What can be chosen.
    pub choices: Choices,
}

/// A value, and what people call it.
type Choice = (&'static str, &'static str);

/// What can be chosen of a filter.
#[derive(Clone, Copy, Debug)]
pub enum Choices {
    /// One of these, or several.
    Of(&'static [Choice]),
    /// A moment: within one of these lengths of time; or days of one's own.
    Since(&'static [Choice]),
    /// Whatever the figures name: what has happened is known to the database alone.
    Named,
    /// One thing of the model of that name, by its id: chosen by a link, or by what it is called (`chooser`).
    Thing(&'static str),
    /// The same of whatever model; or all of a kind of thing.
    AnyThing(&'static [Choice]),
    /// How many there are of something that is counted for each row: one of these ranges, or one of one's own.
    Number(&'static [Choice]),
    /// One of these, of which there are no figures: whether there is something at all, or since when.
    Whether(&'static [Choice]),
    /// The same of what is looked up for each row, in another table.
    LookedUp(&'static [Choice]),
}

/// What is no value of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoValue;

impl Choices {
    /// The values that stand in the description. Some kinds take others as well.
    pub(super) fn values(&self) -> &'static [Choice] {
        match *self {
            Self::Of(values)
            | Self::Since(values)
            | Self::AnyThing(values)
            | Self::Number(values)
            | Self::Whether(values)
            | Self::LookedUp(values) => values,
            Self::Named | Self::Thing(_) => &[],
        }
    }

    /// Whether something is counted or looked up for each row, so that fewer rows are looked at.
    pub(super) fn is_weighed(&self) -> bool {
        matches!(self, Self::Number(_) | Self::LookedUp(_))
    }

    /// Whether its rows are picked one by one out of those in an order, and none of its values has figures.
    pub(super) fn is_picked_out(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Whether(_) | Self::LookedUp(_))
    }

    /// A value as statements know it; none where it leaves nothing out.
    ///
    /// # Errors
    /// [`NoValue`] where it is none of the filter.
    pub(super) fn read(&self, text: &str) -> Result<Option<String>, NoValue> {
        match self {
            Self::Of(values) => {
                let asked: Vec<_> = text.split(',').collect();
                if asked.iter().any(|asked| values.iter().all(|(value, _)| value != asked)) {
                    return Err(NoValue);
                }
                Ok(canonical(values, |value| asked.contains(&value)))
            }
            Self::Number(_) => Range::of(text).map(|range| Some(range.to_string())).ok_or(NoValue),
            _ => self.label(text).map(|_| Some(text.to_owned())).ok_or(NoValue),
        }
    }

    /// What people call a value; none where it is no value of the filter.
    pub(super) fn label(&self, value: &str) -> Option<String> {
        if let Some((_, label)) = self.values().iter().find(|(known, _)| *known == value) {
            return Some(tr(label).to_owned());
        }
        match self {
            Self::Of(values) => several(values, value),
            Self::Since(_) => Some(Period::of(value)?.label()),
            Self::Named => {
                let named = !value.is_empty()
                    && value.len() <= 40
                    && value.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                named.then(|| trail::in_words(value))
            }
            Self::Thing(model) => {
                let ids = super::model_named(model).map_or(Ids::One, |model| model.ids);
                ids.are(value).then(|| tr("one alone").to_owned())
            }
            Self::AnyThing(_) => Ids::One.are(value).then(|| tr("one alone").to_owned()),
            Self::Number(_) => Some(Range::of(value)?.label()),
            Self::Whether(_) | Self::LookedUp(_) => None,
        }
    }

    /// What is chosen of them with this value taken in, or out where it is in; none where that leaves nothing out, or nothing in.
    pub(super) fn turned(&self, chosen: Option<&str>, value: &str) -> Option<String> {
        let Self::Of(values) = self else { return None };
        // Nothing chosen is all of it.
        let now = |other: &str| chosen.is_none_or(|chosen| chosen.split(',').any(|one| one == other));
        canonical(values, |other| now(other) != (other == value))
    }
}

/// Those that are chosen, in the order of the description; none where that is none of them, or all.
fn canonical(values: &[Choice], is_chosen: impl Fn(&str) -> bool) -> Option<String> {
    let chosen: Vec<_> = values.iter().map(|(value, _)| *value).filter(|value| is_chosen(value)).collect();
    (!chosen.is_empty() && chosen.len() < values.len()).then(|| chosen.join(","))
}

/// Several of them, in words; all but one, where there are more than two, by the one that is not.
fn several(choices: &[Choice], value: &str) -> Option<String> {
    let chosen: Vec<_> = value.split(',').collect();
    let is_chosen = |(value, _): &&Choice| chosen.contains(value);
    let (inside, outside): (Vec<&Choice>, Vec<&Choice>) = choices.iter().partition(is_chosen);
    if inside.len() != chosen.len() {
        return None;
    }
    if let ([(_, left_out)], 2..) = (outside.as_slice(), inside.len()) {
        return Some(tr!("not {choice}", choice = tr(left_out)));
    }
    let labels = inside.iter().map(|(_, label)| tr(label).to_owned());
    labels.reduce(|one, other| tr!("{one} or {other}", one = one, other = other))
}

/// Whether a value is several.
pub(super) fn is_several(value: &str) -> bool {
    value.contains(',')
}

/// Since when, or between which days: the same for every model.
pub const CREATED: Filter = Filter {
    name: "created",
    label: "Created",
    of: None,
    choices: Choices::Since(&[("1 day", "in 24 hours"), ("7 days", "in 7 days"), ("30 days", "in 30 days")]),
};

/// How many, where there can be many: ranges that are offered.
pub const SIZES: Choices = Choices::Number(&[("0", "none"), ("1..9", "1 to 9"), ("10..", "10 or more")]);

#[cfg(test)]
mod tests {
    use super::*;

    const FOUR: Choices = Choices::Of(&[("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")]);
    const TWO: Choices = Choices::Of(&[("open", "Open"), ("done", "Done")]);

    #[test]
    fn several_values_are_written_and_called_in_one_way() {
        for (text, value, label) in [
            ("b", "b", "B"),
            ("c,a", "a,c", "A or C"),
            ("a,a,b,a", "a,b", "A or B"),
            ("d,c,b", "b,c,d", "not A"),
        ] {
            let read = FOUR.read(text).unwrap().unwrap();
            assert_eq!(read, value, "{text}");
            assert_eq!(FOUR.label(&read).as_deref(), Some(label), "{text}");
        }
        assert_eq!(FOUR.read("d,c,b,a"), Ok(None));
        assert_eq!(TWO.read("done,open"), Ok(None));
        for text in ["", ",", "a,", "a,,b", "a,x", "A", "a, b", "x"] {
            assert_eq!(FOUR.read(text), Err(NoValue), "{text}");
        }
    }

    #[test]
    fn a_value_is_taken_in_and_out() {
        for (chosen, value, then) in [
            (None, "b", Some("a,c,d")),
            (Some("a"), "b", Some("a,b")),
            (Some("a,b"), "b", Some("a")),
            (Some("a"), "a", None),
            (Some("a,b,c"), "d", None),
            (Some("d"), "a", Some("a,d")),
        ] {
            assert_eq!(FOUR.turned(chosen, value).as_deref(), then, "{chosen:?} {value}");
        }
        assert_eq!(CREATED.choices.turned(None, "1 day"), None);
    }

    #[test]
    fn a_number_has_a_name_or_words() {
        let choices = Choices::Number(&[("0", "none"), ("1..9", "1 to 9")]);
        assert_eq!(choices.read("0..9"), Ok(Some("..9".to_owned())));
        assert_eq!(choices.label("0").as_deref(), Some("none"));
        assert_eq!(choices.label("10..").as_deref(), Some("10 or more"));
        assert_eq!(choices.read("1,2"), Err(NoValue));
    }
}
