//! The trail of the installation: people signing in and out, what superusers did to tenants and people, and why, and what they and
//! support looked at.
//! It reads. What was typed by somebody who failed to sign in is not in it: it may have been a password.

use super::model::{CREATED, Choices, Column, Filter, Ids, Model, Shows};
use crate::{paths, sql, ui::Icon};

pub(super) static TRAIL: Model = Model {
    paths: paths!("trail"),
    one: "entry",
    plural: "entries",
    many: "Installation trail",
    icon: Icon::History,
    lead: "Who signed in, failed to and signed out, what superusers and support did, and who looked at what and exported it.",
    search: "Username of who did it, whole",
    anywhere: "",
    of_tenant: false,
    ids: Ids::Place,
    columns: &[
        Column::new("at", "When (UTC)", Shows::Title).sorted("created"),
        Column::new("actor", "Who", Shows::Link("users")),
        Column::new("act", "Act", Shows::Words),
        Column::new("object", "Whom or what", Shows::LinkToAny),
        Column::new("reason", "Why", Shows::Text),
        Column::new("details", "More", Shows::Text),
        Column::new("login", "By the login", Shows::Detail),
    ],
    filters: &[
        Filter { name: "act", label: "Act", choices: Choices::Named },
        Filter { label: "When", ..CREATED },
        Filter {
            name: "object",
            label: "Whom or what",
            choices: Choices::AnyThing(&[
                ("user", "People"),
                ("tenant", "Tenants"),
                ("project", "Projects"),
                ("task", "Tasks"),
                ("membership", "Memberships"),
                ("session", "Sessions"),
                ("entry", "Entries of tenants' trails"),
                ("list", "Lists"),
            ]),
        },
    ],
    list: sql!("admin/trail/list"),
    facets: sql!("admin/trail/facets"),
    reach: Some(sql!("admin/trail/reach")),
    all: None,
    affected: None,
    along: None,
    told: &["details"],
    one_of: Some(sql!("admin/trail/find")),
    related: &[],
    actions: &[],
    ways: &[],
    edit: None,
};
