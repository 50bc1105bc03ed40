//! What somebody is shown who has rights: the same descriptions, without what those do not reach.
//!
//! Lists, pages and forms are made of a description, so what is not in it is offered nowhere, whatever is added to them. That hides
//! and does not guard: the routes ask for the right, and so does the database. A description is kept once it was made; it is made of
//! those rights alone that change anything in it, so few are made, however many sets of rights there are.

use std::{
    collections::HashMap,
    sync::{LazyLock, PoisonError, RwLock},
};

use super::{
    MODELS,
    action::{Action, Field, Takes},
    edit::{Edit, Form, Group, InList},
    filter::{Choices, Filter},
    model::{Column, Model, Related, Shows},
    model_named,
    record::{Record, Value},
};
use crate::{
    rights::{KNOWN, Right, Rights},
    web::session::SignedIn,
};

type Made = HashMap<(&'static str, Rights), &'static Model>;
static MADE: LazyLock<RwLock<Made>> = LazyLock::new(RwLock::default);

impl Model {
    /// The description that lists, pages and forms are made of for a person.
    pub(super) fn shown_to(&'static self, person: &SignedIn) -> &'static Self {
        self.for_rights(person.rights())
    }

    /// The same for whoever has these rights. Of a kind of thing that is not among the others, nothing acts.
    pub(super) fn for_rights(&'static self, rights: Rights) -> &'static Self {
        if rights.are_all() {
            return self;
        }
        let whole = model_named(self.paths.name).unwrap_or(self);
        let key = (whole.paths.name, rights.among(matters(whole)));
        let made = MADE.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
        made.unwrap_or_else(|| {
            let mut all = MADE.write().unwrap_or_else(PoisonError::into_inner);
            all.entry(key).or_insert_with(|| kept(made_of(whole, key.1)))
        })
    }

    /// Whether it is the whole of it, as superusers see it.
    pub(super) fn is_whole(&self) -> bool {
        MODELS.iter().any(|model| std::ptr::eq(*model, self))
    }

    /// The description of that name, where its things are seen with these rights.
    pub(super) fn beside(name: &str, rights: Rights) -> Option<&'static Self> {
        model_named(name).filter(|_| rights.sees(name)).map(|model| model.for_rights(rights))
    }

    /// Whether what can be done with its things can be done with this one.
    pub(super) fn reaches(&self, record: &Record) -> bool {
        let mut values = self.columns.iter().zip(&record.values);
        let beyond = |(column, value): (&Column, &Value)| matches!(value, Value::Text(text) if column.beyond.contains(&text.as_str()));
        self.is_whole() || !values.any(beyond)
    }

    /// Whether something of that kind is seen where things of any kind are named.
    pub(super) fn names_any(&self, kind: &str) -> bool {
        let some = self.columns.iter().find_map(|column| match column.shows {
            Shows::LinkToSome(rights) => Some(rights),
            _ => None,
        });
        some.is_none_or(|rights| rights.sees(kind))
    }
}

/// Kept like the descriptions themselves.
fn kept<T>(made: T) -> &'static T {
    Box::leak(Box::new(made))
}

fn kept_all<T>(made: impl Iterator<Item = T>) -> &'static [T] {
    made.collect::<Vec<_>>().leak()
}

/// Whose things a form lets one choose.
fn chosen(fields: &[Field]) -> impl Iterator<Item = &'static str> {
    fields.iter().filter_map(|field| match field.takes {
        Takes::Tenant => Some("tenants"),
        Takes::Person => Some("users"),
        Takes::Project(_) => Some("projects"),
        Takes::Line | Takes::Secret | Takes::One(_) | Takes::Rights => None,
    })
}

fn create(model: &Model) -> Option<&Form> {
    model.edit.as_ref()?.create.as_ref()
}

/// Whether a new one can be made: also what its form names has to be seen.
fn creatable(model: &Model, rights: Rights) -> bool {
    let seen = |form: &Form| chosen(form.fields).all(|other| rights.sees(other));
    rights.may(model.paths.name, Right::Add) && create(model).is_some_and(seen)
}

fn can(action: &Action, rights: Rights) -> bool {
    action.wants.is_some_and(|(model, right)| rights.may(model, right))
}

