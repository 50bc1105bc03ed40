//! Tenants, as the panel knows them.
//! A tenant is removed when its grace is over, and never from here.

mod actions;

use self::actions::TenantStatuses;
use super::{
    action::{self, Action, Field, Takes},
    acts::tenants::{TenantName, TenantStatus},
    edit::{Edit, Form},
    model::{CREATED, Choices, Column, Filter, Ids, Model, Related, SIZES, Shows},
    offers,
};
use crate::{paths, rights::Right, sql, ui::Icon};

pub(super) static TENANTS: Model = Model {
    paths: paths!("tenants"),
    one: "tenant",
    plural: "tenants",
    many: "Tenants",
    icon: Icon::Building,
    lead: "Every workspace of this installation.",
    search: "Name or slug begins with…",
    anywhere: "the name or slug",
    of_tenant: true,
    ids: Ids::One,
    columns: &[
        Column::new("name", "Tenant", Shows::Title).sorted("name"),
        Column::new("slug", "Slug", Shows::Text),
        Column::new("status", "Status", Shows::Badge).sorted("status").then(sql!("admin/tenants/by_status")).beyond(&["deleted"]),
        Column::new("members", "Members", Shows::Capped).of("memberships"),
        Column::new("projects", "Projects", Shows::Capped).of("projects"),
        Column::new("tasks", "Tasks", Shows::Capped).of("tasks"),
        Column::new("created_at", "Created (UTC)", Shows::Moment).sorted("created"),
        Column::new("purge_after", "Removed after", Shows::Detail),
    ],
    filters: &[
        Filter {
            name: "status",
            label: "Status",
            of: None,
            choices: Choices::Of(&[
                ("active", "Active"),
                ("suspended", "Suspended"),
                ("archived", "Archived"),
                ("deleted", "Deleted"),
            ]),
        },
        CREATED,
        Filter { name: "members", label: "Members", of: Some("memberships"), choices: SIZES },
        Filter { name: "projects", label: "Projects", of: Some("projects"), choices: SIZES },
        Filter {
            name: "removal",
            label: "Removal",
            of: None,
            choices: Choices::Whether(&[("ever", "on a date"), ("never", "not planned")]),
        },
    ],
    list: sql!("admin/tenants/list"),
    facets: sql!("admin/tenants/facets"),
    all: Some(sql!("admin/tenants/all")),
    affected: Some(sql!("admin/tenants/affected")),
    along: Some(sql!("admin/tenants/along")),
    told: &[],
    one_of: Some(sql!("admin/tenants/find")),
    related: &[
        Related::new("Members", "memberships", "tenant").adding("Add member", &[("slug", "slug")]).offering(&["remove"]),
        Related::new("Projects", "projects", "tenant").adding("Add project", &[("slug", "slug")]).offering(&["move", "delete"]),
        Related::new("Sessions", "sessions", "tenant").offering(&["end"]),
    ],
    actions: &[
        Action::new(
            ("suspend", "Suspend", "suspended"),
            Icon::Clock,
            "Nobody can enter, and nothing can be changed. Everything is kept.",
            |acting, given, progress| Box::pin(action::set::<TenantStatuses>(acting, given, progress, TenantStatus::Suspended)),
        )
        .affecting()
        .unless(&["suspended", "deleted"])
        .undone_by(|acting, given, progress| Box::pin(action::put_back::<TenantStatuses>(acting, given, progress, TenantStatus::Suspended)))
        .wanting("tenants", Right::Change),
        Action::new(
            ("archive", "Archive", "archived"),
            Icon::Inbox,
            "It can be read, and nothing in it can be changed.",
            |acting, given, progress| Box::pin(action::set::<TenantStatuses>(acting, given, progress, TenantStatus::Archived)),
        )
        .affecting()
        .unless(&["archived", "deleted"])
        .undone_by(|acting, given, progress| Box::pin(action::put_back::<TenantStatuses>(acting, given, progress, TenantStatus::Archived)))
        .wanting("tenants", Right::Change),
        Action::new(
            ("restore", "Restore", "restored"),
            Icon::Undo,
            "All works again, as it did before.",
            |acting, given, progress| Box::pin(action::set::<TenantStatuses>(acting, given, progress, TenantStatus::Active)),
        )
        // Not undone by a click: what was deleted would be deleted again.
        .unless(&["active"])
        .wanting("tenants", Right::Change),
        Action::new(
            ("delete", "Delete", "deleted"),
            Icon::Trash,
            "Nobody can enter. For thirty days it can be restored; after that it is removed, with everything that is its own.",
            |acting, given, progress| Box::pin(action::set::<TenantStatuses>(acting, given, progress, TenantStatus::Deleted)),
        )
        .dangerous()
        .typed()
        .affecting()
        .unless(&["deleted"])
        .undone_by(|acting, given, progress| Box::pin(action::put_back::<TenantStatuses>(acting, given, progress, TenantStatus::Deleted))),
    ],
    ways: &[],
    edit: Some(Edit {
        create: Some(Form::new(&[NAME, SLUG], |acting, given, _| Box::pin(actions::open(acting, given)))),
        change: Some(Form::new(&[NAME], |acting, given, version| Box::pin(actions::rename(acting, given, version))).in_list(&NAME, |tx, given, version| Box::pin(actions::rename_in(tx, given, version)))),
    }),
};

const NAME: Field = Field::new("name", "Name", Takes::Line).read_as::<TenantName>();
const SLUG: Field = Field::new("slug", "Slug", Takes::Line)
    .help("2 to 63 small letters, digits and hyphens; it cannot be changed later. Left blank, it is made of the name.")
    .made_of("name", offers::SLUG)
    .checked(actions::wrong_shape);
