//! A sentence with markup in it: names, links, in the order in which the language has them.
//! What stands between them is a text of the sources; what people wrote comes as markup, in which it was escaped.

use std::fmt::Display;

use maud::{Markup, PreEscaped, html};

use crate::language::{filled, tr};

/// `text` in the language of the page, each `{name}` in it replaced by what is given for it.
#[must_use]
pub fn sentence(text: &str, places: &[(&str, Markup)]) -> Markup {
    let said = html! { (tr(text)) };
    let places: Vec<_> = places.iter().map(|(name, markup)| (*name, &markup.0 as &dyn Display)).collect();
    PreEscaped(filled(&said.0, &places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_place_is_markup_and_all_else_is_text() {
        let name = || html! { bdi { "<{b}>" } };
        let html = sentence("{a} < {b} & {c}", &[("a", name()), ("b", html! { i {} })]).into_string();
        assert_eq!(html, "<bdi>&lt;{b}&gt;</bdi> &lt; <i></i> &amp; {c}");
    }
}
