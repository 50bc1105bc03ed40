//! What is typed as the value of a filter: one of a few words, a length of time, or days.
//! Nothing here knows a list, or fails: what is none of these is none.

use time::Date;

use crate::admin::period::Period;

/// The value that is written so, or called so.
pub(super) fn choice<'a>(choices: &[(&'a str, &str)], text: &str) -> Option<&'a str> {
    let text = text.trim().to_lowercase();
    choices
        .iter()
        .find(|(value, label)| *value == text || label.to_lowercase() == text)
        .map(|(value, _)| *value)
}

/// One of a few values, by its name or as a length of time; or the other of two.
pub(super) fn one_of(values: &[(&'static str, &str)], not: bool, text: &str) -> Option<String> {
    let named = choice(values, text).or_else(|| choice(values, &length(text)?));
    match (named, values) {
        (named, _) if !not => named.map(str::to_owned),
        (Some(named), [(one, _), (other, _)]) => Some(if named == *one { *other } else { *one }.to_owned()),
        _ => None,
    }
}

/// What was typed of a moment.
pub(super) enum Since {
    /// One of those that the filter has.
    Length(String),
    Days(Period),
}

/// `7d`, `2w`; `2026`, `2026-01`, `2026-01-31`; `2026-01..2026-03`, `2026-01..`, `>=2026-01`, `<2026-02`.
pub(super) fn since(lengths: &[(&str, &str)], text: &str, today: Date) -> Option<Since> {
    let text = text.trim().to_lowercase();
    let offered = choice(lengths, &text).or_else(|| choice(lengths, &length(&text)?));
    if let Some(offered) = offered {
        return Some(Since::Length(offered.to_owned()));
    }
    let days = match days(&text) {
        Some(days) => Period::last_days(days, today),
        None => Period::asked(&text),
    };
    days.map(Since::Days)
}

/// `7d` as filters have it: `7 days`.
fn length(text: &str) -> Option<String> {
    Some(match days(text)? {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    })
}

/// `24h`, `7d`, `2w`, in days.
fn days(text: &str) -> Option<u16> {
    let digits = text.find(|char: char| !char.is_ascii_digit())?;
    let (number, unit) = text.split_at(digits);
    let number: u16 = number.parse().ok()?;
    match unit {
        "h" => (number > 0 && number.is_multiple_of(24)).then_some(number / 24),
        "d" => Some(number),
        "w" => number.checked_mul(7),
        _ => None,
    }
}
