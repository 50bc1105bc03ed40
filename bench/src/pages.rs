//! What is asked for: each page with the sessions it is asked from, over how many connections, and of whom.

use std::path::PathBuf;

use anyhow::Result;

use crate::{
    cluster::ADDED,
    load::{Generator, Request},
    servers::Subject::{self, Explicit, Naive, Rowhouse},
    sessions::Person,
};

/// As many as Rowhouse's pool has by default.
pub(crate) const CONNECTIONS: usize = 16;

/// A page under load.
pub(crate) struct Page {
    pub(crate) name: &'static str,
    /// Who is asked, in turn.
    pub(crate) subjects: Vec<Subject>,
    pub(crate) connections: usize,
    pub(crate) requests: PathBuf,
}

/// Requests of everybody to the same kind of place.
fn of_all(people: &[Person], request: impl Fn(&Person) -> Request) -> Vec<Request> {
    people.iter().map(request).collect()
}

fn dashboard(people: &[Person]) -> Vec<Request> {
    of_all(people, |p| Request::get("/", &p.cookie))
}

fn part(people: &[Person]) -> Vec<Request> {
    of_all(people, |p| Request::part("/projects/", &p.cookie))
}

fn project(people: &[Person]) -> Vec<Request> {
    of_all(people, |p| Request::get(format!("/projects/{}/", p.read), &p.cookie))
}

fn packed(people: &[Person]) -> Vec<Request> {
    of_all(people, |p| Request::packed(format!("/projects/{}/", p.read), &p.cookie))
}

fn toggle(people: &[Person]) -> Vec<Request> {
    of_all(people, |p| Request::post(format!("/tasks/{}/toggle/", p.task), &p.cookie, ""))
}

fn create(people: &[Person]) -> Vec<Request> {
    let body = format!("title={}", ADDED.replace(' ', "+"));
    of_all(people, |p| Request::post(format!("/projects/{}/tasks/create/", p.write), &p.cookie, &body))
}

fn login(people: &[Person]) -> Vec<Request> {
    of_all(people, |p| Request::post("/login/", "", &format!("username={}&password=password123", p.login)))
}

pub(crate) const DASHBOARD: &str = "Dashboard";
pub(crate) const PART: &str = "Projects (part)";
pub(crate) const PROJECT: &str = "Project of 50 tasks";
pub(crate) const TOGGLE: &str = "Toggle";
pub(crate) const CREATE: &str = "Create";

/// The pages, with the database on the same machine.
pub(crate) fn near(load: &Generator, people: &[Person]) -> Result<Vec<Page>> {
    let page = |name, subjects: &[Subject], connections, requests: Vec<Request>| {
        let requests = load.requests(&format!("near {name}"), &requests)?;
        anyhow::Ok(Page { name, subjects: subjects.to_vec(), connections, requests })
    };
    Ok(vec![
        page(DASHBOARD, &[Rowhouse, Explicit], CONNECTIONS, dashboard(people))?,
        page(PART, &[Rowhouse, Explicit, Naive], CONNECTIONS, part(people))?,
        page(PROJECT, &[Rowhouse, Explicit], CONNECTIONS, project(people))?,
        page("— compressed, as browsers ask", &[Rowhouse, Explicit], CONNECTIONS, packed(people))?,
        page(
            "Search",
            &[Rowhouse, Explicit],
            CONNECTIONS,
            of_all(people, |p| Request::get("/search/?q=budget", &p.cookie)),
        )?,
        page(TOGGLE, &[Rowhouse], CONNECTIONS, toggle(people))?,
        page(CREATE, &[Rowhouse], CONNECTIONS, create(people))?,
        page("Login", &[Rowhouse], 2, login(people))?,
    ])
}

/// The reads that are asked of towns of each size. The name keeps what is asked by some apart from what all ask.
pub(crate) fn reads(load: &Generator, people: &[Person], name: &str) -> Result<Vec<Page>> {
    let page = |called, requests: Vec<Request>| {
        let requests = load.requests(&format!("{name} {called}"), &requests)?;
        anyhow::Ok(Page { name: called, subjects: vec![Rowhouse], connections: CONNECTIONS, requests })
    };
    Ok(vec![page(DASHBOARD, dashboard(people))?, page(PROJECT, project(people))?])
}

/// What writes.
pub(crate) fn writes(load: &Generator, people: &[Person]) -> Result<Vec<Page>> {
    let page = |name, requests: Vec<Request>| {
        let requests = load.requests(&format!("writes {name}"), &requests)?;
        anyhow::Ok(Page { name, subjects: vec![Rowhouse], connections: 1, requests })
    };
    Ok(vec![page(TOGGLE, toggle(people))?, page(CREATE, create(people))?])
}

/// The same asked for one at a time, to hold those with a slow link against.
pub(crate) fn quiet(load: &Generator, people: &[Person]) -> Result<Vec<Page>> {
    let page = |name, requests: Vec<Request>| {
        let requests = load.requests(&format!("quiet {name}"), &requests)?;
        anyhow::Ok(Page { name, subjects: vec![Rowhouse], connections: 1, requests })
    };
    Ok(vec![
        page(DASHBOARD, dashboard(people))?,
        page(PROJECT, project(people))?,
        page(PART, part(people))?,
        page(TOGGLE, toggle(people))?,
        page(CREATE, create(people))?,
    ])
}

/// The pages that are asked for one at a time, with a slow link to the database.
pub(crate) fn far(load: &Generator, people: &[Person]) -> Result<Vec<Page>> {
    // Fewer people than on the short way: each session is looked up first, and that costs a round trip too.
    let people = &people[..people.len().min(50)];
    let page = |name, subjects: &[Subject], connections, requests: Vec<Request>| {
        let requests = load.requests(&format!("far {name} {connections}"), &requests)?;
        anyhow::Ok(Page { name, subjects: subjects.to_vec(), connections, requests })
    };
    Ok(vec![
        page(DASHBOARD, &[Rowhouse], 1, dashboard(people))?,
        page(PROJECT, &[Rowhouse], 1, project(people))?,
        page(PART, &[Rowhouse, Naive], 1, part(people))?,
        page(PART, &[Rowhouse, Naive], 4, part(people))?,
        page(TOGGLE, &[Rowhouse], 1, toggle(people))?,
        page(CREATE, &[Rowhouse], 1, create(people))?,
    ])
}

/// Every kind of request from everybody, who come back after all others; a sign-in in five thousand, so that what it takes is
/// given back in between.
pub(crate) fn mixed(load: &Generator, people: &[Person]) -> Result<PathBuf> {
    let kinds = [dashboard(people), part(people), project(people), toggle(people), create(people)];
    let (mut requests, sign_ins) = (Vec::new(), login(people));
    for turn in 0..kinds.len() {
        for number in 0..people.len() {
            requests.push(kinds[(number + turn) % kinds.len()][number].clone());
        }
    }
    requests.extend(sign_ins.first().cloned());
    load.requests("mixed", &requests)
}

/// Searches in the tenant of 200,000 tasks, one at a time: many hits, none, two letters.
pub(crate) fn searches(load: &Generator, cookie: &str) -> Result<Vec<Page>> {
    let page = |name, question: &str| {
        let request = Request::get(format!("/search/?q={question}"), cookie);
        let requests = load.requests(&format!("big {name}"), &[request])?;
        anyhow::Ok(Page { name, subjects: vec![Rowhouse], connections: 1, requests })
    };
    Ok(vec![page("many hits", "budget")?, page("no hit", "zebra+crossing")?, page("two letters", "ew")?])
}
