//! Where an act came from: the client's address and the request's id, in every entry that an act of the panel files, sealed with
//! it; what cannot be told is left out, and what somebody sends in its place is not kept.

use axum::{body::Body, http::Request};
use rowhouse::operate::{audit, superuser::Superuser, tenants};

use super::{WHY, text};
use crate::{
    audit::seal_all,
    harness::{Answer, Browser, Town},
};

const REQUEST: &str = "7d444840-9dc0-11d1-b245-5ffdce74fad2";

async fn send(browser: &mut Browser, path: &str, form: &str, request: &str) -> Answer {
    let request = Request::post(path)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-request-id", request);
    browser.send(request.body(Body::from(form.to_owned())).unwrap()).await
}

async fn filed(town: &Town, act: &str) -> String {
    let filed = "select concat_ws(' ', details ->> 'address', details ->> 'request', details ->> 'reason') from auth.trail where act = '";
    text(town, &format!("{filed}{act}' order by xid desc limit 1")).await
}

#[tokio::test]
async fn an_act_says_where_it_came_from() {
    let town = Town::new().await;
    let mut root = town.root().await;
    // Sealed before there was any of that, as it were, and after.
    let command = Superuser::named(&town.pools, "root").await.unwrap();
    let acme = tenants::find(&town.pools.admin(), "acme").await.unwrap();
    tenants::rename(&command, &acme, "Acme by hand").await.unwrap();
    assert_eq!(filed(&town, "tenant_renamed").await, "", "the command line has no address");
    seal_all(&town, None).await;

    let (tenant, user) = (town.acme.tenant, town.acme.user);
    let rename = "name=Acme&version=2&reason=why";
    send(&mut root, &format!("/admin/tenants/{tenant}/"), rename, REQUEST).await.expect(303);
    assert_eq!(filed(&town, "tenant_renamed").await, format!("192.0.2.1 {REQUEST} why"));
    // An act that goes on by itself.
    let act = format!("action=sign-out&id={}&confirmed=yes&reason=why", town.globex.user);
    town.gus().await;
    send(&mut root, "/admin/users/act/", &act, REQUEST).await.expect(303);
    assert_eq!(filed(&town, "sessions_ended").await, format!("192.0.2.1 {REQUEST} why"));
    let look = format!("tenant={tenant}&reason=why");
    send(&mut root, &format!("/admin/users/{user}/impersonate/"), &look, REQUEST).await.expect(303);
    assert_eq!(filed(&town, "impersonation_started").await, format!("192.0.2.1 {REQUEST} why"));
    root.post("/impersonation/stop/", &[]).await.expect(303);

    // What is no id of a request stands nowhere.
    for odd in ["'; drop table auth.trail; --", "x", "7d444840"] {
        let act = format!("action=suspend&id={tenant}&confirmed=yes&reason=why");
        send(&mut root, "/admin/tenants/act/", &act, odd).await.expect(303);
        assert_eq!(filed(&town, "tenant_suspended").await, "192.0.2.1 why", "{odd}");
        root.post(
            "/admin/tenants/act/",
            &[("action", "restore"), ("id", &tenant.to_string()), ("confirmed", "yes"), WHY],
        )
        .await
        .expect(303);
    }
    // Without one, the request is given one.
    assert_eq!(filed(&town, "tenant_restored").await.split(' ').nth(1).unwrap().len(), 36);

    root.get("/admin/trail/").await.expect(200).saying("address 192.0.2.1").silent_on(REQUEST);
    seal_all(&town, None).await;
    let verdict = audit::verify(&town.pools.admin(), None).await.unwrap();
    assert!(verdict.faults.is_empty() && verdict.batches >= 2, "{verdict:?}");
    // It is sealed: whoever changes it later is found.
    let forge = "set session_replication_role = replica; update auth.trail set details = details || '{\"address\": \"10.0.0.1\"}' where act = 'sessions_ended'";
    town.database.superuser().await.batch_execute(forge).await.unwrap();
    let verdict = audit::verify(&town.pools.admin(), None).await.unwrap();
    assert!(!verdict.faults.is_empty(), "the address was changed and nobody saw it");
}
