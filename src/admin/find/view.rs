//! What finding looks like: a field that answers while one types, and what was found; and the same in the palette.
//! Nothing here reads; everything it shows is given to it.

use std::{borrow::Cow, fmt::Display};

use maud::{Markup, html};

use super::{Hits, PATH, SHOWN};
use crate::{
    admin::{
        crumbs::panel,
        edit,
        listing::Listing,
        memberships::MEMBERSHIPS,
        model::{Model, Shows},
        models,
        projects::PROJECTS,
        record::{Record, Value},
        rows,
        sessions::SESSIONS,
        tasks::TASKS,
        tenants::TENANTS,
        trail,
        users::USERS,
    },
    language::tr,
    rights::Rights,
    ui::{self, Hit, Icon, SearchField},
    web::{Action, Chrome, EVERYWHERE},
};

const OVERVIEW: Action = Action::link(Icon::Shield, "Overview of the panel", crate::admin::home::PATH);

/// One thing that was found.
struct Found<'a> {
    /// In the plural.
    kind: &'static str,
    icon: Icon,
    name: Cow<'a, str>,
    href: String,
    /// What it belongs to, and how it is.
    hint: String,
    /// Lists of what belongs to it.
    lists: Vec<(String, String)>,
}

fn found<'a>(model: &Model, id: impl Display, name: impl Into<Cow<'a, str>>, hint: String) -> Found<'a> {
    Found {
        kind: model.many,
        icon: model.icon,
        name: name.into(),
        href: model.path_of(&id.to_string()),
        hint,
        lists: Vec::new(),
    }
}

impl Found<'_> {
    /// With the lists of what a person has, where that is who was meant by what was typed: how often, nobody counts.
    fn with_lists(self, id: &str, login: &str, q: &str, rights: Rights) -> Self {
        let meant = login.starts_with(&q.trim().to_lowercase()) || id == q.trim();
        let list = |model: &'static Model| {
            let (place, _) = model.filter("person")?;
            let listing = Listing::of(model).filtered(place, Some(id));
            Some((tr!("{list} of {login}", list = tr(model.many), login = login), listing.href()))
        };
        let lists = [&MEMBERSHIPS, &SESSIONS]
            .into_iter()
            .filter(|model| meant && rights.sees(model.paths.name))
            .filter_map(list);
        Found { lists: lists.collect(), ..self }
    }
}

/// All of it, kind by kind.
fn all<'a>(q: &str, hits: &'a Hits, rights: Rights) -> Vec<Found<'a>> {
    let with_status = |text: &str, status: &str| match status {
        "active" => text.to_owned(),
        _ => format!("{text}, {}", tr(status)),
    };
    let by_id = hits.by_id.iter().filter_map(|hit| {
        let model = hit.model()?;
        let found = found(model, &hit.id, hit.title(), hit.belongs_to.clone());
        let is_person = model.paths.name == USERS.paths.name;
        Some(if is_person { found.with_lists(&hit.id, &hit.belongs_to, &hit.id, rights) } else { found })
    });
    let whole = hits
        .whole
        .iter()
        .map(|(model, record)| found(model, &record.id, rows::title(model, record), hint(model, record)));
    let tenants = hits
        .tenants
        .iter()
        .map(|hit| found(&TENANTS, hit.id, &hit.name, with_status(&hit.slug, &hit.status)));
    let people = hits.people.iter().map(|hit| {
        let found = found(&USERS, hit.id, &hit.name, with_status(&hit.login, &hit.status));
        found.with_lists(&hit.id.to_string(), &hit.login, q, rights)
    });
    let projects = hits.projects.iter().map(|hit| found(&PROJECTS, &hit.id, &hit.name, hit.tenant.clone()));
    let tasks = hits.tasks.iter().map(|hit| {
        let hint = format!("{}, {}", hit.project, hit.tenant);
        found(&TASKS, &hit.id, &hit.title, hint)
    });
    by_id.chain(whole).chain(tenants).chain(people).chain(projects).chain(tasks).collect()
}

/// What is said beside a row: what it leads to, in words.
fn hint(model: &Model, record: &Record) -> String {
    let columns = model.columns.iter().zip(&record.values);
    let words = columns.filter(|(_, value)| **value != Value::Nothing).filter_map(|(column, value)| {
        match column.shows {
            Shows::Words => Some(trail::in_words(&value.words())),
            shows => shows.is_link().then(|| value.words()),
        }
    });
    words.collect::<Vec<_>>().join(", ")
}

