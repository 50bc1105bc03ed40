//! Rights over time: taken away while somebody acts, held while that is committed, and in nobody's way meanwhile.

use std::time::Duration;

use rowhouse::{admin::acts::tenants, error::Error, id::UserId};

use super::{ALL, desk, one, refusal, set_rights};
use crate::{
    acts::{user, value},
    harness::{Town, add_member, create_user},
};

#[tokio::test]
async fn a_right_that_is_taken_away_ends_what_is_under_way() {
    let town = Town::new().await;
    let desk = desk(&town, &one("tasks:change")).await;
    let edit = format!(
        "with done as (update app.tasks set title = 'Mine' where id = '{0}' returning id)
         select auth.record_act('task_edited', '{0}', jsonb_build_object('tenant', '{1}'::uuid), 'why')",
        town.acme.open, town.acme.tenant
    );
    let operator = town.database.role("rowhouse_operator").await;
    let begin = format!("begin; set local app.operator_id = '{desk}'");
    let refused = |failure: tokio_postgres::Error| failure.code().unwrap().code().to_owned();

    // A long act stops where it is: nobody who takes the right away waits for it.
    operator.batch_execute(&begin).await.unwrap();
    operator.batch_execute(&edit).await.unwrap();
    set_rights(&town, &one("tasks:see")).await;
    assert_eq!(refused(operator.batch_execute(&edit).await.unwrap_err()), "RH002");
    operator.batch_execute("rollback").await.unwrap();

    // One that has done all is not committed.
    set_rights(&town, &one("tasks:change")).await;
    operator.batch_execute(&begin).await.unwrap();
    operator.batch_execute(&edit).await.unwrap();
    set_rights(&town, &one("tasks:see")).await;
    assert_eq!(refused(operator.batch_execute("commit").await.unwrap_err()), "RH002");
    let mine: i64 = value(&town.database, "select count(*) from app.tasks where title = 'Mine'").await;
    assert_eq!(mine, 0);
}

/// While it is committed the right is held: who takes it away comes after it.
#[tokio::test]
async fn a_right_is_held_while_an_act_is_committed() {
    let town = Town::new().await;
    let desk = desk(&town, &one("tenants:change")).await;
    let (operator, another) =
        (town.database.role("rowhouse_operator").await, town.database.role("rowhouse_operator").await);
    let act = format!("select auth.rename_tenant('{}', 'Renamed', null, 'why')", town.acme.tenant);
    operator.batch_execute(&format!("begin; set local app.operator_id = '{desk}'")).await.unwrap();
    operator.batch_execute(&act).await.unwrap();
    operator.batch_execute("set constraints all immediate").await.unwrap();
    let root = user(&town.database, "root").await;
    another.batch_execute(&format!("begin; set local app.operator_id = '{root}'")).await.unwrap();
    let taking = format!("select auth.edit_user('{desk}', null, null, '{{}}', null, 'why')");
    let mut taking = std::pin::pin!(another.batch_execute(&taking));
    assert!(tokio::time::timeout(Duration::from_millis(300), &mut taking).await.is_err(), "it did not wait");
    operator.batch_execute("commit").await.unwrap();
    taking.await.unwrap();
    another.batch_execute("commit").await.unwrap();
    let left: Vec<String> = value(&town.database, "select rights from auth.users where login = 'desk'").await;
    assert!(left.is_empty(), "{left:?}");
}

