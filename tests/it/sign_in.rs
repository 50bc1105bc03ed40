//! Signing in and out, and what may be learnt from trying.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use axum_client_ip::ClientIpSource;
use rowhouse::{
    app::{self, Outside},
    id::{TenantId, UserId},
    web::Door,
};

use crate::harness::{Browser, PASSWORD, Town, add_member, create_tenant, create_user};

#[tokio::test]
async fn a_person_signs_in_and_out() {
    let town = Town::new().await;
    let mut alice = town.stranger();
    alice.get("/").await.expect(303);
    assert_eq!(alice.get("/projects/").await.expect(303).location(), "/login/?next=%2Fprojects%2F");
    alice.get("/login/").await.expect(200).saying("name=\"username\"").saying("name=\"password\"");

    let answer = alice.post("/login/", &[("username", " ALICE "), ("password", PASSWORD)]).await.expect(303);
    assert_eq!(answer.location(), "/");
    let cookie = answer.header("set-cookie");
    for part in ["rowhouse=", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    alice.get("/").await.expect(200).saying("acme project");
    assert_eq!(alice.get("/login/").await.expect(303).location(), "/");

    assert_eq!(alice.post("/logout/", &[]).await.expect(303).location(), "/login/");
    assert_eq!(alice.cookie, None, "the cookie is gone");
    alice.get("/").await.expect(303);
}

#[tokio::test]
async fn a_session_that_ended_is_of_no_use_to_whoever_kept_its_cookie() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let mut thief = alice.clone();
    thief.get("/").await.expect(200);
    alice.post("/logout/", &[]).await.expect(303);
    thief.get("/").await.expect(303);
}

#[tokio::test]
async fn an_unknown_person_and_a_wrong_password_are_answered_alike() {
    let town = Town::new().await;
    let wrong =
        town.stranger().post("/login/", &[("username", "alice"), ("password", "nope")]).await.expect(422);
    let unknown =
        town.stranger().post("/login/", &[("username", "nobody"), ("password", "nope")]).await.expect(422);
    assert_eq!(wrong.body.replace("alice", "nobody"), unknown.body);
    assert!(wrong.headers.get("set-cookie").is_none());
    for name in ["", "a\0lice", &"x".repeat(300)] {
        town.stranger().post("/login/", &[("username", name), ("password", PASSWORD)]).await.expect(422);
    }
    town.stranger().post("/login/", &[]).await.expect(422);
}

#[tokio::test]
async fn the_input_is_kept_but_never_the_password() {
    let town = Town::new().await;
    let fields = [("username", "<alice>"), ("password", "s3cret-typed"), ("next", "/projects/")];
    let answer = town.stranger().post("/login/", &fields).await.expect(422);
    answer.saying("&lt;alice&gt;").saying("value=\"/projects/\"").silent_on("s3cret-typed");
}

#[tokio::test]
async fn the_way_back_leads_to_this_site_alone() {
    let town = Town::new().await;
    for (next, location) in [
        ("/projects/?after=x", "/projects/?after=x"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/\t/evil.example/", "/"),
    ] {
        let fields = [("username", "alice"), ("password", PASSWORD), ("next", next)];
        assert_eq!(
            town.stranger().post("/login/", &fields).await.expect(303).location(),
            location,
            "{next:?}"
        );
    }
}

#[tokio::test]
async fn a_form_that_came_too_late_leads_back_to_its_page_and_to_no_other_site() {
    let town = Town::new().await;
    for (page, login) in [
        ("https://rowhouse.example/projects/create/", "/login/?next=%2Fprojects%2Fcreate%2F"),
        ("https://elsewhere.example//evil.example/", "/login/"),
        ("nonsense", "/login/"),
    ] {
        let request = Request::post("/projects/create/")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("referer", page);
        let answer = town.stranger().send(request.body(Body::from("name=Late")).unwrap()).await;
        assert_eq!(answer.expect(303).location(), login);
    }
}

#[tokio::test]
async fn attempts_are_counted_and_then_refused_without_a_look_at_the_password() {
    let town = Town::new().await;
    let mut guesser = town.stranger();
    for _ in 0..10 {
        guesser.post("/login/", &[("username", "alice"), ("password", "guess")]).await.expect(422);
    }
    let answer = guesser.post("/login/", &[("username", "alice"), ("password", PASSWORD)]).await.expect(429);
    assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
    // Others are not kept out.
    town.gus().await.get("/").await.expect(200);
}

#[tokio::test]
async fn a_new_session_has_a_new_id_and_ends_the_one_it_replaces() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let mut planted = alice.clone();
    alice.sign_in("gus").await;
    assert_ne!(alice.cookie, planted.cookie);
    alice.get("/").await.expect(200).saying("globex project");
    planted.get("/").await.expect(303);
}

#[tokio::test]
async fn an_id_that_the_server_did_not_make_is_never_adopted() {
    let town = Town::new().await;
    let mut fixed = town.stranger();
    fixed.cookie = Some("rowhouse=AAAAAAAAAAAAAAAAAAAAAA".into());
    fixed.get("/").await.expect(303);
    fixed.sign_in("alice").await;
    assert_ne!(fixed.cookie.as_deref(), Some("rowhouse=AAAAAAAAAAAAAAAAAAAAAA"));
}

