//! What the forms of a model look like.
//! Nothing here reads; everything it shows is given to it. A password that was typed is never sent back.

use maud::{Markup, html};

use super::{AS_NEW, Form, Group, Typed};
use crate::{
    admin::{
        action::{Field, reason_field},
        crumbs,
        listing::{FROM_LIST, Listing, list_of},
        model::Model,
        password_check::PasswordCheck,
        record::Record,
    },
    language::tr,
    ui::{self, Icon, Tone},
    web::Input,
};

/// What is said of adding one.
pub(in crate::admin) fn adding(model: &Model) -> String {
    tr!("Add {thing}", thing = tr(model.one))
}

/// The form for a new one, and what is said of the one before it.
pub(super) fn create(
    (model, form): (&Model, &Form),
    said: Option<&Markup>,
    typed: &Typed,
    check: &PasswordCheck,
    from_list: Option<&Listing>,
) -> Markup {
    html! {
        (crumbs::header(&adding(model), (model, from_list), None, &html! {}))
        @if let Some(said) = said { (said) }
        form .panel.ask method="post" action=(model.paths.create) { (inside((model, form), typed, check, from_list)) }
    }
}

/// The form on the page of one: with what was typed, or with what is there.
pub(in crate::admin) fn change(
    model: &Model,
    form: &Form,
    record: &Record,
    (typed, back): (Option<&Typed>, Option<&str>),
    check: &PasswordCheck,
    from_list: Option<&Listing>,
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
        there = Typed { fields, version: record.version, back: back.map(str::to_owned), ..Typed::default() };
        &there
    };
    html! { form .ask method="post" action=(model.path_of(&record.id)) { (inside((model, form), typed, check, from_list)) } }
}

/// The fields and the ways on; one more where one can be added.
fn inside(
    (model, form): (&Model, &Form),
    typed: &Typed,
    check: &PasswordCheck,
    from_list: Option<&Listing>,
) -> Markup {
    let addable = model.edit.as_ref().is_some_and(|edit| edit.create.is_some());
    let cancel = typed.back.clone().unwrap_or_else(|| list_of(model, from_list));
    html! {
        @if let Some(said) = &typed.said { p .error role="alert" { (ui::icon(Icon::CircleAlert)) span { (tr(said)) } } }
        @if let Some(from_list) = from_list { input type="hidden" name=(FROM_LIST) value=(from_list.href()); }
        @if let Some(version) = typed.version { input type="hidden" name="version" value=(version); }
        @if let Some(back) = &typed.back { input type="hidden" name="back" value=(back); }
        @for name in &typed.fixed { input type="hidden" name="fixed" value=(name); }
        (fields(form, typed))
        (reason_field(&typed.reason))
        @if form.danger { (check.field(&typed.password)) }
        div .actions {
            button .btn.primary name="then" value="list" { (tr("Save")) }
            button .btn.plain name="then" value="continue" { (tr("Save and continue")) }
            @if form.as_new.is_some() { button .btn.plain name="then" value=(AS_NEW) { (tr("Save as new")) } }
            @if addable { button .btn.plain name="then" value="another" { (tr("Save and add another")) } }
            (ui::link_button(tr("Cancel"), &cancel, Tone::Plain))
        }
    }
}

/// Each field, under the heading of its group.
fn fields(form: &Form, typed: &Typed) -> Markup {
    let of = |group: Option<&Group>| -> Vec<(&Field, &Input)> {
        let all = form.fields.iter().zip(typed.fields.iter().map(|(_, input)| input));
        let own = |name: &str| match group {
            Some(group) => group.fields.contains(&name),
            None => !form.groups.iter().any(|group| group.fields.contains(&name)),
        };
        all.filter(|(spec, _)| own(spec.name)).collect()
    };
    let show = |of: &[(&Field, &Input)]| {
        html! { @for (spec, input) in of { (spec.show(input, typed.fixed.contains(&spec.name))) } }
    };
    html! {
        (show(&of(None)))
        @for group in form.groups {
            @let own = of(Some(group));
            @if group.seldom {
                details .group open[own.iter().any(|(spec, input)| spec.stands_out(input))] {
                    summary { (tr(group.heading)) }
                    div .group { (show(&own)) }
                }
            } @else {
                fieldset .group { legend { (tr(group.heading)) } (show(&own)) }
            }
        }
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
