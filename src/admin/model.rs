//! What the panel knows of a kind of thing: one description, from which its list, its filters, its export, its pages and its
//! acts are made. To add a model is to write one, with its statements: see `src/admin/tasks/`.
//!
//! Nothing here runs anything: a description is data. No statement is put together from it; every order and filter that a
//! list has stands in its file, where what is not asked for folds away when PostgreSQL plans it.

use super::{action::Action, edit::Edit};
pub use super::{
    filter::{CREATED, Choices, Filter, SIZES},
    inline::{Add, Related},
};
use crate::{
    db::Query,
    rights::{Right, Rights},
    ui::Icon,
    web::Access,
};

// How far a list goes at once. The statements have these numbers too, and `tests/it/panel/limits.rs` holds them to these.

/// What belongs to a row is counted up to so many.
pub const COUNTED: i64 = 1_000;
/// Figures are of so many rows, the newest.
pub const FIGURES: i64 = 10_000;
/// A page looks at so many rows and no more, where no index leads to those that are as asked.
pub const STRETCH: i64 = 20_000;
/// A page looks at so many where what is searched for may stand anywhere: each is read from its beginning to its end.
pub const SEARCHED: i64 = 10_000;
/// A page looks at so many where something is counted or looked up for each.
pub const WEIGHED: i64 = 2_000;

/// Of the projects of a tenant, so many are looked at for what is offered of them.
pub const OFFERED_OF: i64 = 10_000;

/// In place of a model, of what superusers alone see: no right to it can be given.
pub(super) const SUPERUSERS: &str = "superusers";

/// Everything that the panel knows of a kind of thing.
///
/// This is all of one that reads and does nothing else, here with the statements of tasks:
///
/// ```
/// use rowhouse::{
///     admin::model::{CREATED, Column, Ids, Model, Shows},
///     paths, sql,
///     ui::Icon,
/// };
///
/// static NOTES: Model = Model {
///     paths: paths!("notes"),
///     one: "note",
///     plural: "notes",
///     many: "Notes",
///     icon: Icon::Pencil,
///     lead: "What people write beside tasks.",
///     search: "",
///     anywhere: "",
///     of_tenant: true,
///     ids: Ids::Pair,
///     columns: &[
///         Column::new("body", "Note", Shows::Title),
///         Column::new("task", "Task", Shows::Link("tasks")),
///         Column::new("tenant", "Tenant", Shows::Link("tenants")),
///         Column::new("created_at", "Written (UTC)", Shows::Moment).sorted("created"),
///     ],
///     filters: &[CREATED],
///     list: sql!("admin/tasks/list"),
///     facets: sql!("admin/tasks/facets"),
///     all: None,
///     affected: None,
///     along: None,
///     told: &[],
///     one_of: Some(sql!("admin/tasks/find")),
///     related: &[],
///     actions: &[],
///     ways: &[],
///     edit: None,
/// };
/// assert_eq!(NOTES.path_of("…"), "/admin/notes/…/");
/// ```
#[derive(Debug)]
pub struct Model {
    /// Where its pages are; made by [`paths!`](crate::paths).
    pub paths: Paths,
    /// What one of them is called.
    pub one: &'static str,
    /// What several are called.
    pub plural: &'static str,
    /// What its list is called.
    pub many: &'static str,
    /// What stands before it.
    pub icon: Icon,
    /// A sentence on what is listed.
    pub lead: &'static str,
    /// What can be searched for by how it begins; empty where nothing can.
    pub search: &'static str,
    /// In what it can be found anywhere, with a `*` before it; empty where it cannot.
    pub anywhere: &'static str,
    /// Whether a tenant narrows it.
    pub of_tenant: bool,
    /// What its ids look like.
    pub ids: Ids,
    /// What its statements give after `id` and `key`, in their order.
    pub columns: &'static [Column],
    /// What narrows it: its statements ask for each by its name, `$3->>'status'`.
    pub filters: &'static [Filter],
    /// A page: see `sql/admin/tasks/list.sql`. The parameters are those of every model: $1 the tenant, $2 the search, $3 the filters,
    /// $4 the order, $5 and $6 key and id after which it begins, $7 how many rows. Where rows are picked out of so many that are
    /// looked at, `matches` says whether a row is as asked, and `last` that it is the last one looked at, which comes in any case.
    pub list: Query,
    /// Figures beside the filters ($1 to $3 of those).
    pub facets: Query,
    /// All ids asked for, for an act on them ($1 to $3).
    pub all: Option<Query>,
    /// What belongs to some of them ($1: their ids), in which states they are, and how many there are: what is said before an
    /// act on them.
    pub affected: Option<Query>,
    /// What goes along with each of some of them ($1: their ids), by name: what is shown before an act on them.
    pub along: Option<Query>,
    /// The columns that its page tells field by field, and not as they stand: rows in JSON (`before` and `after`, or `details`),
    /// and the text that lists have of them.
    pub told: &'static [&'static str],
    /// One of them.
    pub one_of: Option<Query>,
    /// What its page shows of other models.
    pub related: &'static [Related],
    /// What can be done with several.
    pub actions: &'static [Action],
    /// Ways on from the page of one: what they are called, and where they lead below it.
    pub ways: &'static [(&'static str, &'static str)],
    /// What can be added and changed.
    pub edit: Option<Edit>,
}

