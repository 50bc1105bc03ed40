//! What sign-in and the choice of a tenant look like.
//! A password that was typed is never sent back.

use maud::{Markup, html};

use super::store::Choice;
use crate::{
    language::tr,
    preferences,
    ui::{self, FieldKind, Icon, TextField, Tone},
    web::Input,
};

/// The form for username and password; `next` is where to go from there.
pub(super) fn sign_in(username: &Input, next: &str) -> Markup {
    html! {
        div .alone-card {
            (ui::header(tr("Sign in to Rowhouse"), &[], &html! {}))
            @if next != "/" { p .soft."mb-4" { (tr("Please sign in to go on where you were.")) } }
            form .stack method="post" action="/login/" {
                @if next != "/" { input type="hidden" name="next" value=(next); }
                (ui::text_field(&TextField {
                    id: "username",
                    name: "username",
                    label: tr("Username"),
                    value: &username.value,
                    error: username.error.as_deref(),
                    autocomplete: Some("username"),
                    autofocus: true,
                    ..TextField::default()
                }))
                (ui::text_field(&TextField {
                    id: "password",
                    name: "password",
                    label: tr("Password"),
                    kind: FieldKind::Password,
                    autocomplete: Some("current-password"),
                    ..TextField::default()
                }))
                div .actions { (ui::button(tr("Sign in"), Tone::Primary)) }
            }
        }
        div .alone-below { (ui::language_switch(preferences::PATH)) }
    }
}

/// The tenants that a person may enter.
pub(super) fn tenants(choices: &[Choice]) -> Markup {
    html! {
        (ui::header(tr("Workspaces"), &[], &html! {}))
        @if choices.is_empty() {
            (ui::empty_state(
                Icon::Building,
                tr("You belong to no workspace"),
                tr("Whoever runs yours can add you; sign in again after that."),
                &html! { form method="post" action="/logout/" { (ui::button(tr("Sign out"), Tone::Plain)) } },
            ))
        } @else {
            ul .rows { @for choice in choices { (workspace(choice)) } }
        }
    }
}

fn workspace(choice: &Choice) -> Markup {
    html! {
        li {
            div .row.project-row {
                span .name dir="auto" { (choice.name) }
                @if choice.current {
                    span .badge.active { (tr("You are here")) }
                } @else {
                    form method="post" action={ "/tenants/" (choice.tenant_id) "/enter/" } { (ui::button(tr("Enter"), Tone::Plain)) }
                }
            }
        }
    }
}
