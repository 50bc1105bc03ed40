//! Days of one's own, in UTC: from one, up to one, or between two; and the way down to them, by year, month and day.
//! It knows no list and reads no clock: what day it is, it is told.

use std::fmt;

use time::{Date, Duration, Month, format_description::FormatItem, macros::format_description};

use super::parameters::sayable;
use crate::language::tr;

const DAY: &[FormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// What addresses and forms call the two days.
pub(super) const FROM: &str = "created_from";
pub(super) const TO: &str = "created_to";

/// The months, and what they are called where there is little room.
const MONTHS: [(&str, &str); 12] = [
    ("January", "Jan"),
    ("February", "Feb"),
    ("March", "Mar"),
    ("April", "Apr"),
    ("May", "May"),
    ("June", "Jun"),
    ("July", "Jul"),
    ("August", "Aug"),
    ("September", "Sep"),
    ("October", "Oct"),
    ("November", "Nov"),
    ("December", "Dec"),
];

/// So many years are offered where none is chosen.
const YEARS: i32 = 5;

/// Days, the first and the last of which belong to it; one of the two may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    from: Option<Date>,
    to: Option<Date>,
}

/// As statements take it: `2026-01-01..2026-01-31`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.first(), self.last())
    }
}

/// A way on from what is chosen.
pub(super) struct Step {
    pub(super) label: String,
    pub(super) period: Period,
    /// Whether that is chosen already.
    pub(super) here: bool,
}

/// What can be chosen from what is: further up, and within it.
pub(super) struct Steps {
    pub(super) up: Vec<Step>,
    pub(super) within: Vec<Step>,
}

impl Period {
    /// What was typed into the two fields.
    ///
    /// # Errors
    /// What makes no sense of it, in words.
    pub(super) fn typed(from: &str, to: &str) -> Result<Self, String> {
        let one = |text: &str, which: &str| match text {
            "" => Ok(None),
            text => day(text).map(Some).ok_or_else(|| {
                let text = sayable(text);
                tr!("{which} “{text}”, which is no day", which = which, text = text)
            }),
        };
        let (from, to) = (one(from, tr("from"))?, one(to, tr("to"))?);
        match (from, to) {
            (None, None) => Err(tr("no day").to_owned()),
            (Some(first), Some(last)) if first > last => Err(tr!(
                "from “{first}” to “{last}”, which ends before it begins",
                first = first,
                last = last
            )),
            _ => Ok(Self { from, to }),
        }
    }

    /// As [`Display`](fmt::Display) writes it.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (from, to) = text.split_once("..")?;
        Self::typed(from, to).ok()
    }

    /// As it can be typed where more than days can be: `2026`, `2026-01`, `2026-01-31`, two of them with `..` between or one on
    /// either side, `>=2026-01` or `<2026-02`. None where it is none of these.
    pub(super) fn asked(text: &str) -> Option<Self> {
        let one = |text: &str| if text.is_empty() { Some(None) } else { Self::whole(text).map(Some) };
        let (first, last) = match text.split_once("..") {
            Some((first, last)) => (one(first)?.and_then(|of| of.from), one(last)?.and_then(|of| of.to)),
            None if text.starts_with(">=") => (Self::whole(&text[2..])?.from, None),
            None if text.starts_with("<=") => (None, Self::whole(&text[2..])?.to),
            None if text.starts_with('>') => (Self::whole(&text[1..])?.to?.next_day(), None),
            None if text.starts_with('<') => (None, Self::whole(&text[1..])?.from?.previous_day()),
            None => return Self::whole(text),
        };
        // Both are days that a browser could have sent.
        Self::typed(&first.map(written).unwrap_or_default(), &last.map(written).unwrap_or_default()).ok()
    }

    /// So many days, up to and with that one.
    pub(super) fn last_days(days: u16, today: Date) -> Option<Self> {
        let from = today.checked_sub(Duration::days(i64::from(days)))?;
        Self::typed(&written(from), "").ok()
    }

    /// A year, a month or a day.
    fn whole(text: &str) -> Option<Self> {
        match text.len() {
            4 => day(&format!("{text}-01-01")).map(|first| Self::year(first.year())),
            7 => day(&format!("{text}-01")).map(Self::month),
            _ => day(text).map(Self::one),
        }
    }

    /// The first day, as a form has it; empty where there is none.
    pub(super) fn first(self) -> String {
        self.from.map(written).unwrap_or_default()
    }

    /// The last day.
    pub(super) fn last(self) -> String {
        self.to.map(written).unwrap_or_default()
    }

    /// In words.
    pub(super) fn label(self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => written(from),
            (Some(from), Some(to)) if self == Self::month(from) && self.to == Some(to) => {
                format!("{} {}", month_called(from), from.year())
            }
            (Some(from), Some(_)) if self == Self::year(from.year()) => from.year().to_string(),
            (Some(from), Some(to)) => tr!("{from} to {to}", from = written(from), to = written(to)),
            (Some(from), None) => tr!("from {day}", day = written(from)),
            (None, Some(to)) => tr!("up to {to}", to = written(to)),
            (None, None) => String::new(),
        }
    }

    fn year(year: i32) -> Self {
        let day = |month, day| Date::from_calendar_date(year, month, day).ok();
        Self { from: day(Month::January, 1), to: day(Month::December, 31) }
    }

    /// The month that a day is in.
    fn month(day: Date) -> Self {
        let last = day.month().length(day.year());
        Self { from: day.replace_day(1).ok(), to: day.replace_day(last).ok() }
    }

    fn one(day: Date) -> Self {
        Self { from: Some(day), to: Some(day) }
    }

    fn begins_by(self, today: Date) -> bool {
        self.from.is_some_and(|from| from <= today)
    }
}