/// The addresses of a model's pages. They are written into the tables of routes, so each is a constant.
#[derive(Clone, Copy, Debug)]
pub struct Paths {
    /// The name of the model in addresses.
    pub name: &'static str,
    #[doc(hidden)]
    pub list: &'static str,
    #[doc(hidden)]
    pub csv: &'static str,
    #[doc(hidden)]
    pub json: &'static str,
    #[doc(hidden)]
    pub export: &'static str,
    #[doc(hidden)]
    pub create: &'static str,
    #[doc(hidden)]
    pub rows: &'static str,
    #[doc(hidden)]
    pub views: &'static str,
    #[doc(hidden)]
    pub forget: &'static str,
    #[doc(hidden)]
    pub act: &'static str,
    #[doc(hidden)]
    pub one: &'static str,
}

/// The addresses of the model of that name.
#[macro_export]
macro_rules! paths {
    ($name:literal) => {
        $crate::admin::model::Paths {
            name: $name,
            list: concat!("/admin/", $name, "/"),
            csv: concat!("/admin/", $name, "/export.csv"),
            json: concat!("/admin/", $name, "/export.json"),
            export: concat!("/admin/", $name, "/export/"),
            create: concat!("/admin/", $name, "/create/"),
            rows: concat!("/admin/", $name, "/rows/"),
            views: concat!("/admin/", $name, "/views/"),
            forget: concat!("/admin/", $name, "/views/forget/"),
            act: concat!("/admin/", $name, "/act/"),
            one: concat!("/admin/", $name, "/{id}/"),
        }
    };
}

impl Model {
    /// Who takes all of it along: what leaves in a file is out of reach of any right that is taken away.
    pub(super) const EXPORTS: Access = Access::Superuser;

    /// Who sees its things.
    pub(super) fn seen(&self) -> Access {
        self.open_to(Right::See)
    }

    /// Who has that right to its things.
    pub(super) fn open_to(&self, right: Right) -> Access {
        Access::May(self.paths.name, right)
    }

    /// What so many are called.
    pub(super) fn noun(&self, number: usize) -> &'static str {
        if number == 1 { self.one } else { self.plural }
    }

    /// The page of one of them.
    #[must_use]
    pub fn path_of(&self, id: &str) -> String {
        format!("{}{id}/", self.paths.list)
    }

    /// The filter of that name, and its place.
    pub(super) fn filter(&self, name: &str) -> Option<(usize, &Filter)> {
        self.filters.iter().enumerate().find(|(_, filter)| filter.name == name)
    }

    /// The filter on a moment, and its place.
    pub(super) fn moments(&self) -> Option<(usize, &Filter)> {
        self.filters.iter().enumerate().find(|(_, filter)| matches!(filter.choices, Choices::Since(_)))
    }

    /// Whether its things are the tenants themselves.
    pub(super) fn is_tenants(&self) -> bool {
        self.paths.name == super::tenants::TENANTS.paths.name
    }

    /// The column that a row is called by.
    pub(super) fn title(&self) -> usize {
        self.columns.iter().position(|column| column.shows == Shows::Title).unwrap_or_default()
    }
}

