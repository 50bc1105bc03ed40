//! The sweep: every route, from the tables that the router is built of, by every persona, with ids of the own tenant, of
//! another and of nobody, against a committed listing. A route that nobody listed fails here.
//!
//! Another tenant's id must be answered byte for byte like an id that never was (status, headers but the date and the
//! request's id, body), and with as many round trips to the database: work that differs would be told by the time it takes.

mod mounted;
mod stage;

use std::{fmt::Write, sync::Arc, time::Duration};

use axum::http::HeaderMap;
use expect_test::expect_file;

use self::stage::{Persona, Stage, WHOSE, Whose, routes};
use crate::harness::{Answer, Database, Ids, Proxy, Town};

/// A response but for what may differ between any two requests: the time and the request's id.
fn comparable(answer: &Answer) -> (u16, HeaderMap, &str) {
    let mut headers = answer.headers.clone();
    headers.remove("date");
    headers.remove("x-request-id");
    (answer.status.as_u16(), headers, &answer.body)
}

#[tokio::test]
async fn every_persona_gets_from_every_route_what_is_listed() {
    let stage = Stage::new().await;
    let mut listing = String::new();
    let mut own = 0;
    for route in routes() {
        let columns: &[Whose] = if route.path.contains("{id}") { &WHOSE } else { &WHOSE[..1] };
        let head = if columns.len() > 1 { "own      other's  nobody's deleted  no uuid" } else { "" };
        writeln!(listing, "{}", format!("{:<42} {head}", format!("{route:?}")).trim_end()).unwrap();
        for persona in &stage.personas {
            let mut line = String::new();
            for whose in columns {
                let page = stage.answer(persona, &route, *whose, false).await;
                let part = stage.answer(persona, &route, *whose, true).await;
                write!(line, " {:<8}", format!("{}/{}", page.status.as_u16(), part.status.as_u16())).unwrap();
                for answer in [&page, &part] {
                    own += u32::from(persona.own_words.iter().any(|word| answer.body.contains(word)));
                    let foreign = persona.foreign_words.iter().find(|word| answer.body.contains(**word));
                    let told = foreign.is_some() && !route.path.starts_with(persona.looks_around_at);
                    assert!(!told, "{route:?} tells {} of {foreign:?}\n{}", persona.name, answer.body);
                }
            }
            writeln!(listing, "  {:<40}{}", persona.name, line.trim_end()).unwrap();
        }
    }
    assert!(own >= 50, "only {own} answers show what is the person's own: nothing else could have been seen");
    expect_file!["../sweep.txt"].assert_eq(&listing);
}

#[tokio::test]
async fn another_tenants_id_is_answered_like_one_that_never_was() {
    let stage = Stage::new().await;
    let mut compared = 0;
    for persona in &stage.personas {
        for route in routes().into_iter().filter(|route| route.path.contains("{id}")) {
            for hx in [false, true] {
                let nobodys = stage.answer(persona, &route, Whose::Nobodys, hx).await;
                // A person of both may enter the other, which is no secret from her.
                let may_enter = persona.name == "member of both" && route.path.starts_with("/tenants/");
                // From a superuser nothing is, in the panel, but what is no id.
                let may_see = route.path.starts_with("/admin/") && persona.looks_around_at == "/admin/";
                let others = [Whose::Others, Whose::Deleted, Whose::Malformed];
                // An act that nobody knows may be under way elsewhere, as long as its id is one.
                let jobs = route.path.starts_with("/admin/jobs/");
                let skipped = match (may_see, jobs) {
                    (true, true) => 3,
                    (true, false) => 2,
                    _ => usize::from(may_enter),
                };
                for whose in others.into_iter().skip(skipped) {
                    // What the own tenant deleted is no secret from it: it may have it back.
                    if whose == Whose::Deleted && route.path.ends_with("/restore/") {
                        continue;
                    }
                    let answer = stage.answer(persona, &route, whose, hx).await;
                    let (a, b) = (neutral(&answer, &stage, persona), neutral(&nobodys, &stage, persona));
                    assert_eq!(comparable(&a), comparable(&b), "{route:?} by {}", persona.name);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared >= 550, "the tables have their routes: {compared}");
}

/// The alarm rings: where a policy admits another tenant's rows, the two answers differ.
#[tokio::test]
async fn a_policy_that_admits_others_is_noticed() {
    let stage = Stage::new().await;
    let loosened = "alter policy tenant_access on app.projects using (true); alter policy tenant_floor on app.projects using (true)";
    stage.superuser.batch_execute(loosened).await.unwrap();
    let persona = stage.persona("member");
    let project = routes().into_iter().find(|route| route.path == "/projects/{id}/").unwrap();
    let others = stage.answer(persona, &project, Whose::Others, false).await;
    let nobodys = stage.answer(persona, &project, Whose::Nobodys, false).await;
    assert_ne!(comparable(&others), comparable(&nobodys));
    let list = routes().into_iter().find(|route| route.path == "/projects/").unwrap();
    let page = stage.answer(persona, &list, Whose::Own, false).await;
    assert!(
        persona.foreign_words.iter().all(|word| page.body.contains(word)),
        "the words are those of the rows"
    );
}

/// A refusal before the id was looked at (sign in first, or give a code) leads back to where one was: that is the request's own path.
fn neutral(answer: &Answer, stage: &Stage, persona: &Persona) -> Answer {
    let mut answer = answer.clone();
    for header in ["location", "hx-redirect"] {
        if let Some(value) = answer.headers.get(header).and_then(|value| value.to_str().ok()) {
            let mut value = value.to_owned();
            for ids in [&persona.own, &persona.others, &stage.nobodys, &stage.deleted, &Ids::malformed()] {
                for id in [&ids.tenant, &ids.user, &ids.project, &ids.task] {
                    value = value.replace(id.as_str(), "ID");
                }
            }
            if value.starts_with("/login/") || value.starts_with("/admin/code/") {
                answer.headers.insert(header, value.parse().unwrap());
            }
        }
    }
    answer
}

#[tokio::test]
async fn another_tenants_id_costs_as_many_round_trips_as_one_that_never_was() {
    let database = Arc::new(Database::migrated().await);
    // A delay, so that what is sent together is seen to be sent together.
    let proxy = Proxy::before(&database, Duration::from_millis(1)).await;
    let stage = Stage::over(Town::over(database, |config| proxy.route(config)).await).await;
    let persona = stage.persona("member");
    let mut compared = 0;
    for route in routes().into_iter().filter(|route| route.path.contains("{id}")) {
        // The fewest of a few: at first statements are prepared, and a session may be looked up again meanwhile.
        let mut fewest = [u64::MAX; 2];
        for round in 0..12 {
            for (fewest, whose) in fewest.iter_mut().zip([Whose::Others, Whose::Nobodys]) {
                let before = proxy.round_trips();
                stage.answer(persona, &route, whose, false).await;
                // What nobody waits for is on its way still.
                tokio::time::sleep(Duration::from_millis(3)).await;
                if round > 0 {
                    *fewest = (proxy.round_trips() - before).min(*fewest);
                }
            }
        }
        assert_eq!(fewest[0], fewest[1], "{route:?}");
        compared += 1;
    }
    assert!(compared >= 14);
}