impl Steps {
    /// From what is chosen, on that day: the years, the months of a year, the days of a month.
    pub(super) fn from(chosen: Option<Period>, today: Date) -> Self {
        let step = |label: String, period: Period| Step { label, here: chosen == Some(period), period };
        let here = chosen.and_then(|period| Some((period, period.from?)));
        let up_to_year = |day: Date| step(day.year().to_string(), Period::year(day.year()));
        let up_to_month = |day: Date| step(month_called(day).to_owned(), Period::month(day));
        let days = |day: Date| {
            let of =
                |number| day.replace_day(number).ok().map(|day| step(number.to_string(), Period::one(day)));
            (1..=day.month().length(day.year())).filter_map(of).collect()
        };
        let (up, mut within): (Vec<_>, Vec<_>) = match here {
            Some((period, day)) if period == Period::one(day) => {
                (vec![up_to_year(day), up_to_month(day)], days(day))
            }
            Some((period, day)) if period == Period::month(day) => (vec![up_to_year(day)], days(day)),
            Some((period, day)) if period == Period::year(day.year()) => {
                let first =
                    |number| Date::from_calendar_date(day.year(), Month::try_from(number).ok()?, 1).ok();
                let months = (1..=12u8).filter_map(first);
                (
                    Vec::new(),
                    months.map(|day| step(month_in_short(day).to_owned(), Period::month(day))).collect(),
                )
            }
            _ => {
                let years = (0..YEARS).map(|ago| today.year() - ago);
                (Vec::new(), years.map(|year| step(year.to_string(), Period::year(year))).collect())
            }
        };
        within.retain(|step| step.period.begins_by(today));
        Self { up, within }
    }
}

fn day(text: &str) -> Option<Date> {
    let day = Date::parse(text, DAY).ok()?;
    // As a browser writes it; and a moment whose bytes, as PostgreSQL sends them, are in its order: it counts from 2000.
    ((2000..=9998).contains(&day.year()) && written(day) == text).then_some(day)
}

fn written(day: Date) -> String {
    day.format(DAY).unwrap_or_default()
}

fn month_called(day: Date) -> &'static str {
    tr(MONTHS[usize::from(u8::from(day.month())) - 1].0)
}

fn month_in_short(day: Date) -> &'static str {
    tr(MONTHS[usize::from(u8::from(day.month())) - 1].1)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn labels(steps: &[Step]) -> Vec<&str> {
        steps.iter().map(|step| step.label.as_str()).collect()
    }

    #[test]
    fn days_are_read_as_browsers_write_them() {
        for (from, to, value, label) in [
            ("2026-01-05", "2026-01-31", "2026-01-05..2026-01-31", "2026-01-05 to 2026-01-31"),
            ("2026-02-01", "2026-02-28", "2026-02-01..2026-02-28", "February 2026"),
            ("2026-01-01", "2026-12-31", "2026-01-01..2026-12-31", "2026"),
            ("2026-01-05", "2026-01-05", "2026-01-05..2026-01-05", "2026-01-05"),
            ("2026-01-05", "", "2026-01-05..", "from 2026-01-05"),
            ("", "2026-01-05", "..2026-01-05", "up to 2026-01-05"),
        ] {
            let period = Period::typed(from, to).unwrap();
            assert_eq!(period.to_string(), value);
            assert_eq!(period.label(), label);
            assert_eq!(Period::of(value), Some(period));
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in
            ["2026-02-30", "1999-12-31", "9999-01-01", "+2026-01-01", "2026-1-1", "x", "2026-01-01'", "\0"]
        {
            assert!(Period::typed(text, "").is_err(), "{text}");
            assert!(Period::typed("", text).is_err(), "{text}");
        }
        assert!(Period::typed("2026-02-01", "2026-01-31").is_err());
        assert!(Period::typed("", "").is_err());
    }

    #[test]
    fn the_way_leads_from_years_to_days_from_list_and_not_ahead() {
        let today = date!(2026 - 02 - 03);
        let steps = Steps::from(None, today);
        assert_eq!(labels(&steps.within), ["2026", "2025", "2024", "2023", "2022"]);
        let steps = Steps::from(Some(steps.within[0].period), today);
        assert_eq!(labels(&steps.within), ["Jan", "Feb"]);
        let steps = Steps::from(Some(steps.within[1].period), today);
        assert_eq!((labels(&steps.up), labels(&steps.within)), (vec!["2026"], vec!["1", "2", "3"]));
        let steps = Steps::from(Some(steps.within[2].period), today);
        assert_eq!(
            (labels(&steps.up), labels(&steps.within)),
            (vec!["2026", "February"], vec!["1", "2", "3"])
        );
        assert!(steps.within[2].here);
    }
}
