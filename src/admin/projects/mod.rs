//! Projects of all tenants, as the panel knows them.
//! A project is moved, renamed and deleted by an act of a superuser, which its tenant sees in its trail.

mod actions;

use self::actions::DeletedProjects;
use super::{
    action::{self, Action, Field, Takes},
    edit::{Edit, Form},
    model::{CREATED, Column, Filter, Ids, Model, Related, SIZES, Shows},
};
use crate::{paths, projects::ProjectName, rights::Right, sql, ui::Icon};

pub(super) static PROJECTS: Model = Model {
    paths: paths!("projects"),
    one: "project",
    plural: "projects",
    many: "Projects",
    icon: Icon::Folder,
    lead: "The projects of all workspaces.",
    search: "Name begins with…",
    anywhere: "the name",
    of_tenant: true,
    ids: Ids::Pair,
    columns: &[
        Column::new("name", "Project", Shows::Title).sorted("name"),
        Column::new("tenant", "Tenant", Shows::Link("tenants")),
        Column::new("tasks", "Tasks", Shows::Capped).of("tasks"),
        Column::new("created_at", "Created (UTC)", Shows::Moment).sorted("created"),
        Column::new("slug", "Slug of its tenant", Shows::Detail),
    ],
    filters: &[CREATED, Filter { name: "tasks", label: "Tasks", of: Some("tasks"), choices: SIZES }],
    list: sql!("admin/projects/list"),
    facets: sql!("admin/projects/facets"),
    all: Some(sql!("admin/projects/all")),
    affected: Some(sql!("admin/projects/affected")),
    along: Some(sql!("admin/projects/along")),
    told: &[],
    one_of: Some(sql!("admin/projects/find")),
    related: &[Related::new("Tasks", "tasks", "project").adding("Add task", &[("slug", "slug"), ("project", "id")]).offering(&["delete"])],
    actions: &[
        Action::new(
            ("move", "Move", "moved"),
            Icon::Folder,
            "With its tasks, to another tenant. The tenant that it leaves sees it as deleted, and keeps a copy in its trash for thirty days.",
            |acting, given, progress| Box::pin(actions::move_all(acting, given, progress)),
        )
        .guarded()
        .affecting()
        // From the address that it had.
        .removing()
        .asking(&[TO])
        .undone_by(|acting, given, progress| Box::pin(actions::move_back(acting, given, progress))),
        Action::new(
            ("delete", "Delete", "deleted"),
            Icon::Trash,
            "With all its tasks. Its tenant can bring it back for thirty days.",
            |acting, given, progress| Box::pin(action::deleted::<DeletedProjects>(acting, given, progress)),
        )
        .dangerous()
        .affecting()
        .typed()
        .removing()
        .undone_by(|acting, given, progress| Box::pin(action::restored::<DeletedProjects>(acting, given, progress)))
        .wanting("projects", Right::Delete),
    ],
    ways: &[("Look at it as a member", "look/")],
    edit: Some(Edit {
        create: Some(Form::new(&[SLUG, NAME], |acting, given, _| Box::pin(actions::create(acting, given)))),
        change: Some(Form::new(&[NAME], |acting, given, version| Box::pin(actions::rename(acting, given, version))).or_as_new(|acting, given, _| Box::pin(actions::copy(acting, given))).in_list(&NAME, |tx, given, version| Box::pin(actions::rename_in(tx, given, version)))),
    }),
};

const NAME: Field = Field::new("name", "Name", Takes::Line).read_as::<ProjectName>();
const SLUG: Field = Field::new("slug", "Tenant, by slug or name", Takes::Tenant);
const TO: Field = Field::new("to", "Tenant to move to, by slug or name", Takes::Tenant);
