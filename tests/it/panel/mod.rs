//! The superuser's panel: every list with every order and filter, what a page of a million rows costs, what is done from it
//! and taken back, and what is answered when it cannot be.

mod across;
mod acts;
mod affected;
mod all_that_match;
mod along;
mod back;
mod choices;
mod chooser;
mod door;
mod effects;
mod exports;
mod forms;
mod in_list;
mod inlines;
mod jobs;
mod kinds;
mod layout;
mod limits;
mod lists;
mod looks;
mod looks_cost;
mod narrowing;
mod offers;
mod orders;
mod origin;
mod pages;
mod period;
mod query;
mod rights;
mod rights_given;
mod rights_used;
mod saved;
mod searching;
pub(crate) mod second_factor;
mod support;
mod tasks;
mod told;
mod undo;
mod unseen;
mod values;
mod work;

use rowhouse::app;

use crate::harness::{Answer, Browser, Database, Town};

/// Every list of the panel, in its order: of each there is a file.
pub(crate) fn every_list() -> Vec<&'static str> {
    let paths = app::routes().into_iter().map(|route| route.path);
    paths.filter_map(|path| path.strip_prefix("/admin/")?.strip_suffix("/export.csv")).collect()
}

/// Why it is done, as a form sends it.
const WHY: (&str, &str) = ("reason", "Ticket 4711");

/// So many tenants more, each with two people, two projects and so many tasks, of which every third is done.
async fn fill(database: &Database, tenants: u32, tasks: u32) {
    let fill = format!(
        "set session_replication_role = replica;
         create function pg_temp.id(kind int, n bigint) returns uuid language sql as $$
           select (lpad(to_hex(1700000000000 + n), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || 'a' || lpad(to_hex(n), 15, '0'))::uuid $$;
         insert into app.tenants (tenant_id, slug, name, status, created_at, purge_after)
           select pg_temp.id(1, t), 'town-' || t, 'Town ' || t, s, now() - t * interval '1 hour', case when s = 'deleted' then now() + interval '9 days' end
           from generate_series(1, {tenants}) t,
           lateral (select case t % 7 when 1 then 'suspended' when 2 then 'archived' when 3 then 'deleted' else 'active' end as s) x;
         insert into auth.users (user_id, login, display_name, salt, verifier, memory_kib, iterations, lanes, superuser, status)
           select pg_temp.id(2, t * 2 + m), 'person-' || t || '-' || m, 'Person ' || t, substr(sha256('a'), 1, 16), sha256('b'), 1, 1, 1,
                  false, case t % 5 when 0 then 'deactivated' else 'active' end
           from generate_series(1, {tenants}) t, generate_series(0, 1) m;
         insert into app.members (tenant_id, user_id, display_name, role)
           select pg_temp.id(1, t), pg_temp.id(2, t * 2 + m), 'Person ' || t, case m when 0 then 'owner' else 'member' end
           from generate_series(1, {tenants}) t, generate_series(0, 1) m;
         insert into auth.memberships (user_id, tenant_id) select user_id, tenant_id from app.members on conflict do nothing;
         insert into app.projects (tenant_id, id, name)
           select pg_temp.id(1, t), pg_temp.id(3, t * 2 + p), 'Project ' || (t * 7919) % 997 || ' of ' || t
           from generate_series(1, {tenants}) t, generate_series(0, 1) p;
         insert into app.tasks (tenant_id, id, project_id, title, completed_at)
           select pg_temp.id(1, t), pg_temp.id(4, t::bigint * {tasks} + k), pg_temp.id(3, t * 2 + k % 2),
                  substr(md5((t * {tasks} + k)::text), 1, 6) || ' task', case when k % 3 = 0 then now() end
           from generate_series(1, {tenants}) t, generate_series(0, {tasks} - 1) k;
         insert into auth.sessions (session_hash, user_id, tenant_id, created_at, idle_expires_at, expires_at)
           select sha256(user_id::text::bytea), user_id, null, now() - row_number() over () * interval '1 second',
                  now() + interval '1 day', now() + interval '1 day'
           from auth.users where login like 'person%';
         insert into app.audit (tenant_id, era, act, object, object_id, after)
           select tenant_id, 1, 'insert', 'tasks', id, jsonb_build_object('title', title) from app.tasks;
         insert into auth.trail (era, act, object, object_id) select 1, 'tenant_suspended', 'tenant', tenant_id from app.tenants;
         set session_replication_role = origin;
         analyze;"
    );
    database.superuser().await.batch_execute(&fill).await.unwrap();
}

/// Has root's password be given so long ago that it is wanted again.
async fn long_ago(town: &Town) {
    let aged = "update auth.sessions set authenticated_at = now() - interval '1 hour'";
    town.database.superuser().await.batch_execute(aged).await.unwrap();
    // A session is believed for a second where nobody listens.
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
}

async fn text(town: &Town, query: &str) -> String {
    town.database
        .superuser()
        .await
        .query_one(query, &[])
        .await
        .unwrap()
        .get::<_, Option<String>>(0)
        .unwrap_or_default()
}

/// Waits until the browser is answered so: at most a second and a bit, since no instance here listens.
async fn soon(browser: &mut Browser, path: &str, status: u16) -> Answer {
    for _ in 0..130 {
        let answer = browser.get(path).await;
        if answer.status == status {
            return answer;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{path} is not {status} after a second");
}

/// Follows where an act leads, and gives the page that says what was done.
pub(crate) async fn led(root: &mut Browser, answer: Answer) -> Answer {
    let answer = answer.expect(303);
    let mut at = answer.location().to_owned();
    for _ in 0..100 {
        let page = root.get(&at).await;
        match page.status.as_u16() {
            303 => page.location().clone_into(&mut at),
            200 if page.headers.contains_key("refresh") => {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            _ => return page.expect(200),
        }
    }
    panic!("it never ends");
}

/// The address that takes back what a page says was done.
fn undo(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("action=\"/admin/jobs/").expect("an Undo");
    format!("/admin/jobs/{}", rest.split('"').next().unwrap())
}
