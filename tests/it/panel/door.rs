//! The door of the panel: from which networks it is there at all, whatever headers say, and what is written over it.

use axum::{body::Body, http::Request};
use axum_client_ip::ClientIpSource;
use rowhouse::{
    app::{self, Outside},
    web::{Access, Door},
};

use super::WHY;
use crate::harness::{Answer, Browser, Town, create_support, router_from};

const INSIDE: &str = "10.1.2.3";
const ELSEWHERE: &str = "203.0.113.9";

/// An instance whose panel is there in two networks, and where addresses are read from.
fn outside(client_address: ClientIpSource) -> Outside {
    let door = Door {
        environment: Some("staging 2".parse().unwrap()),
        networks: Some("10.0.0.0/8, 2001:db8::/32".parse().unwrap()),
        second_factor: false,
    };
    Outside { secure_cookies: false, client_address, door, verdict: None }
}

/// Somebody's browser, moved to where it comes from that address.
fn from(town: &Town, browser: &Browser, address: &str) -> Browser {
    browser.at(router_from(&town.pools, &town.sessions, &outside(ClientIpSource::ConnectInfo), address))
}

async fn ask(browser: &mut Browser, method: &str, path: &str, forwarded: Option<&str>) -> Answer {
    let request = Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
    let request = match forwarded {
        Some(forwarded) => request.header("x-forwarded-for", forwarded).header("x-real-ip", INSIDE),
        None => request,
    };
    browser.send(request.body(Body::empty()).unwrap()).await
}

/// A response but for what may differ between any two requests.
fn comparable(mut answer: Answer) -> String {
    answer.headers.remove("date");
    answer.headers.remove("x-request-id");
    format!("{} {:?} {}", answer.status, answer.headers, answer.body)
}

#[tokio::test]
async fn the_panel_is_there_in_its_networks_alone() {
    let town = Town::new().await;
    let root = town.root().await;
    for (address, status) in [
        (INSIDE, 200),
        ("::ffff:10.1.2.3", 200),
        ("2001:db8::7", 200),
        (ELSEWHERE, 404),
        ("::ffff:203.0.113.9", 404),
        ("2001:db9::7", 404),
        ("::1", 404),
    ] {
        let mut root = from(&town, &root, address);
        root.get("/admin/").await.expect(status);
        root.get("/admin/tenants/").await.expect(status);
    }
    // Inside, whoever may not enter is told as ever.
    from(&town, &town.stranger(), INSIDE).get("/admin/").await.expect(303);
    from(&town, &town.alice().await, INSIDE).get("/admin/").await.expect(403);
}

/// To the byte, by every method and for everybody: a panel from elsewhere is an address that never was.
#[tokio::test]
async fn from_elsewhere_its_addresses_are_like_any_that_never_was() {
    let town = Town::new().await;
    create_support(&town.database, "sue").await;
    let people = [town.stranger(), town.alice().await, town.signed_in("sue").await, town.root().await];
    let routes = app::routes();
    let panel =
        |access| matches!(access, Access::PanelDoor | Access::Panel | Access::May(..) | Access::Superuser);
    let mut tried = 0;
    for person in people {
        let mut person = from(&town, &person, ELSEWHERE);
        for hx in [false, true] {
            let mut person = if hx { person.hx() } else { person.clone() };
            for method in ["GET", "HEAD", "POST", "DELETE", "PUT", "OPTIONS"] {
                let never_was = comparable(ask(&mut person, method, "/admin/never-was/", None).await);
                assert!(never_was.starts_with("404"));
                for route in routes.iter().filter(|route| panel(route.access)) {
                    let path = route.path.replace("{id}", &town.acme.tenant.to_string());
                    let answer = comparable(ask(&mut person, method, &path, None).await);
                    assert_eq!(answer, never_was, "{method} {path}");
                    tried += 1;
                }
            }
        }
        // What is no part of it is as it was.
        person.get("/login/").await;
        person.get("/healthz").await.expect(200);
    }
    assert!(tried > 1_000, "{tried}");
}

