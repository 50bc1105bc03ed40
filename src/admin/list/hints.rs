//! What can be typed into the search of a list beside a text, folded until somebody asks.
//! Nothing here reads: the examples are made of the model's description, so they name what this list has and nothing else.

use maud::{Markup, html};

use crate::{
    admin::{model::Model, query},
    language::tr,
    ui,
};

pub(super) fn typed(model: &Model) -> Markup {
    let example = html! { code { "\"re: hello\"" } };
    html! {
        details {
            summary { (tr("What can be typed")) }
            p .soft."mb-2" { (ui::sentence("Into the search, between and beside words that are searched for. What has spaces stands in quotation marks, and so does a text with a colon: {example}.", &[("example", example)])) }
            dl .fields {
                @for (example, means) in query::examples(model) { div { dt { code { (example) } } dd { (means) } } }
            }
        }
    }
}
