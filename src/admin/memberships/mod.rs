//! Memberships, as the panel knows them: who belongs to which tenant, in which role.
//! An id is that of the tenant and that of the person, with a dot between.

mod actions;

use super::{
    action::{Action, Field, Takes},
    edit::{Edit, Form},
    model::{CREATED, Choices, Column, Filter, Ids, Model, Shows},
};
use crate::{paths, rights::Right, sql, ui::Icon};

pub(super) static MEMBERSHIPS: Model = Model {
    paths: paths!("memberships"),
    one: "membership",
    plural: "memberships",
    many: "Memberships",
    icon: Icon::Users,
    lead: "Who belongs to which workspace, and in which role.",
    search: "Person's name begins with…",
    anywhere: "the name",
    of_tenant: true,
    ids: Ids::Pair,
    columns: &[
        Column::new("person", "Person", Shows::Title).sorted("person"),
        Column::new("tenant", "Tenant", Shows::Link("tenants")),
        Column::new("role", "Role", Shows::Badge)
            .sorted("role")
            .then(sql!("admin/memberships/by_role"))
            .beyond(&["owner", "admin"]),
        Column::new("created_at", "Since (UTC)", Shows::Moment).sorted("created"),
    ],
    filters: &[
        Filter {
            name: "role",
            label: "Role",
            of: None,
            choices: Choices::Of(&[
                ("owner", "Owner"),
                ("admin", "Admin"),
                ("member", "Member"),
                ("viewer", "Viewer"),
            ]),
        },
        Filter { label: "Since", ..CREATED },
        Filter { name: "person", label: "Person", of: None, choices: Choices::Thing("users") },
    ],
    list: sql!("admin/memberships/list"),
    facets: sql!("admin/memberships/facets"),
    all: Some(sql!("admin/memberships/all")),
    affected: Some(sql!("admin/memberships/affected")),
    along: Some(sql!("admin/memberships/along")),
    told: &[],
    one_of: Some(sql!("admin/memberships/find")),
    related: &[],
    actions: &[Action::new(
        ("remove", "Remove", "removed"),
        Icon::Trash,
        "They cannot enter that workspace any more. What they did in it is kept.",
        |acting, given, progress| Box::pin(actions::remove(acting, given, progress)),
    )
    .affecting()
    // Not undone by a click: to let somebody in again is to give power, for which the form wants the password.
    .removing()
    .wanting("memberships", Right::Delete)],
    ways: &[],
    edit: Some(Edit {
        create: Some(
            Form::new(&[LOGIN, SLUG, ROLE], |acting, given, _| Box::pin(actions::join(acting, given)))
                .dangerous(),
        ),
        change: Some(
            Form::new(&[ROLE], |acting, given, version| Box::pin(actions::change(acting, given, version)))
                .dangerous()
                .in_list(&ROLE, |tx, given, version| Box::pin(actions::change_in(tx, given, version))),
        ),
    }),
};

const LOGIN: Field = Field::new("login", "Username of the person", Takes::Person);
const SLUG: Field = Field::new("slug", "Tenant, by slug or name", Takes::Tenant);
const ROLE: Field = Field::new(
    "role",
    "Role",
    Takes::One(&[("member", "Member"), ("viewer", "Viewer"), ("admin", "Admin"), ("owner", "Owner")]),
)
.power(&["owner", "admin"]);
