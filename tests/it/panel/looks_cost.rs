//! What the trail costs where most of it says who looked: at one thing above all, whose history and whose looks are found by index
//! that lead to just those.

use super::work::{FEW, run, text_of, touched};
use crate::harness::Database;

/// A tenant that everybody looks at, and a person who signs in and out.
const THING: &str = "01890000-0000-7000-8000-000000000001";
const PERSON: &str = "01890000-0000-7000-8000-000000000009";

/// Of the tenant a few acts, and of the person a few looks, older than all else: twenty thousand acts on others, as many times that
/// the person signed in, and looks at the tenant and at others, twice as many.
const FILL: &str = "
  create function pg_temp.fill(first int, many int, act text, object text, id uuid) returns void language sql as $$
    insert into auth.trail (era, xid, act, actor, object, object_id, at, details)
    select 1, (first + n)::text::xid8, act, '01890000-0000-7000-8000-000000000009', object, coalesce(id, gen_random_uuid()),
           now() - (200000 - first - n) * interval '1 minute', jsonb_build_object('page', object || 's/' || id)
    from generate_series(1, many) n $$;
  insert into auth.users (user_id, login, display_name, salt, verifier, memory_kib, iterations, lanes)
    select '01890000-0000-7000-8000-000000000009', 'looks', 'Looks', substr(sha256('a'), 1, 16), sha256('b'), 1, 1, 1;
  select pg_temp.fill(10, 5, 'tenant_suspended', 'tenant', '01890000-0000-7000-8000-000000000001');
  select pg_temp.fill(20, 5, 'looked_at', 'user', '01890000-0000-7000-8000-000000000009');
  select pg_temp.fill(1000, 20000, 'signed_in', 'user', '01890000-0000-7000-8000-000000000009');
  select pg_temp.fill(30000, 20000, 'tenant_suspended', 'tenant', null);
  select pg_temp.fill(60000, 40000, 'looked_at', 'tenant', '01890000-0000-7000-8000-000000000001');
  select pg_temp.fill(120000, 40000, 'looked_at', 'tenant', null);";

const LIST: &str = "uuid, text, jsonb, text, text, text, bigint";

/// What is asked, with the index that it is dear without.
fn asked() -> Vec<(&'static str, &'static str, String, &'static str)> {
    let page = |filters: &str| format!("null, null, '{filters}', '-created', null, null, 51");
    let of_act = |act: &str, thing: &str| page(&format!(r#"{{"act":"{act}","object":"{thing}"}}"#));
    vec![
        ("trail/history", "text, bigint", format!("'{THING}', 12"), "auth.trail_object_act"),
        ("trail/list", LIST, of_act("tenant_suspended", THING), "auth.trail_object_act"),
        ("trail/list", LIST, of_act("looked_at", PERSON), "auth.trail_object_act"),
        ("trail/list", LIST, page(&format!(r#"{{"object":"{PERSON}"}}"#)), "auth.trail_object"),
    ]
}

#[tokio::test]
async fn what_happened_to_a_thing_is_found_among_all_who_looked_at_it() {
    let database = Database::migrated().await;
    let superuser = database.superuser().await;
    superuser.batch_execute(FILL).await.unwrap();
    superuser.batch_execute("vacuum (analyze)").await.unwrap();
    let admin = database.role("rowhouse_admin").await;
    let mut wrong = Vec::new();
    for (statement, types, arguments, index) in asked() {
        let with = touched(&run(&admin, &text_of(statement), types, &arguments).await);
        superuser.batch_execute(&format!("drop index {index}")).await.unwrap();
        let without = touched(&run(&admin, &text_of(statement), types, &arguments).await);
        if with > FEW || without < FEW {
            wrong.push(format!(
                "{statement} ({arguments}) touches {with} rows, and {without} without {index}"
            ));
        }
        let again = "create index if not exists trail_object on auth.trail (object_id, (era + 0), xid, trail_id);
                     create index if not exists trail_object_act on auth.trail (object_id, act, (era - 0), xid, trail_id);";
        superuser.batch_execute(again).await.unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A look is filed by the latest looks at the thing, however many there are.
#[tokio::test]
async fn filing_a_look_reads_fifty_and_not_all() {
    let database = Database::migrated().await;
    let superuser = database.superuser().await;
    superuser.batch_execute(FILL).await.unwrap();
    let support = "update auth.users set support = true;
        insert into auth.sessions (session_hash, user_id, idle_expires_at, expires_at)
          select sha256('x'), user_id, now() + interval '1 day', now() + interval '1 day' from auth.users;";
    superuser.batch_execute(support).await.unwrap();
    superuser.batch_execute("vacuum (analyze)").await.unwrap();
    let read = async || -> i64 {
        superuser.batch_execute("select pg_stat_clear_snapshot()").await.unwrap();
        let read = "select sum(idx_tup_fetch + seq_tup_read)::bigint from pg_stat_user_tables where relname = 'trail'";
        superuser.query_one(read, &[]).await.unwrap().get(0)
    };
    let auth = database.role("rowhouse_auth").await;
    let look = format!("select auth.record_look(sha256('x'), 'tenant', '{THING}', null, 'tenants/{THING}')");
    // As often as PostgreSQL plans it for what is asked, and then for anything.
    let before = read().await;
    for _ in 0..10 {
        assert!(auth.query_one(&look, &[]).await.unwrap().get::<_, bool>(0));
    }
    auth.batch_execute("select pg_stat_force_next_flush()").await.unwrap();
    drop(auth);
    // What a connection counted is there once it is gone.
    let mut counted = read().await - before;
    for _ in 0..100 {
        if counted > 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        counted = read().await - before;
    }
    assert!(counted > 0 && counted <= 2_000, "{counted}");
}
