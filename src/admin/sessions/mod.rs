//! Live sessions, as the panel knows them. The id of a session here is a name for it: what opens it, nobody reads.
//! Ending one is an act; beginning one is not to be had here.

mod actions;

use super::{
    action::Action,
    model::{CREATED, Choices, Column, Filter, Ids, Model, Shows},
};
use crate::{paths, rights::Right, sql, ui::Icon};

pub(super) static SESSIONS: Model = Model {
    paths: paths!("sessions"),
    one: "session",
    plural: "sessions",
    many: "Sessions",
    icon: Icon::Monitor,
    lead: "Who is signed in. Ending a session signs the browser out that has it, on every instance at once.",
    search: "Username begins with…",
    anywhere: "the username",
    of_tenant: true,
    ids: Ids::One,
    columns: &[
        Column::new("person", "Person", Shows::Title),
        Column::new("tenant", "Works in", Shows::Link("tenants")),
        Column::new("kind", "Kind", Shows::Badge).beyond(&["superuser", "support"]),
        Column::new("seen_at", "Last seen (UTC)", Shows::Moment).sorted("seen"),
        Column::new("expires_at", "Ends by (UTC)", Shows::Moment),
        Column::new("created_at", "Signed in (UTC)", Shows::Moment).sorted("created"),
    ],
    filters: &[
        Filter {
            name: "kind",
            label: "Kind",
            of: None,
            choices: Choices::Of(&[("person", "Person"), ("support", "Support"), ("superuser", "Superuser")]),
        },
        Filter { label: "Signed in", ..CREATED },
        Filter { name: "person", label: "Person", of: None, choices: Choices::Thing("users") },
        Filter {
            name: "works_in",
            label: "Works in",
            of: None,
            choices: Choices::Whether(&[("some", "a tenant"), ("none", "no tenant")]),
        },
    ],
    list: sql!("admin/sessions/list"),
    facets: sql!("admin/sessions/facets"),
    all: Some(sql!("admin/sessions/all")),
    affected: Some(sql!("admin/sessions/affected")),
    along: None,
    told: &[],
    one_of: Some(sql!("admin/sessions/find")),
    related: &[],
    actions: &[Action::new(
        ("end", "End", "ended"),
        Icon::LogOut,
        "Whoever is signed in there is signed out at once, and can sign in again.",
        |acting, given, progress| Box::pin(actions::end(acting, given, progress)),
    )
    .affecting()
    .removing()
    .wanting("sessions", Right::Delete)],
    ways: &[],
    edit: None,
};