/// The rights that change anything in a description.
fn matters(model: &Model) -> Rights {
    let own = KNOWN.iter().filter(|(name, _)| *name == model.paths.name).copied();
    let see = |name: &'static str| (name, Right::See);
    let columns = model.columns.iter().filter_map(|column| match column.shows {
        Shows::Link(other) => Some(see(other)),
        _ => None,
    });
    let any = model.columns.iter().any(|column| column.shows == Shows::LinkToAny);
    let any = KNOWN.iter().filter(|(_, right)| any && *right == Right::See).copied();
    let filters = model.filters.iter().filter_map(|filter| match filter.choices {
        Choices::Thing(other) => Some(see(other)),
        _ => None,
    });
    let form = create(model).into_iter().flat_map(|form| chosen(form.fields)).map(see);
    let wanted = model.actions.iter().filter_map(|action| action.wants);
    let related = model.related.iter().flat_map(|related| {
        let other = model_named(related.model);
        let form = other.and_then(create).filter(|_| related.add.is_some());
        let acts = other.into_iter().flat_map(|other| other.actions.iter());
        let acts =
            acts.filter(|action| related.acts.contains(&action.name)).filter_map(|action| action.wants);
        let add = related.add.map(|_| (related.model, Right::Add));
        let chosen = form.into_iter().flat_map(|form| chosen(form.fields)).map(see);
        [see(related.model)].into_iter().chain(add).chain(chosen).chain(acts).collect::<Vec<_>>()
    });
    let tenants = model.of_tenant.then_some(see("tenants"));
    let by_members = by_members(model).then_some(see("memberships"));
    let told = model.columns.iter().filter_map(|column| column.of);
    let told = told.chain(model.filters.iter().filter_map(|filter| filter.of)).map(see);
    own.chain(columns)
        .chain(told)
        .chain(by_members)
        .chain(any)
        .chain(filters)
        .chain(form)
        .chain(wanted)
        .chain(related)
        .chain(tenants)
        .fold(Rights::NONE, |rights, (model, right)| rights.with(model, right))
}

/// Whether what a tenant narrows it by is who belongs there: it has no tenant of its own.
fn by_members(model: &Model) -> bool {
    model.of_tenant && !model.is_tenants() && model.columns.iter().all(|column| column.name != "tenant")
}

fn made_of(model: &Model, rights: Rights) -> Model {
    let known = model_named(model.paths.name).is_some();
    let sees = |filter: &Filter| {
        filter.of.is_none_or(|other| rights.sees(other))
            && !matches!(filter.choices, Choices::Thing(other) if !rights.sees(other))
    };
    let actions = model.actions.iter().filter(|action| known && can(action, rights));
    let related = model.related.iter().filter(|related| rights.sees(related.model));
    Model {
        of_tenant: model.of_tenant
            && rights.sees("tenants")
            && (!by_members(model) || rights.sees("memberships")),
        columns: kept_all(model.columns.iter().map(|column| shown(*column, rights))),
        filters: kept_all(model.filters.iter().copied().filter(sees)),
        related: kept_all(related.map(|related| beside(*related, rights))),
        actions: kept_all(actions.copied()),
        ways: &[],
        edit: model.edit.as_ref().filter(|_| known).and_then(|edit| forms(model, edit, rights)),
        ..*model
    }
}

/// What leads to what is not seen is a text; what tells of it is hidden, and orders nothing.
fn shown(column: Column, rights: Rights) -> Column {
    if column.of.is_some_and(|other| !rights.sees(other)) {
        return Column { shows: Shows::Hidden, sort: None, then: None, ..column };
    }
    let shows = match column.shows {
        Shows::Link(other) if !rights.sees(other) => Shows::Text,
        Shows::LinkToAny => Shows::LinkToSome(rights),
        shows => shows,
    };
    Column { shows, ..column }
}

fn beside(related: Related, rights: Rights) -> Related {
    let other = model_named(related.model);
    let does = |act: &&str| {
        let action = other.and_then(|other| other.actions.iter().find(|action| action.name == *act));
        action.is_some_and(|action| can(action, rights))
    };
    Related {
        add: related.add.filter(|_| other.is_some_and(|other| creatable(other, rights))),
        acts: kept_all(related.acts.iter().copied().filter(does)),
        ..related
    }
}

fn forms(model: &Model, edit: &Edit, rights: Rights) -> Option<Edit> {
    let create = edit.create.filter(|_| creatable(model, rights)).map(open);
    let change = edit.change.filter(|_| rights.may(model.paths.name, Right::Change)).map(open);
    let as_new = create.is_some();
    let change = change.map(|form| Form { as_new: form.as_new.filter(|_| as_new), ..form });
    (create.is_some() || change.is_some()).then_some(Edit { create, change })
}