#[tokio::test]
async fn no_header_of_a_stranger_opens_it() {
    let town = Town::new().await;
    let root = town.root().await;
    // Connected to directly: what headers say is nothing.
    let mut direct = from(&town, &root, ELSEWHERE);
    ask(&mut direct, "GET", "/admin/", Some(INSIDE)).await.expect(404);

    // Behind a proxy: what the proxy has added at the right, and nothing that came with the request.
    let behind = outside(ClientIpSource::RightmostXForwardedFor);
    let mut behind = root.at(router_from(&town.pools, &town.sessions, &behind, "10.0.0.1"));
    for (forwarded, status) in [
        (Some(INSIDE), 200),
        (Some("203.0.113.9, 10.1.2.3"), 200),
        (Some("::ffff:10.1.2.3"), 200),
        (Some("2001:db8::7"), 200),
        (Some(ELSEWHERE), 404),
        (Some("10.1.2.3, 203.0.113.9"), 404),
        (Some("10.1.2.3, 10.1.2.3, 2001:db9::1"), 404),
        // What cannot be told is outside, although the proxy itself is not.
        (Some("unknown"), 404),
        (Some(""), 404),
        (None, 404),
    ] {
        let answer = ask(&mut behind, "GET", "/admin/", forwarded).await;
        assert_eq!(answer.status.as_u16(), status, "{forwarded:?}");
    }
    // A second line of the header, before or after the proxy's, is read as a proxy adds it: the last counts.
    let request =
        Request::get("/admin/").header("x-forwarded-for", INSIDE).header("x-forwarded-for", ELSEWHERE);
    behind.send(request.body(Body::empty()).unwrap()).await.expect(404);
}

#[tokio::test]
async fn what_leads_to_the_panel_is_not_shown_where_it_is_not() {
    let town = Town::new().await;
    crate::harness::add_member(
        &town.database,
        town.acme.tenant,
        crate::acts::user(&town.database, "root").await,
    )
    .await;
    let root = town.root().await;
    from(&town, &root, INSIDE).get("/projects/").await.expect(200).saying("href=\"/admin/\"");
    from(&town, &root, ELSEWHERE).get("/projects/").await.expect(200).silent_on("/admin/");
    // Who works in no tenant is told so, and not sent to what is not there.
    create_support(&town.database, "sue").await;
    let sue = town.signed_in("sue").await;
    assert_eq!(from(&town, &sue, INSIDE).get("/").await.expect(303).location(), "/admin/");
    from(&town, &sue, ELSEWHERE).get("/").await.expect(403).saying("No workspace yet").silent_on("/admin/");
}

#[tokio::test]
async fn looking_around_that_began_inside_goes_on_elsewhere_and_ends() {
    let town = Town::new().await;
    let mut inside = from(&town, &town.root().await, INSIDE);
    let path = format!("/admin/users/{}/impersonate/", town.acme.user);
    let tenant = town.acme.tenant.to_string();
    inside.post(&path, &[("tenant", &tenant), ("writes", "true"), WHY]).await.expect(303);
    let mut elsewhere = from(&town, &inside, ELSEWHERE);
    elsewhere.get("/projects/").await.expect(200).saying("are looking around as").saying("acme project");
    elsewhere.post("/projects/create/", &[("name", "From afar")]).await.expect(303);
    // With the way back, as at an address that never was.
    for path in ["/admin/", "/admin/tenants/", "/admin/nope/"] {
        elsewhere.get(path).await.expect(404).saying("/impersonation/stop/");
    }
    let stopped = elsewhere.post("/impersonation/stop/", &[]).await.expect(303);
    assert_eq!(stopped.location(), "/");
    elsewhere.get("/").await.expect(403).saying("No workspace yet");
    let mut inside = from(&town, &elsewhere, INSIDE);
    inside.get("/admin/").await.expect(200);
    // And what began there ends there as ever.
    inside.post(&path, &[("tenant", &tenant), WHY]).await.expect(303);
    assert_eq!(inside.post("/impersonation/stop/", &[]).await.expect(303).location(), "/admin/");
    // None begins elsewhere.
    from(&town, &inside, ELSEWHERE).post(&path, &[("tenant", &tenant), WHY]).await.expect(404);
}

#[tokio::test]
async fn the_panel_says_what_the_instance_is_called() {
    let town = Town::new().await;
    crate::harness::add_member(
        &town.database,
        town.acme.tenant,
        crate::acts::user(&town.database, "root").await,
    )
    .await;
    let mut plain = town.root().await;
    plain.get("/admin/").await.expect(200).silent_on("Environment:");
    let mut root = from(&town, &plain, INSIDE);
    let said = "<span class=\"unseen\">Environment: </span>staging 2";
    root.get("/admin/").await.expect(200).saying(said);
    root.get("/admin/tasks/").await.expect(200).saying(said);
    root.get("/projects/").await.expect(200).silent_on("staging 2");
}
