//! What a superuser does by hand: each act with its reason in the trail, all of a selection or none, lost updates told, and
//! always a superuser left.

use rowhouse::{
    admin::acts::{
        Edited, Reason,
        people::{self, UserKind, UserStatus},
        projects::{self, Moved},
        tasks,
        tenants::{self, Role, TenantStatus},
    },
    db::Operator,
    error::Error,
    id::{ProjectId, SessionId, TaskId, TenantId, UserId},
};
use serde_json::Value;
use tokio_postgres::types::FromSql;

use crate::{
    harness::{Database, Town, add_member, create_user},
    sessions::heard,
};

pub(crate) fn reason() -> Reason {
    "Ticket 4711".parse().unwrap()
}

pub(crate) async fn user(database: &Database, login: &str) -> UserId {
    value(database, &format!("select user_id from auth.users where login = '{login}'")).await
}

/// The only value of a row, looked at from outside.
pub(crate) async fn value<T: for<'a> FromSql<'a>>(database: &Database, read: &str) -> T {
    database.superuser().await.query_one(read, &[]).await.unwrap().get(0)
}

pub(crate) async fn root(town: &Town) -> Operator {
    town.pools.operator(user(&town.database, "root").await)
}

/// The acts of the trail since signing in, oldest first, with what they were about and their details.
pub(crate) async fn acts(database: &Database) -> Vec<(String, String, Value)> {
    let read =
        "select act, object, details::text from auth.trail where login = 'rowhouse_operator' order by at";
    let rows = database.superuser().await.query(read, &[]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1), serde_json::from_str(row.get(2)).unwrap())).collect()
}

#[tokio::test]
async fn every_act_has_its_reason_in_the_trail() {
    let town = Town::new().await;
    let (root, acme, why) = (root(&town).await, &town.acme, reason());
    let gus = town.globex.user;
    let work = (acme.tenant, acme.project);
    root.write(async |tx| {
        tenants::open(tx, TenantId::new(), "dane", &"Dane".parse().unwrap(), &why).await?;
        tenants::rename(tx, acme.tenant, &"Acme & Co".parse().unwrap(), None, &why).await?;
        tenants::set_statuses(tx, &[town.globex.tenant], TenantStatus::Suspended, None, &why).await?;
        tenants::add_member(tx, acme.tenant, gus, Role::Viewer, &why).await?;
        tenants::set_role(tx, acme.tenant, gus, Role::Admin, None, &why).await?;
        tenants::remove_member(tx, acme.tenant, gus, &why).await?;
        people::edit(tx, gus, &"Gustav".parse().unwrap(), (Some(UserKind::Person), None), None, &why).await?;
        people::set_statuses(tx, &[gus], UserStatus::Deactivated, &why).await?;
        projects::rename(tx, work, &"Renamed".parse().unwrap(), None, &why).await?;
        tasks::edit(tx, (acme.tenant, acme.open), &"Retitled".parse().unwrap(), true, None, &why).await?;
        tasks::delete(tx, (acme.tenant, acme.open), &why).await?;
        projects::delete(tx, work, &why).await
    })
    .await
    .unwrap();
    let acts = acts(&town.database).await;
    let names: Vec<_> = acts.iter().map(|(act, object, _)| (act.as_str(), object.as_str())).collect();
    assert_eq!(
        names,
        [
            ("tenant_created", "tenant"),
            ("tenant_renamed", "tenant"),
            ("tenant_suspended", "tenant"),
            ("member_added", "tenant"),
            ("member_role_set", "tenant"),
            ("member_removed", "tenant"),
            ("user_edited", "user"),
            ("user_deactivated", "user"),
            ("project_renamed", "project"),
            ("task_edited", "task"),
            ("task_deleted", "task"),
            ("project_deleted", "project"),
        ]
    );
    for (act, _, details) in &acts {
        assert_eq!(details["reason"], "Ticket 4711", "{act}: {details}");
    }
}

