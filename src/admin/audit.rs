//! The audit trails of all tenants, as the panel knows them: every change of a tenant's rows, and who made it.
//! It reads. There is no act on a trail, for anybody.

use super::model::{CREATED, Choices, Column, Filter, Ids, Model, Shows};
use crate::{paths, sql, ui::Icon};

pub(super) static AUDIT: Model = Model {
    paths: paths!("audit"),
    one: "entry",
    plural: "entries",
    many: "Tenants' trails",
    icon: Icon::Clock,
    lead: "What was added, changed and deleted in every workspace, and by whom.",
    search: "Username of who did it, whole",
    anywhere: "",
    of_tenant: true,
    ids: Ids::Place,
    columns: &[
        Column::new("at", "When (UTC)", Shows::Title).sorted("created"),
        Column::new("actor", "Who", Shows::Link("users")),
        Column::new("act", "Act", Shows::Text),
        Column::new("object", "What", Shows::LinkToAny),
        Column::new("changes", "From → to", Shows::Text),
        Column::new("tenant", "Tenant", Shows::Link("tenants")),
        Column::new("before", "Before", Shows::Detail),
        Column::new("after", "After", Shows::Detail),
        Column::new("login", "By the login", Shows::Detail),
    ],
    filters: &[
        Filter {
            name: "act",
            label: "Act",
            of: None,
            choices: Choices::Of(&[
                ("insert", "Added"),
                ("update", "Changed"),
                ("delete", "Deleted"),
                ("visit", "Looked around"),
                ("expire", "Old entries removed"),
            ]),
        },
        Filter { label: "When", ..CREATED },
        Filter {
            name: "object",
            label: "What",
            of: None,
            choices: Choices::AnyThing(&[
                ("tasks", "Tasks"),
                ("projects", "Projects"),
                ("members", "Memberships"),
                ("tenants", "The workspace"),
            ]),
        },
    ],
    list: sql!("admin/audit/list"),
    facets: sql!("admin/audit/facets"),
    all: None,
    affected: None,
    along: None,
    told: &["changes", "before", "after"],
    one_of: Some(sql!("admin/audit/find")),
    related: &[],
    actions: &[],
    ways: &[],
    edit: None,
};
