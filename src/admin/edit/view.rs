//! What the forms of a model look like.
//! Nothing here reads; everything it shows is given to it. A password that was typed is never sent back.

use maud::{Markup, html};

use super::{Form, Typed};
use crate::{
    admin::{
        action::{field, reason_field},
        listing::{FROM_LIST, Listing, list_of},
        model::Model,
        password_check::PasswordCheck,
        record::Record,
    },
    ui::{self, Icon, Tone},
    web::Input,
};

pub(super) fn adding(model: &Model) -> String {
    format!("Add {}", model.one)
}

/// The form for a new one.
pub(super) fn create(
    model: &Model,
    form: &Form,
    typed: &Typed,
    check: &PasswordCheck,
    back: Option<&Listing>,
) -> Markup {
    let list = list_of(model, back);
    let other = html! {
        button .btn.plain name="then" value="another" { "Save and add another" }
        (ui::link_button("Cancel", &list, Tone::Quiet))
    };
    html! {
        (ui::header(&adding(model), &[("Panel", "/admin/"), (model.many, &list)], &html! {}))
        form .panel.ask method="post" action=(model.paths.create) { (inside(form, typed, check, back, &other)) }
    }
}

/// The form on the page of one: with what was typed, or with what is there.
pub(in crate::admin) fn change(
    model: &Model,
    form: &Form,
    record: &Record,
    typed: Option<&Typed>,
    check: &PasswordCheck,
    back: Option<&Listing>,
) -> Markup {
    let there;
    let typed = if let Some(typed) = typed {
        typed
    } else {
        let fields = form
            .fields
            .iter()
            .map(|field| (field.name, Input::of(current(model, record, field.name))))
            .collect();
        there = Typed { fields, version: record.version, ..Typed::default() };
        &there
    };
    let other = html! {
        button .btn.plain name="then" value="list" { "Save and go to the list" }
        (ui::link_button("Cancel", &list_of(model, back), Tone::Quiet))
    };
    html! { form .ask method="post" action=(model.path_of(&record.id)) { (inside(form, typed, check, back, &other)) } }
}

fn inside(
    form: &Form,
    typed: &Typed,
    check: &PasswordCheck,
    back: Option<&Listing>,
    other: &Markup,
) -> Markup {
    html! {
        @if let Some(said) = &typed.said { p .error role="alert" { (ui::icon(Icon::CircleAlert)) span { (said) } } }
        @if let Some(back) = back { input type="hidden" name=(FROM_LIST) value=(back.href()); }
        @if let Some(version) = typed.version { input type="hidden" name="version" value=(version); }
        @for (spec, (_, input)) in form.fields.iter().zip(&typed.fields) { (field(spec, input)) }
        (reason_field(&typed.reason))
        @if form.danger { (check.field(&typed.password)) }
        div .actions { button .btn.primary name="then" value="" { "Save" } (other) }
    }
}

/// What is in a field of a thing now.
pub(in crate::admin) fn current(model: &Model, record: &Record, name: &str) -> String {
    let place = model.columns.iter().position(|column| column.name == name);
    place
        .and_then(|place| record.values.get(place))
        .map(super::super::record::Value::words)
        .unwrap_or_default()
}
