//! The trail of the installation: people signing in and out, what superusers did to tenants and people, and why, and what they and
//! support looked at.
//! It reads. What was typed by somebody who failed to sign in is not in it: it may have been a password.

use super::model::{CREATED, Choices, Column, Filter, Ids, Model, Shows};
use crate::{language::tr, paths, sql, ui::Icon};

/// What is filed as `signed_in`, as people read it.
const ACTS: &[&str] = &[
    "signed in",
    "sign in failed",
    "signed out",
    "reauthenticated",
    "reauthentication failed",
    "second factor set up",
    "second factor ended",
    "second factor reset",
    "recovery codes written",
    "sessions ended",
    "session ended",
    "password set",
    "user created",
    "user edited",
    "user activated",
    "user deactivated",
    "member added",
    "member removed",
    "member role set",
    "tenant created",
    "tenant renamed",
    "tenant suspended",
    "tenant archived",
    "tenant restored",
    "tenant deleted",
    "tenant purged",
    "project created",
    "project renamed",
    "project moved",
    "project deleted",
    "project restored",
    "task created",
    "task edited",
    "task deleted",
    "task restored",
    "impersonation started",
    "impersonation stopped",
    "looked at",
    "exported",
];

/// An act as people read it. One that is not known here is told in the words of whoever filed it.
pub(super) fn in_words(act: &str) -> String {
    let words = act.replace('_', " ");
    ACTS.iter().find(|known| **known == words).map_or(words, |known| tr(known).to_owned())
}

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
        Filter { name: "act", label: "Act", of: None, choices: Choices::Named },
        Filter { label: "When", ..CREATED },
        Filter {
            name: "object",
            label: "Whom or what",
            of: None,
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