/// What a superuser was at when he was demoted or deactivated is not done, although its last entry was filed before that.
#[tokio::test]
async fn a_superuser_who_is_none_any_more_does_nothing_more() {
    let town = Town::new().await;
    let root = user(&town.database, "root").await;
    create_user(&town.database, UserId::new(), "chief", true).await;
    let chief = user(&town.database, "chief").await;
    let (operator, reason) = (town.pools.operator(root), "why".parse().unwrap());
    let names = "select string_agg(name, ' ' order by slug) from app.tenants";
    for (taken, back) in [
        (
            format!("select auth.edit_user('{root}', null, 'person', null, null, 'why')"),
            "update auth.users set superuser = true where login = 'root'",
        ),
        // Into support that has the right to it: it was begun as a superuser all the same.
        (
            format!("select auth.edit_user('{root}', null, 'support', array['tenants:change'], null, 'why')"),
            "update auth.users set superuser = true, support = false, rights = '{}' where login = 'root'",
        ),
        (
            format!("select auth.set_user_statuses(array['{root}'::uuid], 'deactivated', null, 'why')"),
            "update auth.users set status = 'active' where login = 'root'",
        ),
    ] {
        let was: String = value(&town.database, names).await;
        let another = town.database.role("rowhouse_operator").await;
        let taking = format!("begin; set local app.operator_id = '{chief}'; {taken}; commit");
        let done = operator
            .write(async |tx| {
                let renamed =
                    tenants::rename(tx, town.acme.tenant, &"Mine".parse().unwrap(), None, &reason).await;
                another.batch_execute(&taking).await.unwrap();
                renamed
            })
            .await;
        assert!(matches!(done, Err(Error::SuperuserOnly)), "{done:?}");
        assert_eq!(value::<String>(&town.database, names).await, was);
        town.database.superuser().await.batch_execute(back).await.unwrap();
    }
}

/// Who demotes or deactivates himself acts as the superuser that he is until then.
#[tokio::test]
async fn a_superuser_who_steps_back_is_not_stopped_by_that() {
    let town = Town::new().await;
    let root = user(&town.database, "root").await;
    create_user(&town.database, UserId::new(), "chief", true).await;
    add_member(&town.database, town.acme.tenant, root).await;
    let operator = town.database.role("rowhouse_operator").await;
    for act in [
        format!("select auth.edit_user('{root}', 'Stepped Back', 'person', null, null, 'why')"),
        format!("select auth.set_user_statuses(array['{root}'::uuid], 'deactivated', null, 'why')"),
    ] {
        let whole = format!("{act}; select auth.acts_still()");
        assert_eq!(refusal(&operator, root, &whole).await, None, "{act}");
    }
}

/// Whatever support is at, superusers sign in meanwhile, and take its rights away.
#[tokio::test]
async fn nobody_waits_for_what_support_is_at() {
    let town = Town::new().await;
    let desk = desk(&town, ALL).await;
    let (operator, another) =
        (town.database.role("rowhouse_operator").await, town.database.role("rowhouse_operator").await);
    let root = user(&town.database, "root").await;
    let alice = town.acme.user;
    operator.batch_execute(&format!("begin; set local app.operator_id = '{desk}'")).await.unwrap();
    for act in [
        format!("select auth.set_user_statuses(array['{alice}'::uuid], 'deactivated', null, 'why')"),
        format!("select auth.edit_user('{alice}', 'Al', null, null, null, 'why')"),
        format!("select auth.remove_member('{}', '{alice}', 'why')", town.acme.tenant),
    ] {
        operator.batch_execute(&act).await.unwrap();
    }
    let taking = format!(
        "begin; set local app.operator_id = '{root}'; set local lock_timeout = '500ms';
         select auth.edit_user('{desk}', null, null, '{{}}', null, 'why'); commit"
    );
    another.batch_execute(&taking).await.unwrap();
    let signing_in = "select from auth.users where login = 'root' for share nowait";
    town.database.superuser().await.batch_execute(signing_in).await.unwrap();
    let refused = operator.batch_execute("commit").await.unwrap_err();
    assert_eq!(refused.code().unwrap().code(), "RH002");
}

/// What is old enough to go is removed by upkeep, and by nobody who acts.
#[tokio::test]
async fn whoever_acts_removes_no_entry_of_who_looked() {
    let town = Town::new().await;
    let desk = desk(&town, ALL).await;
    let old = "insert into auth.trail (era, act, object, object_id, at)
               select max(era), 'looked_at', 'tenant', gen_random_uuid(), now() - interval '40 days' from auth.eras";
    town.database.superuser().await.batch_execute(old).await.unwrap();
    let operator = town.database.role("rowhouse_operator").await;
    let looks = async || {
        let count = "select count(*) from auth.trail where act = 'looked_at'";
        value::<i64>(&town.database, count).await
    };
    let acting =
        format!("begin; set local app.operator_id = '{desk}'; select auth.expire_sign_ins(30); commit");
    operator.batch_execute(&acting).await.unwrap();
    assert_eq!(looks().await, 1);
    operator.batch_execute("select auth.expire_sign_ins(30)").await.unwrap();
    assert_eq!(looks().await, 0);
}
