//! What beginning to look around looks like.
//! It says ahead of the button what is recorded, and where.

use maud::{Markup, html};

use super::{Fields, Subject, path};
use crate::{
    admin::{crumbs, password_check::PasswordCheck, users::USERS},
    id::TenantId,
    language::tr,
    ui::{self, Choice, Icon, TextField, Tone},
};

/// The page with the form.
pub(super) fn page(subject: &Subject, fields: &Fields, check: &PasswordCheck) -> Markup {
    let person = (subject.display_name.clone(), USERS.path_of(&subject.id.to_string()));
    html! {
        (crumbs::header(&subject.title(), (&USERS, None), Some(&person), &html! {}))
        div hx-ignore { (form(subject, fields, check)) }
    }
}

/// The form; or why there is none.
fn form(subject: &Subject, fields: &Fields, check: &PasswordCheck) -> Markup {
    if let Some(refusal) = subject.refusal(check.person().user) {
        let back = ui::link_button(tr("Back to the panel"), "/admin/", Tone::Plain);
        return ui::empty_state(Icon::User, tr("Nobody to look around as"), tr(refusal), &back);
    }
    // What stands in the address may be anything.
    let of_tenant =
        fields.tenant.value.parse::<TenantId>().map(|tenant| format!("?tenant={tenant}")).unwrap_or_default();
    html! {
        p .lead { (tr("You see what this person sees, for half an hour at most. That you do, and why, stands in the workspace's own trail, and so does what you change, with both names.")) }
        form .panel.ask method="post" action=(path(subject.id)) {
            @if fields.at.len() > 1 {
                @let members = html! { a href={ "/admin/memberships/" (of_tenant) } { (tr("memberships")) } };
                p .soft { (ui::sentence("You arrive at {place}. Whoever else works there is listed with the {memberships}.", &[("place", html! { code { (fields.at) } }), ("memberships", members)])) }
                input type="hidden" name="at" value=(fields.at);
            }
            (tenants(subject, fields))
            (ui::text_field(&TextField {
                id: "reason",
                name: "reason",
                label: tr("Reason"),
                value: &fields.reason.value,
                error: fields.reason.error.as_deref(),
                autofocus: true,
                ..TextField::default()
            }))
            (ui::choice(&Choice {
                name: "writes",
                value: "true",
                label: tr("Let me change things, in this person's name and mine"),
                chosen: fields.writes,
                one_of_several: false,
            }))
            (check.field(&fields.password))
            div .actions {
                (ui::button(tr("Look around"), Tone::Primary))
                (ui::link_button(tr("Cancel"), "/admin/", Tone::Plain))
            }
        }
    }
}

fn tenants(subject: &Subject, fields: &Fields) -> Markup {
    let only = subject.tenants.len() == 1;
    html! {
        fieldset .choices aria-describedby=[fields.tenant.error.as_ref().map(|_| "tenant-error")] {
            legend { (tr("Workspace")) }
            @for (tenant, name) in subject.tenants.iter().zip(&subject.names) {
                @let id = tenant.to_string();
                (ui::choice(&Choice {
                    name: "tenant",
                    value: &id,
                    label: name,
                    chosen: only || fields.tenant.value == id,
                    one_of_several: true,
                }))
            }
            @if let Some(error) = &fields.tenant.error {
                p .error #tenant-error role="alert" { (ui::icon(Icon::CircleAlert)) span { (tr(error)) } }
            }
        }
    }
}
