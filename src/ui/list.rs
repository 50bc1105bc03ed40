//! Figures, progress, and the way to the next page of a list.
//! No counting is done here: the figures are given.

use maud::{Markup, html};

/// Figures side by side: what, and how many.
#[must_use]
pub fn statistics(figures: &[(&str, i64)]) -> Markup {
    html! {
        dl .figures {
            @for (label, value) in figures { div .figure { dt { (label) } dd { (grouped(*value)) } } }
        }
    }
}

/// How far something is, as a bar and in words.
#[must_use]
pub fn progress(done: i64, total: i64) -> Markup {
    html! {
        span .progress {
            @if total == 0 {
                "No tasks"
            } @else {
                progress max=(total) value=(done) aria-hidden="true" {}
                span { (grouped(done)) " of " (grouped(total)) " done" }
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
                    hx-select-oob="#more" hx-swap="beforeend" { "Show more" }
            }
        }
    }
}

/// A number with its digits in groups of three: 1 234 567.
pub(super) fn grouped(number: i64) -> String {
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