/// What an id of a model looks like: anything else is no id, and reaches no statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ids {
    /// A UUID.
    One,
    /// Two of them, with a dot between: a tenant, and a thing or a person of it. What is a tenant's has an id that is unique in
    /// that tenant alone.
    Pair,
    /// The place of an entry in a trail: era, transaction, UUID, with dots between.
    Place,
}

impl Ids {
    pub(super) fn are(self, id: &str) -> bool {
        let uuid = |text: &str| text.len() == 36 && text.parse::<uuid::Uuid>().is_ok();
        let parts: Vec<_> = id.split('.').collect();
        match (self, parts.as_slice()) {
            (Self::One, [one]) => uuid(one),
            (Self::Pair, [tenant, person]) => uuid(tenant) && uuid(person),
            (Self::Place, [era, xid, id]) => {
                era.parse::<i32>().is_ok() && xid.parse::<u64>().is_ok() && uuid(id)
            }
            _ => false,
        }
    }
}

/// A column of a list.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// What the statement calls it.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// How it is shown.
    pub shows: Shows,
    /// What its order is called in addresses and in the statement; none where the list has no such order.
    pub sort: Option<&'static str>,
    /// The model that it counts or tells of, where that is another: who does not see that does not see it.
    pub of: Option<&'static str>,
    /// For one that has few values: the statement that gives a page by it and then by another order.
    pub then: Option<Query>,
    /// What is for superusers alone, whatever rights there are: in a row that has one of these, nobody else is offered to change
    /// anything, and the database refuses the same (`auth.ask_right`).
    pub beyond: &'static [&'static str],
}

/// How a value is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// What the row is called: the way to its page.
    Title,
    /// A text.
    Text,
    /// A text on the page of one of them alone, where it is long.
    Detail,
    /// A name of several words, as the database writes it.
    Words,
    /// A state.
    Badge,
    /// A number.
    Number,
    /// A number that was counted up to 1,000.
    Capped,
    /// A moment.
    Moment,
    /// An id and what it is called: the way to the page of another model.
    Link(&'static str),
    /// The same of whatever model, with whose name the id begins: `tenants/…`.
    LinkToAny,
    /// The same, of those models that are seen with these rights.
    LinkToSome(Rights),
    /// What somebody may do in the panel, on the page of one alone.
    Rights,
    /// Nowhere: it tells of what is not seen. Its place stays, since rows have a value for it.
    Hidden,
}

impl Shows {
    /// Whether it is a number, which stands at the end of its cell.
    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Capped)
    }

    /// Whether lists leave it out: it is shown on the page of one alone, or nowhere.
    pub(super) fn is_detail(self) -> bool {
        matches!(self, Self::Detail | Self::Rights | Self::Hidden)
    }

    /// Whether it leads to something, whose id an export has beside it.
    pub(super) fn is_link(self) -> bool {
        matches!(self, Self::Link(_) | Self::LinkToAny | Self::LinkToSome(_))
    }
}

impl Column {
    /// A column that is shown so, in no order of its own.
    #[must_use]
    pub const fn new(name: &'static str, label: &'static str, shows: Shows) -> Self {
        Self { name, label, shows, sort: None, of: None, then: None, beyond: &[] }
    }

    /// The same, with an order of that name.
    #[must_use]
    pub const fn sorted(self, sort: &'static str) -> Self {
        Self { sort: Some(sort), ..self }
    }

    /// It counts, or tells of, the things of that model.
    #[must_use]
    pub const fn of(self, model: &'static str) -> Self {
        Self { of: Some(model), ..self }
    }

    /// It has few values, in each of which rows can be in another order: see `sql/admin/tenants/by_status.sql`.
    #[must_use]
    pub const fn then(self, list: Query) -> Self {
        Self { then: Some(list), ..self }
    }

    /// A row that has one of these in it is for superusers alone.
    #[must_use]
    pub const fn beyond(self, rights: &'static [&'static str]) -> Self {
        Self { beyond: rights, ..self }
    }
}
