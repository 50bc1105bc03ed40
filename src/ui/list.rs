//! Figures, progress, and the way to the next page of a list.
//! No counting is done here: the figures are given.

use maud::{Markup, html};

use super::{Icon, icon};
use crate::language::tr;

/// Figures side by side: what, and how many.
#[must_use]
pub fn statistics(figures: &[(&str, i64)]) -> Markup {
    html! {
        dl .figures {
            @for (label, value) in figures { div .figure { dt { (label) } dd { (grouped(*value)) } } }
        }
    }
}

/// A figure that leads to what it counts.
#[derive(Debug)]
pub struct Tile<'a> {
    /// What stands beside its name.
    pub icon: Icon,
    /// What is counted.
    pub label: &'a str,
    /// How many there are: a number, or what is known of it.
    pub value: &'a str,
    /// What has to be known of that number.
    pub note: &'a str,
    /// Where what is counted is listed.
    pub href: &'a str,
}

/// Figures side by side, each the way to its list.
#[must_use]
pub fn tiles(tiles: &[Tile<'_>]) -> Markup {
    html! {
        dl .figures {
            @for tile in tiles {
                div .figure.tile {
                    dt { (icon(tile.icon)) a href=(tile.href) { (tile.label) } }
                    dd { (tile.value) }
                    @if !tile.note.is_empty() { dd .note { (tile.note) } }
                }
            }
        }
    }
}

/// How far something is, as a bar and in words.
#[must_use]
pub fn progress(done: i64, total: i64) -> Markup {
    html! {
        span .progress {
            @if total == 0 {
                (tr("No tasks"))
            } @else {
                progress max=(total) value=(done) aria-hidden="true" {}
                span { (tr!("{done} of {total} done", done = grouped(done), total = grouped(total))) }
            }
        }
    }
}

/// The link to the next page, if there is one. With htmx the next rows join the list `#<list>`, and this link gives way to
/// the one after.
#[must_use]
pub fn next_page(href: Option<&str>, list: &str) -> Markup {
    html! {
        div #more .more {
            @if let Some(href) = href {
                a .btn.plain href=(href) hx-get=(href) hx-target={ "#" (list) } hx-select={ "#" (list) " > *" }
                    hx-select-oob="#more" hx-swap="beforeend" { (tr("Show more")) }
            }
        }
    }
}

/// A number with its digits in groups of three: 1 234 567.
#[must_use]
pub fn grouped(number: i64) -> String {
    if (0..1_000).contains(&number) {
        return number.to_string();
    }
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "−" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn groups_digits() {
        for (number, text) in
            [(0, "0"), (999, "999"), (1_000, "1\u{202f}000"), (-1_234_567, "−1\u{202f}234\u{202f}567")]
        {
            assert_eq!(grouped(number), text);
        }
    }
}
