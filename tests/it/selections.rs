//! Acts on a selection: done as a whole, put back as it was, within the time of the role, and waiting for each other instead of
//! ending each other.

use std::sync::Arc;

use rowhouse::{
    admin::acts::{
        Was,
        people::{self, UserStatus},
        tenants::{self, Role, TenantStatus},
    },
    error::Error,
    id::{TenantId, UserId},
};

use crate::{
    acts::{acts, reason, root, user, value},
    harness::{Database, TestServer, Town},
};

#[tokio::test]
async fn a_selection_is_acted_on_as_a_whole_and_can_be_put_back() {
    let town = Town::new().await;
    let (root, why) = (root(&town).await, reason());
    let (acme, globex) = (town.acme.tenant, town.globex.tenant);
    let set = async |tenants: &[TenantId], status| {
        root.write_at_length(async |tx| tenants::set_statuses(tx, tenants, status, None, &why).await)
            .await
            .unwrap()
    };
    let was = |id, was, version| Was { id, was, version };
    set(&[globex], TenantStatus::Archived).await;
    let before = set(&[globex, acme, TenantId::new(), acme], TenantStatus::Suspended).await;
    assert_eq!(
        before,
        [was(acme, TenantStatus::Active, Some(2)), was(globex, TenantStatus::Archived, Some(3))]
    );
    assert_eq!(set(&[acme], TenantStatus::Suspended).await, [was(acme, TenantStatus::Suspended, None)]);
    let suspended = acts(&town.database).await.into_iter().filter(|(act, ..)| act == "tenant_suspended");
    assert_eq!(suspended.count(), 2, "one act for each that changed");

    let people = [town.acme.user, town.globex.user];
    let before = root
        .write(async |tx| people::set_statuses(tx, &people, UserStatus::Deactivated, &why).await)
        .await
        .unwrap();
    assert_eq!(before, [was_user(people[0]), was_user(people[1])]);
    let all = [people[0], user(&town.database, "root").await];
    let last =
        root.write(async |tx| people::set_statuses(tx, &all, UserStatus::Deactivated, &why).await).await;
    assert!(matches!(last, Err(Error::LastSuperuser)), "{last:?}");
    root.write(async |tx| people::set_statuses(tx, &people, UserStatus::Active, &why).await).await.unwrap();
    let active = "select count(*) from auth.users where status = 'active'";
    assert_eq!(value::<i64>(&town.database, active).await, 3);
}

fn was_user(id: UserId) -> Was<UserId, UserStatus> {
    Was { id, was: UserStatus::Active, version: Some(2) }
}

/// On a server of its own: nothing that is settled could be sealed on the others' meanwhile.
#[tokio::test]
async fn a_hundred_thousand_tenants_are_suspended_within_the_time_of_the_role() {
    let apart = TestServer::apart().await;
    let town = Town::over(Arc::new(Database::migrated_on(apart.server).await), Clone::clone).await;
    let many = "set session_replication_role = replica;
        insert into app.tenants (tenant_id, slug, name) select gen_random_uuid(), 'many-' || n, 'Many' from generate_series(1, 100000) n";
    let superuser = town.database.superuser().await;
    superuser.batch_execute(many).await.unwrap();
    let rows = superuser.query("select tenant_id from app.tenants where name = 'Many'", &[]).await.unwrap();
    let ids: Vec<TenantId> = rows.iter().map(|row| row.get(0)).collect();
    let root = root(&town).await;
    let before = root
        .write_at_length(async |tx| {
            tenants::set_statuses(tx, &ids, TenantStatus::Suspended, None, &reason()).await
        })
        .await
        .unwrap();
    assert_eq!(before.len(), 100_000);
    let noted: i64 =
        value(&town.database, "select count(*) from auth.trail where act = 'tenant_suspended'").await;
    assert_eq!(noted, 100_000);
}

/// Two selections that overlap, named in opposite orders, wait for each other: neither is a victim.
#[tokio::test]
async fn selections_that_overlap_do_not_deadlock() {
    let town = Town::new().await;
    let root = root(&town).await;
    let (one, other) = ([town.acme.tenant, town.globex.tenant], [town.globex.tenant, town.acme.tenant]);
    let why = reason();
    let set = async |ids: [TenantId; 2], status| {
        root.write(async |tx| tenants::set_statuses(tx, &ids, status, None, &why).await).await
    };
    for _ in 0..20 {
        let (a, b) = tokio::join!(set(one, TenantStatus::Suspended), set(other, TenantStatus::Active));
        assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    }
}

/// Who takes people out of tenants and who keeps them out lock in one order: people, then what they are signed in with.
#[tokio::test]
async fn removing_members_and_keeping_people_out_do_not_deadlock() {
    let town = Town::new().await;
    let (root, why) = (root(&town).await, reason());
    let (tenant, person) = (town.acme.tenant, town.acme.user);
    let superuser = town.database.superuser().await;
    // Somebody who works there, and did so last: then a session and its person are both written.
    let at_work = format!("update auth.users set last_tenant = '{tenant}' where user_id = '{person}'");
    for round in 0..30 {
        superuser.batch_execute(&at_work).await.unwrap();
        let mut alice = town.alice().await;
        alice.get("/").await.expect(200);
        let removed = root.write(async |tx| tenants::remove_member(tx, tenant, person, &why).await);
        let kept_out =
            root.write(async |tx| people::set_statuses(tx, &[person], UserStatus::Deactivated, &why).await);
        let (removed, kept_out) = tokio::join!(removed, kept_out);
        assert!(removed.is_ok() && kept_out.is_ok(), "round {round}: {removed:?} {kept_out:?}");
        root.write(async |tx| {
            people::set_statuses(tx, &[person], UserStatus::Active, &why).await?;
            tenants::add_member(tx, tenant, person, Role::Member, &why).await
        })
        .await
        .unwrap();
    }
}