/// Nothing is half-done: what fails takes the acts before it along, and their entries.
#[tokio::test]
async fn an_act_that_is_refused_leaves_neither_change_nor_entry() {
    let town = Town::new().await;
    let root = root(&town).await;
    let failed = root.write(async |tx| {
        tenants::rename(tx, town.acme.tenant, &"Other".parse().unwrap(), None, &reason()).await?;
        tenants::add_member(tx, TenantId::new(), town.acme.user, Role::Member, &reason()).await
    });
    assert!(matches!(failed.await, Err(Error::NotFound)));
    assert_eq!(acts(&town.database).await, []);
    let alice = town.pools.operator(town.acme.user);
    let forged = alice.write(async |tx| {
        projects::rename(tx, (town.acme.tenant, town.acme.project), &"No".parse().unwrap(), None, &reason())
            .await
    });
    assert!(matches!(forged.await, Err(Error::SuperuserOnly)));
    let name: String = value(&town.database, "select name from app.projects order by name limit 1").await;
    assert_eq!(name, "acme project");
}

#[tokio::test]
async fn a_row_that_somebody_changed_meanwhile_is_a_conflict_and_one_that_is_gone_is_gone() {
    let town = Town::new().await;
    let (root, acme, why) = (root(&town).await, &town.acme, reason());
    let outcomes = root
        .write(async |tx| {
            let name = "Second".parse().unwrap();
            let (project, title) = ("Second".parse().unwrap(), "Second".parse().unwrap());
            let mut came = Vec::new();
            for version in [Some(1), Some(1), None] {
                came.push(tenants::rename(tx, acme.tenant, &name, version, &why).await?);
                came.push(
                    people::edit(
                        tx,
                        acme.user,
                        &"Al".parse().unwrap(),
                        (Some(UserKind::Person), None),
                        version,
                        &why,
                    )
                    .await?,
                );
                came.push(projects::rename(tx, (acme.tenant, acme.project), &project, version, &why).await?);
                let task = (acme.tenant, acme.open);
                came.push(tasks::edit(tx, task, &title, false, version, &why).await?);
            }
            came.push(tenants::rename(tx, TenantId::new(), &name, None, &why).await?);
            came.push(
                people::edit(
                    tx,
                    UserId::new(),
                    &"Al".parse().unwrap(),
                    (Some(UserKind::Person), None),
                    None,
                    &why,
                )
                .await?,
            );
            // Another tenant's id finds nothing, nor does nobody's.
            came.push(projects::rename(tx, (town.globex.tenant, acme.project), &project, None, &why).await?);
            came.push(tasks::edit(tx, (acme.tenant, TaskId::new()), &title, false, None, &why).await?);
            assert_eq!(projects::delete(tx, (acme.tenant, ProjectId::new()), &why).await?, None);
            assert_eq!(tasks::delete(tx, (acme.tenant, TaskId::new()), &why).await?, None);
            came.push(tenants::set_role(tx, acme.tenant, UserId::new(), Role::Owner, None, &why).await?);
            Ok(came)
        })
        .await
        .unwrap();
    let expected = [[Edited::Done; 4], [Edited::Conflict; 4], [Edited::Done; 4]].concat();
    assert_eq!(outcomes[..12], expected);
    assert_eq!(outcomes[12..], [Edited::Gone; 5]);
    assert_eq!(acts(&town.database).await.len(), 8, "what was not done is no act");
}

#[tokio::test]
async fn a_person_is_renamed_in_every_tenant_and_a_new_superuser_signs_in_again() {
    let town = Town::new().await;
    let second = heard(&town).await;
    add_member(&town.database, town.globex.tenant, town.acme.user).await;
    let mut alice = town.alice().await.at(second);
    alice.get("/").await.expect(200);
    let root = root(&town).await;
    let edit = async |kind| {
        root.write(async |tx| {
            people::edit(
                tx,
                town.acme.user,
                &"Alice Archer".parse().unwrap(),
                (Some(kind), None),
                None,
                &reason(),
            )
            .await
        })
        .await
    };
    assert_eq!(edit(UserKind::Person).await.unwrap(), Edited::Done);
    let mirrored = "select count(*) from app.members where display_name = 'Alice Archer'";
    assert_eq!(value::<i64>(&town.database, mirrored).await, 2);
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    alice.get("/").await.expect(200).saying("Alice Archer");
    edit(UserKind::Superuser).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    alice.get("/").await.expect(303);
    edit(UserKind::Person).await.unwrap();
}