/// A form without what gives power.
fn open(form: Form) -> Form {
    let fields = kept_all(form.fields.iter().filter_map(Field::without_power));
    let has = |name: &&str| fields.iter().any(|field| field.name == *name);
    let groups = form
        .groups
        .iter()
        .map(|group| Group { fields: kept_all(group.fields.iter().copied().filter(has)), ..*group });
    let in_list = form.in_list.and_then(|in_list| {
        let field = in_list.field.without_power()?;
        Some(InList { field: kept(field), ..in_list })
    });
    Form { fields, groups: kept_all(groups.filter(|group| !group.fields.is_empty())), in_list, ..form }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn rights(text: &str) -> Rights {
        text.parse().unwrap()
    }

    fn seeing() -> Rights {
        let see = KNOWN.iter().filter(|(_, right)| *right == Right::See);
        see.fold(Rights::NONE, |rights, (model, right)| rights.with(model, *right))
    }

    #[test]
    fn nothing_acts_in_what_is_looked_at() {
        for whole in MODELS {
            let model = whole.for_rights(seeing());
            assert!(
                model.actions.is_empty() && model.ways.is_empty() && model.edit.is_none(),
                "{}",
                model.many
            );
            assert!(model.related.iter().all(|related| related.add.is_none() && related.acts.is_empty()));
            assert_eq!(model.related.len(), whole.related.len());
            assert!(whole.is_whole() && !model.is_whole());
            assert_eq!(model.is_tenants(), whole.is_tenants());
            assert!(std::ptr::eq(whole.for_rights(seeing()), model));
            assert!(std::ptr::eq(whole.for_rights(Rights::ALL), *whole));
            assert!(
                model
                    .columns
                    .iter()
                    .zip(whole.columns)
                    .all(|(one, other)| one.shows.is_link() == other.shows.is_link())
            );
        }
    }

    #[test]
    fn a_right_opens_what_it_is_for_and_no_more() {
        let names =
            |model: &Model| model.actions.iter().map(|action| action.name).collect::<Vec<_>>().join(" ");
        let tenants = model_named("tenants").unwrap().for_rights(rights("tenants:change"));
        assert_eq!(names(tenants), "suspend archive restore");
        assert!(tenants.related.is_empty());
        let edit = tenants.edit.as_ref().unwrap();
        assert!(edit.create.is_none() && edit.change.is_some());
        let users = model_named("users").unwrap().for_rights(rights("users:change,sessions:delete"));
        assert_eq!(names(users), "deactivate activate sign-out");
        let fields = users.edit.as_ref().unwrap().change.unwrap().fields;
        assert_eq!(fields.iter().map(|field| field.name).collect::<Vec<_>>(), ["display_name"]);
        let all: Vec<_> = KNOWN.iter().map(|(model, right)| format!("{model}:{}", right.word())).collect();
        let all = Rights::of(&all);
        let projects = model_named("projects").unwrap().for_rights(all);
        assert_eq!(names(projects), "delete");
        assert!(projects.edit.as_ref().unwrap().change.unwrap().as_new.is_some());
        let memberships = model_named("memberships").unwrap().for_rights(all);
        let roles = memberships.edit.as_ref().unwrap().change.unwrap().in_list.unwrap().field;
        assert!(matches!(roles.takes, Takes::One([("member", _), ("viewer", _)])), "{roles:?}");
    }

    /// A row of it that has that in that column.
    fn with(model: &Model, name: &str, value: &str) -> Record {
        let value = |column: &Column| {
            if column.name == name { Value::Text(value.to_owned()) } else { Value::Nothing }
        };
        let values = model.columns.iter().map(value).collect();
        Record { id: String::new(), key: String::new(), values, version: None }
    }

    #[test]
    fn what_is_beyond_all_rights_is_said_of_a_column() {
        for (name, column, beyond, open) in [
            ("tenants", "status", &["deleted"][..], "archived"),
            ("users", "kind", &["superuser", "support"], "person"),
            ("memberships", "role", &["owner", "admin"], "viewer"),
            ("sessions", "kind", &["superuser", "support"], "person"),
        ] {
            let whole = model_named(name).unwrap();
            let model =
                whole.for_rights(rights("tenants:change,users:change,memberships:delete,sessions:delete"));
            let offered = |value| {
                let record = with(model, column, value);
                (model.reaches(&record), model.actions.iter().any(|action| action.fits(model, &record)))
            };
            assert_eq!(offered(open), (true, true), "{name}");
            for value in beyond {
                assert_eq!(offered(value), (false, false), "{name}: {value}");
                assert!(whole.reaches(&with(whole, column, value)), "{name}: {value}");
            }
        }
        // The same words in a model of one's own say nothing of rights, wherever they stand.
        let columns = kept([
            Column::new("team", "Team", Shows::Badge),
            Column::new("kind", "Kind", Shows::Badge).beyond(&["locked"]),
        ]);
        let own = kept(Model { paths: crate::paths!("own"), columns, edit: None, ..*MODELS[0] })
            .for_rights(seeing());
        for word in ["superuser", "support", "owner", "admin", "deleted", "locked"] {
            assert!(own.reaches(&with(own, "team", word)), "{word}");
            assert_eq!(own.reaches(&with(own, "kind", word)), word != "locked", "{word}");
        }
    }

    #[test]
    fn a_form_wants_to_be_seen_what_it_names() {
        let memberships = model_named("memberships").unwrap();
        let adds = |text| {
            memberships.for_rights(rights(text)).edit.as_ref().is_some_and(|edit| edit.create.is_some())
        };
        assert!(adds("memberships:add,users:see,tenants:see"));
        assert!(!adds("memberships:add,users:see") && !adds("memberships:add,tenants:see"));
    }

    #[test]
    fn what_is_not_seen_is_no_link_no_filter_and_no_section() {
        let tasks = model_named("tasks").unwrap().for_rights(rights("tasks:see"));
        assert!(!tasks.of_tenant && tasks.columns.iter().all(|column| !column.shows.is_link()));
        assert!(tasks.filters.iter().all(|filter| !matches!(filter.choices, Choices::Thing(_))));
        assert!(Model::beside("projects", rights("tasks:see")).is_none());
        let trail = model_named("trail").unwrap().for_rights(rights("trail:see,users:see"));
        assert!(trail.names_any("users") && !trail.names_any("tenants"));
    }

    #[test]
    fn a_kind_of_thing_that_was_forgotten_acts_in_nothing_either() {
        let whole = MODELS[0];
        assert!(!whole.actions.is_empty());
        let forgotten = kept(Model { paths: crate::paths!("forgotten"), edit: None, ..*whole });
        let shown = forgotten.for_rights(rights("tenants:change"));
        assert_eq!(shown.paths.name, "forgotten");
        assert!(shown.actions.is_empty() && shown.related.iter().all(|related| related.add.is_none()));
    }

    /// How many descriptions of it can be made: of each model that its rights are of, nothing is seen, or it is and each of the others
    /// is held or not.
    fn most(model: &Model) -> usize {
        let matter: Vec<_> = matters(model).held().collect();
        let of = |name: &str| matter.iter().filter(|(of, _)| *of == name).count();
        let seen = matter.iter().filter(|(_, right)| *right == Right::See);
        seen.map(|(name, _)| 1 + (1 << (of(name) - 1))).product()
    }

    /// The same, by making each of the sets that its rights have.
    fn tried(model: &Model) -> usize {
        let matter: Vec<_> = matters(model).held().collect();
        let sets = (0_u64..1 << matter.len()).map(|bits| {
            let held = matter.iter().enumerate().filter(|(place, _)| bits & (1 << place) != 0);
            held.fold(Rights::NONE, |rights, (_, (of, right))| rights.with(of, *right))
        });
        sets.collect::<HashSet<_>>().len()
    }

    /// Whoever has which rights: what is kept for good is a few kilobytes for each. Of what names things of any kind, there are as many
    /// as sets of models that are seen.
    #[test]
    fn few_descriptions_are_made() {
        let sees = u32::try_from(seeing().held().count()).unwrap();
        for model in MODELS {
            let of_any = model.columns.iter().any(|column| column.shows == Shows::LinkToAny);
            let few = if of_any { 2_usize.pow(sees) } else { 10_000 };
            assert!(most(model) <= few, "{}: {}", model.many, most(model));
        }
        let small: Vec<_> = MODELS.iter().filter(|model| matters(model).held().count() <= 8).collect();
        assert!(small.len() >= 5 && small.iter().all(|model| tried(model) == most(model)));
    }
}
