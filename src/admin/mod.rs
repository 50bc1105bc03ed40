//! The superuser panel: how the installation is, and every kind of thing in it, in lists, pages, forms and acts.
//! A superuser's session opens it, and support's, which sees and does what its rights say; what it shows, no tenant's page ever shows.
//!
//! It reads as `rowhouse_admin`, which can do nothing else. What a person with the right to it has confirmed, with a reason, runs as
//! `rowhouse_operator`, and nothing else does. Each kind of thing is one description ([`model::Model`]) in a folder of its own,
//! `tasks/` say.
//!
//! | made of a description | beside them |
//! |---|---|
//! | `list` (a page, figures, export), by `listing` (and its `address`), `query` (what is typed), `order`, `filter`, `period` (its days) and `range` (its numbers), `parameters` (of its statements) and `record` (a row); `saved` views of it; `chooser` (a thing by its name) | `home`: how the installation is |
//! | `detail` (the page of one; of an entry of a trail, what it tells), `edit` (its forms), `in_list` (a field in every row) | `find`: anything, by how it begins or by its id; `offers`: what could be meant |
//! | `action`: asked, confirmed, done, taken back | [`acts`]: each act, as one call to the database |
//! | `for_rights`: what is shown of all this to whom | `looked_at`: who looked at a thing, and who exported, in the trail |
//! | `<model>/actions.rs`: what a model's actions and forms do | `impersonation`, `second_factor` (the door), `password_check`, `crumbs` (the way to a page) |

pub mod action;
pub mod acts;
mod address;
mod audit;
mod chooser;
mod crumbs;
mod detail;
pub mod edit;
mod filter;
mod find;
mod for_rights;
mod home;
mod impersonation;
mod in_list;
mod inline;
mod list;
mod listing;
mod looked_at;
mod memberships;
pub mod model;
mod offers;
mod order;
mod pairs;
mod parameters;
mod password_check;
mod period;
mod projects;
mod query;
mod range;
mod record;
mod rows;
mod saved;
mod second_factor;
mod sessions;
mod tasks;
mod tenants;
mod trail;
mod users;

use self::model::Model;
use crate::{
    rights::Right,
    web::{Access, NavLink, Route, STOP_IMPERSONATION, get, post},
};

/// The routes of this feature.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        get(home::PATH, Access::Panel, home::index),
        get(find::PATH, Access::Panel, find::index),
        get(find::QUICK, Access::Panel, find::quick),
        get(offers::TENANTS, Access::May("tenants", Right::See), offers::tenants),
        get(offers::SLUG, Access::May("tenants", Right::Add), offers::slug),
        get(offers::PEOPLE, Access::May("users", Right::See), offers::people),
        get(offers::PROJECTS, Access::May("projects", Right::See), offers::projects),
        get(offers::ANYTHING, Access::Panel, offers::anything),
        get(offers::PROJECTS_OF, Access::May("projects", Right::See), offers::projects_of),
        get(impersonation::PATH, Access::Superuser, impersonation::form),
        get("/admin/projects/{id}/look/", Access::Superuser, impersonation::look_at_project),
        get("/admin/tasks/{id}/look/", Access::Superuser, impersonation::look_at_task),
        post(impersonation::PATH, Access::Superuser, impersonation::begin),
        post(STOP_IMPERSONATION, Access::SignedIn, impersonation::stop),
    ];
    for model in models() {
        routes.extend(list::routes(model));
        routes.extend(saved::routes(model));
        routes.extend(detail::routes(model));
        routes.extend(edit::routes(model));
        routes.extend(in_list::routes(model));
        routes.extend(action::routes(model));
    }
    routes.extend(action::job_routes());
    routes.extend(second_factor::routes());
    routes
}

/// The navigation of the panel: a list for each kind of thing, and what is one's own.
#[must_use]
pub fn links() -> Vec<NavLink> {
    let lists = models().iter().map(|model| NavLink {
        label: model.many,
        href: model.paths.list,
        icon: model.icon,
        access: model.seen(),
    });
    lists.chain([second_factor::LINK]).collect()
}

/// Every kind of thing that the panel knows, in the order of its navigation: the first few have a place at the bottom of a phone as
/// well.
static MODELS: &[&Model] = &[
    &tenants::TENANTS,
    &users::USERS,
    &projects::PROJECTS,
    &tasks::TASKS,
    &memberships::MEMBERSHIPS,
    &sessions::SESSIONS,
    &audit::AUDIT,
    &trail::TRAIL,
];

fn models() -> &'static [&'static Model] {
    MODELS
}

/// The kind of thing of that name.
fn model_named(name: &str) -> Option<&'static Model> {
    models().iter().copied().find(|model| model.paths.name == name)
}
