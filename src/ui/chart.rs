//! A bar chart, drawn by the server: no script, and no style but that of the sheet.
//! What it shows is said in words as well, for whoever cannot see it.

use maud::{Markup, html};

use super::list::grouped;

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

/// How long ago something was, in words.
#[must_use]
pub fn age(seconds: i64) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    match seconds {
        ..MINUTE => "just now".to_owned(),
        MINUTE..HOUR => format!("{} min ago", seconds / MINUTE),
        HOUR..DAY => format!("{} h ago", seconds / HOUR),
        _ if seconds < 2 * DAY => "yesterday".to_owned(),
        _ => format!("{} days ago", seconds / DAY),
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
