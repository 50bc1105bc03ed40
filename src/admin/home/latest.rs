//! What is new and what happened last: tenants, people, sign-ins that failed, and what superusers and support did.
//! Nothing here reads; everything it shows is given to it.

use maud::{Markup, html};

use super::{
    Entry, Failure, NewPerson, NewTenant, PATH,
    figures::how_many,
    view::{PEOPLE, TENANTS},
};
use crate::{
    admin::trail,
    language::tr,
    rights::Rights,
    ui::{self, Icon},
};

pub(super) fn failed(failures: &[Failure], rights: Rights) -> Markup {
    if failures.is_empty() {
        return nothing(tr("Nobody has failed to sign in lately."));
    }
    html! {
        ul .feed.whence {
            @for failure in failures {
                li {
                    (ui::icon(Icon::CircleAlert))
                    @match (failure.person, &failure.login) {
                        (Some(_), Some(login)) if !rights.sees("users") => span .name dir="auto" { (login) },
                        (Some(id), Some(login)) => a href={ (PEOPLE) (id) "/" } dir="auto" { (login) },
                        _ => span .name { (tr("nobody known")) },
                    }
                    span .hint { (failure.address.as_deref().unwrap_or_else(|| tr("no address"))) }
                    span .age { (ui::age(failure.age)) }
                }
            }
        }
    }
}

pub(super) fn new_tenants(tenants: &[NewTenant], rights: Rights) -> Markup {
    if tenants.is_empty() {
        return nothing(tr("There are no tenants yet; “rowhouse seed” creates the sample data."));
    }
    html! {
        ul .feed {
            @for tenant in tenants {
                li {
                    (ui::icon(Icon::Building))
                    a href={ (TENANTS) (tenant.id) "/" } title=(tenant.slug) dir="auto" { (tenant.name) }
                    @if tenant.status != "active" { (ui::badge(&tenant.status)) }
                    @if rights.sees("memberships") { span .hint { (members(tenant.members)) } }
                    span .age { (ui::age(tenant.age)) }
                }
            }
        }
    }
}

fn members(members: i64) -> String {
    match members {
        1 => tr("1 member").to_owned(),
        _ => tr!("{number} members", number = how_many(members, 0)),
    }
}

pub(super) fn new_people(people: &[NewPerson], rights: Rights) -> Markup {
    let of_tenants = rights.sees("tenants") && rights.sees("memberships");
    html! {
        ul .feed {
            @for person in people {
                li {
                    (ui::icon(Icon::User))
                    a href={ (PEOPLE) (person.id) "/" } title=(person.login) dir="auto" { (person.display_name) }
                    @if person.superuser { (ui::badge("superuser")) }
                    @if person.support { (ui::badge("support")) }
                    @if person.status != "active" { (ui::badge(&person.status)) }
                    @if of_tenants && (person.tenant.is_some() || !(person.superuser || person.support)) { span .hint dir="auto" { (belongs_to(person)) } }
                    span .age { (ui::age(person.age)) }
                }
            }
        }
    }
}

/// "Acme Corp", or "Acme Corp +2".
fn belongs_to(person: &NewPerson) -> String {
    let tenant = person.tenant.as_deref().unwrap_or_else(|| tr("no tenant"));
    if person.tenants > 1 {
        format!("{tenant} +{}", how_many(person.tenants - 1, 0))
    } else {
        tenant.to_owned()
    }
}

pub(super) fn did(acts: &[Entry], rights: Rights) -> Markup {
    if acts.is_empty() {
        return nothing(tr("Nobody has done anything lately."));
    }
    html! {
        ul .feed {
            @for act in acts {
                li {
                    (ui::icon(Icon::Shield))
                    span .act { (trail::in_words(&act.act)) }
                    @let object = act.object.as_deref().unwrap_or_else(|| tr("one that is gone"));
                    @let seen = |path: &&String| path.split_once('/').is_some_and(|(model, _)| rights.sees(model));
                    @match act.path.as_ref().filter(seen) {
                        Some(path) => a href={ (PATH) (path) "/" } dir="auto" { (object) },
                        None => span .name dir="auto" { (object) },
                    }
                    span .hint dir="auto" { (tr!("by {person}", person = act.actor.as_deref().unwrap_or_else(|| tr("the service")))) }
                    span .age { (ui::age(act.age)) }
                }
            }
        }
    }
}

/// What stands where there is nothing to list.
fn nothing(text: &str) -> Markup {
    html! { p .soft { (text) } }
}