#[tokio::test]
async fn the_database_holds_the_hash_of_a_session_id_and_no_verifier_leaves_it() {
    let town = Town::new().await;
    let alice = town.alice().await;
    let id = alice.cookie.unwrap().split_once('=').unwrap().1.to_owned();
    let superuser = town.database.superuser().await;
    let dump: String = superuser
        .query_one("select string_agg(s::text, ' ') from auth.sessions s", &[])
        .await
        .unwrap()
        .get(0);
    assert!(!dump.contains(&id));
    let auth = town.database.role("rowhouse_auth").await;
    for table in ["users", "sessions", "memberships", "attempts", "secrets"] {
        let refusal = auth.query(&format!("select * from auth.{table}"), &[]).await.expect_err(table);
        assert_eq!(refusal.code().unwrap().code(), "42501", "{table}");
    }
    let refusal = auth
        .query("select auth.create_user(gen_random_uuid(), 'me', 'me', '', '', 1, 1, 1, true)", &[])
        .await;
    assert_eq!(refusal.expect_err("the auth role cannot mint a superuser").code().unwrap().code(), "42501");
}

#[tokio::test]
async fn an_expired_session_is_none() {
    let town = Town::new().await;
    for column in ["idle_expires_at", "expires_at"] {
        let mut alice = town.alice().await;
        town.database
            .superuser()
            .await
            .execute(&format!("update auth.sessions set {column} = now() - interval '1 second'"), &[])
            .await
            .unwrap();
        alice.get("/").await.expect(303);
        let answer = alice.hx().get("/projects/").await.expect(401);
        assert_eq!(answer.header("hx-redirect"), "/login/?next=%2Fprojects%2F");
        assert_eq!(answer.body, "", "a fragment is never fed the login page");
    }
}

#[tokio::test]
async fn a_superuser_lands_on_the_panel_and_works_in_no_tenant() {
    let town = Town::new().await;
    let mut root = town.root().await;
    assert_eq!(root.get("/").await.expect(303).location(), "/admin/");
    root.get("/admin/").await.expect(200).saying("acme").saying("globex");
    root.get(&format!("/projects/{}/", town.acme.project)).await.expect(303);
    root.hx().get("/projects/").await.expect(403);
    town.alice().await.get("/admin/").await.expect(403).silent_on("globex");
}

#[tokio::test]
async fn a_person_of_several_tenants_chooses_and_lands_in_the_last_used() {
    let town = Town::new().await;
    add_member(&town.database, town.globex.tenant, town.acme.user).await;
    let mut alice = town.alice().await;
    alice.get("/").await.expect(200).saying("acme project").saying("/tenants/");
    alice.get("/tenants/").await.expect(200).saying("acme").saying("globex");
    let enter = format!("/tenants/{}/enter/", town.globex.tenant);
    assert_eq!(alice.post(&enter, &[]).await.expect(303).location(), "/");
    alice.get("/").await.expect(200).saying("globex project").silent_on("acme project");
    town.alice().await.get("/").await.expect(200).saying("globex project");

    let other = TenantId::new();
    create_tenant(&town.database, other, "initech").await;
    for foreign in [other, TenantId::new()] {
        alice.post(&format!("/tenants/{foreign}/enter/"), &[]).await.expect(404);
    }
}

#[tokio::test]
async fn a_person_of_no_tenant_is_told_so() {
    let town = Town::new().await;
    create_user(&town.database, UserId::new(), "nomad", false).await;
    let mut nomad = town.signed_in("nomad").await;
    nomad.get("/").await.expect(403).saying("No workspace yet").saying("/tenants/");
    nomad.get("/tenants/").await.expect(200).saying("no workspace").saying("/logout/");
}

#[tokio::test]
async fn membership_that_ends_ends_the_access_of_live_sessions() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    town.database.superuser().await.execute("delete from auth.memberships", &[]).await.unwrap();
    assert_eq!(alice.get("/projects/").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn behind_https_the_cookie_is_for_https_and_this_host_alone() {
    let town = Town::new().await;
    let outside = Outside {
        secure_cookies: true,
        client_address: ClientIpSource::RightmostXForwardedFor,
        door: Door::default(),
        verdict: None,
    };
    let router = app::router(&town.pools, &town.sessions, &outside);
    let mut alice = Browser::new(router);
    let request = Request::post("/login/")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-forwarded-for", "203.0.113.9, 192.0.2.7")
        .body(Body::from(format!("username=alice&password={}", PASSWORD.replace(' ', "+"))))
        .unwrap();
    let answer = alice.send(request).await.expect(303);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-rowhouse="), "{cookie}");
    for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    alice.get("/").await.expect(200);
}

/// An office that shares an address is stopped after a hundred, whoever it tries to be.
#[tokio::test]
async fn attempts_are_counted_by_address_too() {
    let town = Town::new().await;
    let full = "insert into auth.attempts (subject, failures) values (sha256(convert_to('address:192.0.2.1', 'UTF8')), 100)";
    town.database.superuser().await.batch_execute(full).await.unwrap();
    town.stranger().post("/login/", &[("username", "gus"), ("password", PASSWORD)]).await.expect(429);
}