#[tokio::test]
async fn there_is_always_a_superuser_left_also_when_two_take_it_from_each_other() {
    let town = Town::new().await;
    create_user(&town.database, UserId::new(), "chief", true).await;
    let [first, second] = [user(&town.database, "root").await, user(&town.database, "chief").await];
    let demote = async |acting: UserId, whom: UserId| {
        let acting = town.pools.operator(acting);
        acting
            .write(async |tx| {
                people::edit(
                    tx,
                    whom,
                    &"Was".parse().unwrap(),
                    (Some(UserKind::Person), None),
                    None,
                    &reason(),
                )
                .await
            })
            .await
    };
    for _ in 0..10 {
        let (a, b) = tokio::join!(demote(first, second), demote(second, first));
        assert!(a.is_ok() != b.is_ok(), "one of them: {a:?} {b:?}");
        let left: UserId = value(&town.database, "select user_id from auth.users where superuser").await;
        assert!(matches!(demote(left, left).await, Err(Error::LastSuperuser)));
        let out = if left == first { second } else { first };
        town.pools
            .operator(left)
            .write(async |tx| {
                people::edit(
                    tx,
                    out,
                    &"Again".parse().unwrap(),
                    (Some(UserKind::Superuser), None),
                    None,
                    &reason(),
                )
                .await
            })
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn sessions_end_by_their_handle_and_by_their_person_at_every_instance() {
    let town = Town::new().await;
    let second = heard(&town).await;
    let root = root(&town).await;
    let mut alice = town.alice().await.at(second);
    let mut gus = town.gus().await;
    alice.get("/").await.expect(200);
    gus.get("/").await.expect(200);
    let session = format!("select session_id from auth.sessions where user_id = '{}'", town.acme.user);
    let session: SessionId = value(&town.database, &session).await;
    let ended = root
        .write(async |tx| people::end_sessions(tx, &[session, SessionId::new()], &reason()).await)
        .await
        .unwrap();
    assert_eq!(
        ended.iter().map(|ended| (ended.id, ended.user_id)).collect::<Vec<_>>(),
        [(session, town.acme.user)]
    );
    let of_gus = async || {
        root.write(async |tx| people::end_sessions_of(tx, town.globex.user, &reason()).await).await.unwrap()
    };
    assert_eq!((of_gus().await, of_gus().await), (1, 0));
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    alice.get("/").await.expect(303);
    gus.get("/").await.expect(303);
    let acts = acts(&town.database).await;
    assert_eq!(
        acts.iter().map(|(act, ..)| act.as_str()).collect::<Vec<_>>(),
        ["session_ended", "sessions_ended"]
    );
}

#[tokio::test]
async fn who_is_taken_out_of_a_tenant_is_out_of_it_on_both_sides_and_can_be_let_in_again() {
    let town = Town::new().await;
    let _second = heard(&town).await;
    let (root, acme, why) = (root(&town).await, &town.acme, reason());
    let mut alice = town.alice().await;
    alice.get("/").await.expect(200);
    let remove = async || {
        root.write(async |tx| tenants::remove_member(tx, acme.tenant, acme.user, &why).await).await.unwrap()
    };
    assert_eq!((remove().await, remove().await), (Some(Role::Member), None));
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    alice.get("/projects/").await.expect(403);
    for side in ["app.members", "auth.memberships", "auth.sessions"] {
        let left =
            format!("select count(*) from {side} where user_id = '{}' and tenant_id is not null", acme.user);
        assert_eq!(value::<i64>(&town.database, &left).await, 0, "{side}");
    }
    let again = root
        .write(async |tx| {
            let first = tenants::add_member(tx, acme.tenant, acme.user, Role::Owner, &why).await?;
            Ok((first, tenants::add_member(tx, acme.tenant, acme.user, Role::Viewer, &why).await?))
        })
        .await
        .unwrap();
    assert_eq!(again, (true, false));
    town.alice().await.get("/").await.expect(200);
}

#[tokio::test]
async fn a_project_moves_with_its_tasks_and_both_tenants_can_see_it_in_their_trails() {
    let town = Town::new().await;
    let (root, acme, globex, why) = (root(&town).await, &town.acme, town.globex.tenant, reason());
    let work = (acme.tenant, acme.project);
    let age = "update app.projects set created_at = '2020-01-01', version = 7; update app.tasks set created_at = '2020-01-02', version = 9";
    let superuser = town.database.superuser().await;
    superuser
        .batch_execute(&format!(
            "set session_replication_role = replica; {age}; reset session_replication_role"
        ))
        .await
        .unwrap();
    let (mut alice, mut gus) = (town.alice().await, town.gus().await);
    let path = format!("/projects/{}/", acme.project);

    let mv = async |other| {
        root.write(async |tx| projects::move_to(tx, work, other, None, &why).await).await.unwrap()
    };
    assert_eq!(mv(TenantId::new()).await, Moved::Closed);
    assert_eq!(mv(acme.tenant).await, Moved::Closed);
    superuser
        .batch_execute("set session_replication_role = replica; update app.tenants set status = 'archived' where slug = 'globex'")
        .await
        .unwrap();
    assert_eq!(mv(globex).await, Moved::Closed);
    superuser.batch_execute("update app.tenants set status = 'active'").await.unwrap();
    let moved = mv(globex).await;
    assert!(matches!(&moved, Moved::Done(mark) if mark.starts_with("7 ")), "{moved:?}");
    assert_eq!(mv(globex).await, Moved::Gone);

    alice.get(&path).await.expect(404);
    gus.get(&path).await.expect(200).saying("acme project").saying("acme done task");
    gus.get("/audit/").await.expect(200).saying("acme project");
    alice.get("/audit/").await.expect(200).saying("acme project");
    let kept = "select count(*) from app.tasks k join app.projects p using (tenant_id)
        where p.id = k.project_id and p.version = 7 and k.version = 9 and k.created_at = '2020-01-02' and p.created_at = '2020-01-01'
        and p.name = 'acme project' and (k.completed_at is not null) = (k.title = 'acme done task')";
    assert_eq!(value::<i64>(&town.database, kept).await, 2);
    let acts = acts(&town.database).await;
    let (act, _, details) = &acts[0];
    assert_eq!((acts.len(), act.as_str()), (1, "project_moved"));
    assert_eq!(details["tasks"], 2);
    assert_eq!(details["to"], globex.to_string());
}

/// The operator writes rows of tenants itself: an act that is none cannot be filed, nor one without a superuser.
#[tokio::test]
async fn an_act_that_is_not_listed_cannot_be_filed() {
    let town = Town::new().await;
    let operator = town.database.role("rowhouse_operator").await;
    let root = user(&town.database, "root").await;
    let declared = format!("begin; set local app.operator_id = '{root}'");
    for (act, code) in [("tenant_purged", "22023"), ("signed_in", "22023"), ("", "22023")] {
        operator.batch_execute(&declared).await.unwrap();
        let file = format!("select auth.record_act('{act}', gen_random_uuid(), '{{}}', null)");
        assert_eq!(operator.batch_execute(&file).await.unwrap_err().code().unwrap().code(), code, "{act}");
        operator.batch_execute("rollback").await.unwrap();
    }
    // A row is written by an active superuser, or not at all: somebody else, and nobody, are refused by the trail.
    let rename = format!("update app.projects set name = 'By hand' where tenant_id = '{}'", town.acme.tenant);
    for (who, written) in [(root, true), (town.acme.user, false), (UserId::new(), false)] {
        operator.batch_execute(&format!("begin; set local app.operator_id = '{who}'")).await.unwrap();
        let came = operator.batch_execute(&rename).await;
        assert_eq!(
            came.err().map(|refused| refused.code().unwrap().code().to_owned()),
            (!written).then(|| "RH002".to_owned())
        );
        operator.batch_execute("rollback").await.unwrap();
    }
}

/// What the panel reads of sessions opens none.
#[tokio::test]
async fn the_panel_reads_sessions_and_not_what_opens_them() {
    let town = Town::new().await;
    let _alice = town.alice().await;
    let admin = town.database.role("rowhouse_admin").await;
    let read = "select session_id, user_id, tenant_id, created_at, seen_at, idle_expires_at, expires_at, authenticated_at from auth.sessions";
    assert_eq!(admin.query(read, &[]).await.unwrap().len(), 1);
    for column in ["session_hash", "data"] {
        let refused = admin.query(&format!("select {column} from auth.sessions"), &[]).await.unwrap_err();
        assert_eq!(refused.code().unwrap().code(), "42501", "{column}");
    }
}
