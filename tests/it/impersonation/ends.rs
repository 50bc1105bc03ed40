//! How looking around ends: by itself, at every instance, and as soon as either of the two is not what it takes.

use super::*;

#[tokio::test]
async fn it_ends_by_itself_and_the_trail_says_so() {
    let town = Town::new().await;
    let mut root = as_alice(&town, &[]).await;
    let superuser = town.database.superuser().await;
    let half_an_hour = "select impersonation_until - now() between interval '29 minutes' and interval '30 minutes' from auth.sessions";
    assert!(value::<bool>(&town.database, half_an_hour).await);
    let over = "set session_replication_role = replica; update auth.sessions set impersonation_until = now() - interval '1 second';
        reset session_replication_role";
    superuser.batch_execute(over).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    root.get("/admin/").await.expect(200).silent_on("looking around");
    town.database.role("rowhouse_auth").await.batch_execute("select auth.sweep()").await.unwrap();
    assert_eq!(trail(&town.database).await, ["impersonation_started", "impersonation_stopped"]);
    // And another begins, and ends with the session.
    ask(&mut root, &town, &[]).await.expect(303);
    root.post("/logout/", &[]).await.expect(303);
    root.get("/").await.expect(303);
    assert_eq!(trail(&town.database).await.len(), 4);
}

/// Remembered for a minute, and not a moment longer than it may last.
#[tokio::test]
async fn what_an_instance_remembers_ends_in_time() {
    let town = Town::new().await;
    let _second = heard(&town).await;
    let mut root = as_alice(&town, &[]).await;
    let soon = "update auth.sessions set impersonation_until = now() + interval '700 milliseconds'";
    town.database.superuser().await.batch_execute(soon).await.unwrap();
    root.get("/").await.expect(200).saying("looking around");
    tokio::time::sleep(Duration::from_millis(800)).await;
    root.get("/admin/").await.expect(200);
}

#[tokio::test]
async fn it_ends_at_every_instance_when_either_of_the_two_is_kept_out_or_the_tenant_is_closed() {
    let town = Town::new().await;
    let second = heard(&town).await;
    create_user(&town.database, UserId::new(), "chief", true).await;
    let me = user(&town.database, "root").await;
    let chief = town.pools.operator(user(&town.database, "chief").await);
    let set_acme = async |status| {
        let ids = [town.acme.tenant];
        chief.write(async |tx| tenants::set_statuses(tx, &ids, status, None, &reason()).await).await.unwrap();
    };

    let mut here = as_alice(&town, &[]).await;
    let mut there = here.at(second);
    there.get("/projects/").await.expect(200).saying("looking around");
    // The person: the superuser is himself again, and Alice's work is out of sight.
    set_user(&town, town.acme.user, UserStatus::Deactivated).await;
    for browser in [&mut here, &mut there] {
        until(browser, "/admin/", StatusCode::OK).await.silent_on("looking around");
        browser.get(&format!("/projects/{}/", town.acme.project)).await.expect(303);
    }
    // Nor is it taken up again when she is let in.
    set_user(&town, town.acme.user, UserStatus::Active).await;
    let left = "select count(*) from auth.sessions where impersonated_user is not null";
    assert_eq!(value::<i64>(&town.database, left).await, 0);

    // The tenant.
    ask(&mut here, &town, &[]).await.expect(303);
    set_acme(TenantStatus::Suspended).await;
    for browser in [&mut here, &mut there] {
        until(browser, "/admin/", StatusCode::OK).await;
    }
    ask(&mut here, &town, &[]).await.expect(422).saying("no workspace that is open");
    set_acme(TenantStatus::Active).await;

    // Membership.
    ask(&mut here, &town, &[]).await.expect(303);
    let (tenant, alice) = (town.acme.tenant, town.acme.user);
    chief.write(async |tx| tenants::remove_member(tx, tenant, alice, &reason()).await).await.unwrap();
    for browser in [&mut here, &mut there] {
        until(browser, "/admin/", StatusCode::OK).await;
    }
    add_member(&town.database, tenant, alice).await;

    // The superuser.
    ask(&mut here, &town, &[]).await.expect(303);
    until(&mut there, "/projects/", StatusCode::OK).await;
    set_user(&town, me, UserStatus::Deactivated).await;
    for browser in [&mut here, &mut there] {
        until(browser, "/", StatusCode::SEE_OTHER).await;
    }
    assert_eq!(value::<i64>(&town.database, left).await, 0);
}

/// A session whose superuser is one no more shows nobody else, whatever its row says.
#[tokio::test]
async fn who_is_no_superuser_any_more_looks_at_nobody() {
    let town = Town::new().await;
    let mut root = as_alice(&town, &[]).await;
    let superuser = town.database.superuser().await;
    for (broken, mended) in [
        (
            "update auth.users set superuser = false where login = 'root'",
            "update auth.users set superuser = true where login = 'root'",
        ),
        (
            "update auth.users set superuser = true where login = 'alice'",
            "update auth.users set superuser = false where login = 'alice'",
        ),
    ] {
        root.get("/projects/").await.expect(200).saying("acme project");
        superuser.batch_execute(broken).await.unwrap();
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        let answer = root.get("/projects/").await;
        assert!([303, 403].contains(&answer.status.as_u16()), "{broken}: {}", answer.status);
        superuser.batch_execute(mended).await.unwrap();
        tokio::time::sleep(Duration::from_millis(1_100)).await;
    }
}