pub(super) fn index(q: &str, hits: Option<&Hits>, rights: Rights) -> Markup {
    html! {
        (ui::header(tr("Find"), &[panel()], &html! {}))
        (ui::live_search(&SearchField { action: PATH, label: tr("Find in all tenants"), query: q, results: "results" }))
        div #results {
            @if let Some(hits) = hits {
                (results(q, &all(q, hits, rights)))
            } @else {
                p .soft { (tr("How the name of a tenant, a project or a task begins, or a person's login or name; or an id.")) }
            }
        }
    }
}

fn results(q: &str, found: &[Found<'_>]) -> Markup {
    if found.is_empty() {
        return ui::empty_state(
            Icon::Search,
            tr("Nothing found"),
            &tr!("Nothing in any tenant begins with “{text}”, or has it as its id.", text = q.trim()),
            &html! {},
        );
    }
    html! {
        p .soft role="status" { (tr!("{hits} found", hits = found.len())) }
        @for group in found.chunk_by(|one, next| one.kind == next.kind) {
            div .section-head {
                h2 { (tr(group[0].kind)) }
                @if i64::try_from(group.len()).is_ok_and(|hits| hits >= SHOWN) { span .soft { (tr("and maybe more")) } }
            }
            ul .rows { @for hit in group { (row(hit)) } }
        }
    }
}

fn row(hit: &Found<'_>) -> Markup {
    html! {
        li {
            div .row.project-row.found {
                (ui::icon(hit.icon))
                a .name href=(hit.href) dir="auto" { (hit.name) }
                span .hint dir="auto" { (hit.hint) }
            }
            @if !hit.lists.is_empty() { p .lists { @for (label, href) in &hit.lists { a href=(href) dir="auto" { (label) } } } }
        }
    }
}

/// In the palette: what was found, where one can go, and what can be done.
pub(super) fn quick(q: &str, page: &str, hits: &Hits, chrome: &Chrome) -> Markup {
    let rights = chrome.rights();
    let found = all(q, hits, rights);
    let mut rows = Vec::new();
    // Of two people, so that what else was found is seen below them.
    let mut people = 0;
    for hit in &found {
        rows.push(Hit { icon: hit.icon, label: &hit.name, href: &hit.href, hint: &hit.hint, posts: None });
        people += usize::from(!hit.lists.is_empty());
        let lists = hit.lists.iter().filter(|_| people <= 2);
        rows.extend(lists.map(|(label, href)| Hit {
            icon: Icon::ChevronRight,
            label,
            href,
            hint: "",
            posts: None,
        }));
    }
    let lists = chrome.panel().map(|link| Action::link(link.icon, link.label, link.href));
    let actions: Vec<_> = [OVERVIEW].into_iter().chain(lists).chain(EVERYWHERE).collect();
    let forms: Vec<_> = forms(rights).collect();
    let forms = forms.iter().filter(|(label, _)| answers(label, q));
    rows.extend(forms.map(|(label, href)| Hit { icon: Icon::Plus, label, href, hint: "", posts: None }));
    rows.extend(actions.iter().filter(|action| action.answers(q)).map(Action::hit));
    if !q.trim().is_empty() {
        rows.push(Hit { icon: Icon::Search, label: tr("Find all of it"), href: page, hint: "", posts: None });
    }
    ui::hits(&rows)
}

/// The form for a new one of each kind of thing that has one: what is said, and where it is.
fn forms(rights: Rights) -> impl Iterator<Item = (String, &'static str)> {
    let shown = models().iter().map(move |model| model.for_rights(rights));
    let addable = shown.filter(|model| model.edit.as_ref().is_some_and(|edit| edit.create.is_some()));
    addable.map(|model| (edit::adding(model), model.paths.create))
}

/// Whether it is among what was asked for, also where an article was typed along: "add a tenant".
fn answers(label: &str, q: &str) -> bool {
    let (label, q) = (label.to_lowercase(), q.trim().to_lowercase());
    let words: Vec<_> = q.split_whitespace().filter(|word| !["a", "an"].contains(word)).collect();
    label.contains(&q) || (!words.is_empty() && label.contains(&words.join(" ")))
}
