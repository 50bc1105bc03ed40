//! What an entry of a trail looks like, field by field.
//! Nothing here reads; everything it shows is given to it.

use maud::{Markup, PreEscaped, html};

use super::{Field, Shown, Told};
use crate::{admin::record::Value, language::tr, rights::Rights, ui};

pub(in crate::admin::detail) fn table(told: &Told, rights: Rights) -> Markup {
    let heads: Vec<_> = told.was.into_iter().chain(told.is).collect();
    let one = heads.len() == 1;
    html! {
        div {
            div .section-head { h2 { (tr("Field by field")) } }
            div .scroll.cards.told tabindex="0" role="region" aria-label=(tr("Field by field")) {
                table {
                    thead { tr { th scope="col" { (tr("Field")) } @for head in &heads { th scope="col" { (tr(head)) } } } }
                    tbody {
                        @for Field { label, was, is } in &told.fields {
                            tr .same[!one && was == is] {
                                th scope="row" { (tr(label)) }
                                @if told.was.is_some() { (cell(rights, tr("Was"), was)) }
                                @if told.is.is_some() { (cell(rights, tr("Is"), is)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn cell(rights: Rights, label: &str, shown: &Shown) -> Markup {
    html! {
        td data-label=(label) {
            @match shown {
                Shown::Nothing => span .soft { "–" },
                Shown::Words(words) => span dir="auto" { (words) },
                Shown::Number(number) => (PreEscaped(ui::grouped(*number))),
                Shown::Moment(at) => time { (Value::Moment(*at).short()) },
                Shown::State(state) => (ui::badge(state)),
                Shown::Thing(of, _, Some(name)) if !rights.sees(of) => span dir="auto" { (name) },
                Shown::Thing(of, id, Some(name)) => a href={ "/admin/" (of) "/" (id) "/" } dir="auto" { (name) },
                Shown::Thing(_, id, None) => span { span .soft { (tr("gone")) ": " } (id) },
                Shown::Ways(of, ways) => @for (place, (href, said)) in ways.iter().enumerate() {
                    @if place > 0 { ", " }
                    @if rights.sees(of) { a href=(href) dir="auto" { (said) } } @else { span dir="auto" { (said) } }
                },
                // Superusers alone follow the acts of others; the entry itself says what was done.
                Shown::Act(_) if !rights.are_all() => (tr("one act of the panel")),
                Shown::Act(id) => a href={ "/admin/jobs/" (id) "/" } { (tr("one act of the panel")) },
            }
        }
    }
}
