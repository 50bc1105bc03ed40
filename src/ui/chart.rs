//! A bar chart, drawn by the server: no script, and no style but that of the sheet.
//! What it shows is said in words as well, for whoever cannot see it.

use maud::{Markup, html};

use super::list::grouped;
use crate::language::tr;

/// The size of the drawing, and of a bar.
const HEIGHT: i64 = 120;
const STEP: i64 = 40;
const BAR: i64 = 24;
/// What is left above the bars for their values, and below for their labels.
const ABOVE: i64 = 18;
const BELOW: i64 = 20;

/// Bars side by side, each with its label and value.
#[must_use]
pub fn bar_chart(what: &str, bars: &[(&str, i64)]) -> Markup {
    let most = bars.iter().map(|(_, value)| *value).max().unwrap_or_default().max(1);
    let room = HEIGHT - ABOVE - BELOW;
    let width = STEP * i64::try_from(bars.len()).unwrap_or_default();
    let said: Vec<_> = bars.iter().map(|(label, value)| format!("{label} {value}")).collect();
    html! {
        svg .chart viewBox={ "0 0 " (width) " " (HEIGHT) } role="img" aria-label={ (what) ": " (said.join(", ")) } {
            @for ((label, value), left) in bars.iter().zip((0..).step_by(usize::try_from(STEP).unwrap_or(1))) {
                @let (height, middle) = ((value * room / most).max(3), left + STEP / 2);
                rect .none[*value == 0] x=(left + (STEP - BAR) / 2) y=(HEIGHT - BELOW - height) width=(BAR) height=(height) rx="3" {}
                @if *value > 0 { text .value x=(middle) y=(HEIGHT - BELOW - height - 6) { (grouped(*value)) } }
                text x=(middle) y=(HEIGHT - 5) { (label) }
            }
        }
    }
}

/// The room of a day of two bars, and what of it each bar takes; the drawing is as wide as there is room for it.
const DAY: i64 = 24;
const NARROW: i64 = 8;
const HIGH: i64 = 100;

/// A day of a chart of two series.
#[derive(Debug)]
pub struct Pair<'a> {
    /// What stands below its bars.
    pub label: &'a str,
    /// The value of the first series, and of the second.
    pub values: [i64; 2],
}

/// Two series of bars side by side on one scale, under what each is called and comes to. `more` says that what they come to
/// may be more.
#[must_use]
pub fn pair_chart(what: &str, series: [&str; 2], days: &[Pair<'_>], more: bool) -> Markup {
    let most = days.iter().flat_map(|day| day.values).max().unwrap_or_default().max(1);
    let width = DAY * i64::try_from(days.len()).unwrap_or_default();
    let named = |day: &Pair<'_>| {
        format!("{} {} {}, {} {}", day.label, series[0], day.values[0], series[1], day.values[1])
    };
    let said: Vec<_> = days.iter().map(named).collect();
    let sum = |index: usize| days.iter().map(|day| day.values[index]).sum();
    html! {
        figure .pair {
            figcaption {
                @for (index, name) in series.iter().enumerate() {
                    span .key { strong { (grouped(sum(index))) @if more { "+" } } " " (name) }
                }
                span .most { (tr!("At most {most} a day", most = grouped(most))) }
            }
            // Stretched; what is written stands beside it, and is not.
            svg .bars viewBox={ "0 0 " (width) " " (HIGH) } preserveAspectRatio="none" role="img" aria-label={ (what) ": " (said.join("; ")) } {
                @for (day, left) in days.iter().zip((0..).step_by(usize::try_from(DAY).unwrap_or(1))) {
                    g {
                        title { (named(day)) }
                        @for (value, x) in day.values.iter().zip([left + DAY / 2 - NARROW - 1, left + DAY / 2]) {
                            @let height = (value * HIGH / most).max(2);
                            rect .none[*value == 0] x=(x) y=(HIGH - height) width=(NARROW) height=(height) {}
                        }
                    }
                }
            }
            div .axis aria-hidden="true" { @for day in days { span { (day.label) } } }
        }
    }
}

/// How long ago something was, in words.
#[must_use]
pub fn age(seconds: i64) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    match seconds {
        ..MINUTE => tr("just now").to_owned(),
        MINUTE..HOUR => tr!("{minutes} min ago", minutes = seconds / MINUTE),
        HOUR..DAY => tr!("{hours} h ago", hours = seconds / HOUR),
        _ if seconds < 2 * DAY => tr("yesterday").to_owned(),
        _ => tr!("{days} days ago", days = seconds / DAY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_fills_the_room_and_none_is_a_mark() {
        let html = bar_chart("Done", &[("Mon", 0), ("Tue", 5), ("Wed", 10)]).into_string();
        assert!(html.contains("aria-label=\"Done: Mon 0, Tue 5, Wed 10\""), "{html}");
        assert!(
            html.contains("height=\"82\"") && html.contains("height=\"41\"") && html.contains("height=\"3\""),
            "{html}"
        );
        assert!(!html.contains("style"), "{html}");
    }

    #[test]
    fn two_series_share_a_scale_and_say_what_they_come_to() {
        let days = [Pair { label: "1", values: [10, 0] }, Pair { label: "2", values: [1_000, 5] }];
        let html = pair_chart("Signing in", ["well", "failed"], &days, true).into_string();
        assert!(html.contains("Signing in: 1 well 10, failed 0; 2 well 1000, failed 5"), "{html}");
        assert!(html.contains("<strong>1\u{202f}010+</strong> well"), "{html}");
        assert!(html.contains("height=\"100\"") && html.matches("class=\"none\"").count() == 1, "{html}");
        assert!(!html.contains("style"), "{html}");
    }

    #[test]
    fn ages_are_said_as_people_say_them() {
        for (seconds, said) in [
            (0, "just now"),
            (60, "1 min ago"),
            (7_300, "2 h ago"),
            (90_000, "yesterday"),
            (300_000, "3 days ago"),
        ] {
            assert_eq!(age(seconds), said);
        }
    }
}
