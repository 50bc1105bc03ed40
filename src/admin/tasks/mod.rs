//! Tasks of all tenants, as the panel knows them: a million rows, of which a page looks at a few.
//! No index of a tenant's own is used by these statements, and none of theirs by a tenant's: see `migrations/V16__panel.sql`.

mod actions;

use self::actions::DeletedTasks;
use super::{
    action::{self, Action, Field, Takes},
    edit::{Edit, Form, Group},
    model::{CREATED, Choices, Column, Filter, Ids, Model, Shows},
};
use crate::{paths, rights::Right, sql, tasks::Title, ui::Icon};

pub(super) static TASKS: Model = Model {
    paths: paths!("tasks"),
    one: "task",
    plural: "tasks",
    many: "Tasks",
    icon: Icon::ListChecks,
    lead: "The tasks of all workspaces.",
    search: "Title begins with…",
    anywhere: "the title",
    of_tenant: true,
    ids: Ids::Pair,
    columns: &[
        Column::new("title", "Task", Shows::Title).sorted("title"),
        Column::new("state", "State", Shows::Badge),
        Column::new("project", "Project", Shows::Link("projects")),
        Column::new("tenant", "Tenant", Shows::Link("tenants")),
        Column::new("created_at", "Created (UTC)", Shows::Moment).sorted("created"),
        Column::new("completed_at", "Done (UTC)", Shows::Moment),
    ],
    filters: &[
        Filter {
            name: "state",
            label: "State",
            of: None,
            choices: Choices::Of(&[("open", "Open"), ("done", "Done")]),
        },
        CREATED,
        Filter { name: "project", label: "Project", of: None, choices: Choices::Thing("projects") },
        Filter {
            name: "completed",
            label: "Done",
            of: None,
            choices: Choices::Whether(&[
                ("1 day", "in 24 hours"),
                ("7 days", "in 7 days"),
                ("30 days", "in 30 days"),
                ("ever", "at any time"),
                ("never", "never"),
            ]),
        },
    ],
    list: sql!("admin/tasks/list"),
    facets: sql!("admin/tasks/facets"),
    all: Some(sql!("admin/tasks/all")),
    affected: Some(sql!("admin/tasks/affected")),
    along: None,
    told: &[],
    one_of: Some(sql!("admin/tasks/find")),
    related: &[],
    actions: &[Action::new(
        ("delete", "Delete", "deleted"),
        Icon::Trash,
        "Their tenants can bring them back for thirty days.",
        |acting, given, progress| Box::pin(action::deleted::<DeletedTasks>(acting, given, progress)),
    )
    .dangerous()
    .affecting()
    .removing()
    .undone_by(|acting, given, progress| Box::pin(action::restored::<DeletedTasks>(acting, given, progress)))
    .wanting("tasks", Right::Delete)],
    ways: &[("Look at it as a member", "look/")],
    edit: Some(Edit {
        create: Some(
            Form::new(&[SLUG, PROJECT, TITLE], |acting, given, _| Box::pin(actions::create(acting, given)))
                .grouped(&[Group::new("Where", &["slug", "project"]), Group::new("What", &["title"])]),
        ),
        change: Some(
            Form::new(&[TITLE, STATE], |acting, given, version| {
                Box::pin(actions::change(acting, given, version))
            })
            .or_as_new(|acting, given, _| Box::pin(actions::copy(acting, given)))
            .in_list(&TITLE, |tx, given, version| Box::pin(actions::change_in(tx, given, version))),
        ),
    }),
};

const SLUG: Field = Field::new("slug", "Tenant, by slug or name", Takes::Tenant);
const PROJECT: Field = Field::new("project", "Project", Takes::Project("slug"))
    .help("The name of one of that tenant, or its id where several are called the same.");
const TITLE: Field = Field::new("title", "Title", Takes::Line).read_as::<Title>();
const STATE: Field = Field::new("state", "State", Takes::One(&[("open", "Open"), ("done", "Done")]));
