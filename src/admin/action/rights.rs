//! Rights, as a form asks for them and as a page tells them: a table with a row for each model and a box for each right.
//! Nothing here reads or decides; which rights there are, the database says (`crate::rights`).

use maud::{Markup, html};

use super::Field;
use crate::{
    admin::model_named,
    language::tr,
    rights::{KNOWN, Right, Rights},
    ui::{self, Icon},
    web::Input,
};

/// What people call a right.
fn label(right: Right) -> &'static str {
    match right {
        Right::See => "See",
        Right::Add => "Add",
        Right::Change => "Change",
        Right::Delete => "Delete",
    }
}

/// The models of which there are rights, in their order.
fn models() -> Vec<&'static str> {
    let mut models: Vec<_> = KNOWN.iter().map(|(model, _)| *model).collect();
    models.dedup();
    models
}

fn called(model: &'static str) -> &'static str {
    model_named(model).map_or(model, |model| tr(model.many))
}

/// A box for each right that there is. A box that is not ticked is not sent, so the form says beside them that it asked.
pub(super) fn table(field: &Field, input: &Input) -> Markup {
    let held: Rights = input.value.parse().unwrap_or_default();
    html! {
        fieldset .rights {
            legend { (tr(field.label)) }
            @if let Some(wrong) = &input.error { p .error role="alert" { (ui::icon(Icon::CircleAlert)) span { (tr(wrong)) } } }
            p .help #rights-help { (tr(field.help)) }
            input type="hidden" name=(field.name) value="";
            table aria-describedby="rights-help" {
                thead { tr { th scope="col" { (tr("Of")) } @for right in Right::ALL { th scope="col" { (tr(label(right))) } } } }
                tbody {
                    @for model in models() {
                        tr {
                            th scope="row" { (called(model)) }
                            @for right in Right::ALL { td data-label=(tr(label(right))) { (tick(field.name, model, right, held)) } }
                        }
                    }
                }
            }
        }
    }
}

fn tick(name: &str, model: &'static str, right: Right, held: Rights) -> Markup {
    html! {
        @if KNOWN.contains(&(model, right)) {
            label {
                input type="checkbox" name=(name) value={ (model) ":" (right.word()) } checked[held.may(model, right)];
                span .unseen { (tr(label(right))) ": " (called(model)) }
            }
        }
    }
}

/// "Tenants: see, change. People: see."
pub(in crate::admin) fn in_words(rights: Rights) -> String {
    let told = models().into_iter().filter_map(|model| {
        let held: Vec<_> =
            rights.held().filter(|(of, _)| *of == model).map(|(_, right)| tr(right.word())).collect();
        (!held.is_empty()).then(|| format!("{}: {}.", called(model), held.join(", ")))
    });
    let told = told.collect::<Vec<_>>().join(" ");
    if told.is_empty() { tr("Nothing but the overview.").to_owned() } else { told }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::admin::MODELS;

    #[test]
    fn rights_are_told_in_words() {
        let rights: Rights = "tenants:change,users:see".parse().unwrap();
        assert_eq!(in_words(rights), "Tenants: see, change. People: see.");
        assert_eq!(in_words(Rights::NONE), "Nothing but the overview.");
    }

    /// And has one row in the table. Of a model there need be no rights: then it is for superusers alone.
    #[test]
    fn every_model_of_which_there_are_rights_is_one_of_the_panel() {
        let panel: BTreeSet<_> = MODELS.iter().map(|model| model.paths.name).collect();
        let of: BTreeSet<_> = models().into_iter().collect();
        assert!(of.is_subset(&panel) && of.len() == models().len(), "{:?}", models());
    }
}
