//! Rights, as the database keeps to them: each act with its right and no other, never on those who have power, in no statement that
//! files nothing, and not a moment longer than the right is there.

mod as_filed;
mod meanwhile;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use rowhouse::{
    id::{TenantId, UserId},
    rights::{KNOWN, Right},
};
use tokio_postgres::Client;

use crate::{
    acts::{user, value},
    harness::{Town, add_member, create_support_with, create_user},
};

const ALL: &str = "auth.known_rights()";

fn one(right: &str) -> String {
    format!("array['{right}']")
}

/// Somebody with rights, beside a town.
async fn desk(town: &Town, rights: &str) -> UserId {
    create_support_with(&town.database, "desk", rights).await
}

async fn set_rights(town: &Town, rights: &str) {
    let set = format!("update auth.users set rights = auth.whole_rights({rights}) where login = 'desk'");
    town.database.superuser().await.batch_execute(&set).await.unwrap();
}

/// What came of a statement, also at the end of its transaction, which is rolled back: none where it was done.
async fn refusal(operator: &Client, who: UserId, act: &str) -> Option<String> {
    operator.batch_execute(&format!("begin; set local app.operator_id = '{who}'")).await.unwrap();
    let done = match operator.batch_execute(act).await {
        Ok(()) => operator.batch_execute("set constraints all immediate").await,
        refused => refused,
    };
    operator.batch_execute("rollback").await.unwrap();
    done.err().map(|refused| refused.code().unwrap().code().to_owned())
}

const SESSION: &str = "01890000-0000-7000-8000-00000000abcd";
/// Somebody who is deactivated, and a project and a task that are in the trash.
const LEFT: &str = "01890000-0000-7000-8000-00000000abce";
const LOST_PROJECT: &str = "01890000-0000-7000-8000-00000000abcf";
const LOST_TASK: &str = "01890000-0000-7000-8000-00000000abd0";

/// A statement that the operator runs.
fn of_operator(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("sql/operator/{name}.sql"));
    std::fs::read_to_string(path).unwrap()
}

/// Each act of the panel that a right is for: the right, as what it is filed, and a statement that does it.
fn acts(town: &Town) -> Vec<(&'static str, &'static str, String)> {
    let (a, g) = (&town.acme, &town.globex);
    let (tenant, user, p, k) = (a.tenant, a.user, a.project, a.open);
    let status = |tenant: TenantId, status: &str| {
        format!(
            "select auth.set_tenant_statuses(array['{tenant}'::uuid], '{status}', '0', null, null, 'why')"
        )
    };
    let person = |user: &str, status: &str| {
        format!("select auth.set_user_statuses(array['{user}'::uuid], '{status}', null, 'why')")
    };
    let file = |act: &'static str, row: &str| {
        let filed = format!(
            "with done as ({row} returning id)
             select auth.record_act('{act}', d.id, jsonb_build_object('tenant', '{tenant}'::uuid), 'why') from done d"
        );
        (act, filed)
    };
    let restore = |statement: &str, id: &str| {
        let kept = format!(
            "select (extract(epoch from deleted_at) * 1000000)::bigint from app.trash where object_id = '{id}'"
        );
        of_operator(statement)
            .replace("$1", &format!("array['{tenant}']"))
            .replace("$2", &format!("array['{id}']"))
            .replace("$3", &format!("({kept})"))
            .replace("$4", "'why'")
    };
    let new_project = format!(
        "insert into app.projects (tenant_id, id, name) values ('{tenant}', gen_random_uuid(), 'New')"
    );
    let new_task = format!(
        "insert into app.tasks (tenant_id, id, project_id, title) values ('{tenant}', gen_random_uuid(), '{p}', 'New')"
    );
    let acts = [
        (
            "tenants:add",
            (
                "tenant_created",
                "select auth.open_tenant(gen_random_uuid(), 'dane', 'Dane', 'why')".to_owned(),
            ),
        ),
        (
            "tenants:change",
            ("tenant_renamed", format!("select auth.rename_tenant('{tenant}', 'Acme & Co', null, 'why')")),
        ),
        ("tenants:change", ("tenant_suspended", status(tenant, "suspended"))),
        ("tenants:change", ("tenant_archived", status(tenant, "archived"))),
        ("tenants:change", ("tenant_restored", status(g.tenant, "active"))),
        (
            "users:change",
            ("user_edited", format!("select auth.edit_user('{user}', 'Al', null, null, null, 'why')")),
        ),
        ("users:change", ("user_deactivated", person(&user.to_string(), "deactivated"))),
        ("users:change", ("user_activated", person(LEFT, "active"))),
        (
            "memberships:add",
            ("member_added", format!("select auth.join_tenant('{tenant}', '{}', 'viewer', 'why')", g.user)),
        ),
        (
            "memberships:change",
            (
                "member_role_set",
                format!("select auth.set_member_role('{tenant}', '{user}', 'viewer', null, 'why')"),
            ),
        ),
        (
            "memberships:delete",
            ("member_removed", format!("select auth.remove_member('{tenant}', '{user}', 'why')")),
        ),
        ("sessions:delete", ("sessions_ended", format!("select auth.end_sessions_of('{user}', 'why')"))),
        (
            "sessions:delete",
            ("session_ended", format!("select auth.end_sessions(array['{SESSION}'::uuid], 'why')")),
        ),
        ("projects:add", file("project_created", &new_project)),
        (
            "projects:change",
            file("project_renamed", &format!("update app.projects set name = 'Other' where id = '{p}'")),
        ),
        ("projects:delete", file("project_deleted", &format!("delete from app.projects where id = '{p}'"))),
        ("projects:delete", ("project_restored", restore("restore_projects", LOST_PROJECT))),
        ("tasks:add", file("task_created", &new_task)),
        (
            "tasks:change",
            file("task_edited", &format!("update app.tasks set title = 'Other' where id = '{k}'")),
        ),
        ("tasks:delete", file("task_deleted", &format!("delete from app.tasks where id = '{k}'"))),
        ("tasks:delete", ("task_restored", restore("restore_tasks", LOST_TASK))),
    ];
    acts.into_iter().map(|(right, (filed, act))| (right, filed, act)).collect()
}

/// Every act that a right is for, as the database says it: with the right.
async fn named(superuser: &Client) -> BTreeMap<String, String> {
    let named = "select m[1], auth.right_for(m[1])
        from regexp_matches(pg_get_functiondef('auth.right_for(text)'::regprocedure), '''([a-z]+_[a-z_]+)''::text', 'g') m";
    let rows = superuser.query(named, &[]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// As what an act is filed, which is rolled back.
async fn filed(superuser: &Client, who: UserId, act: &str) -> Vec<String> {
    let begin = format!("begin; set local role rowhouse_operator; set local app.operator_id = '{who}'");
    for part in [&begin, act, "reset role"] {
        superuser.batch_execute(part).await.unwrap();
    }
    let entries = "select act from auth.trail where xid = pg_current_xact_id()";
    let entries = superuser.query(entries, &[]).await.unwrap();
    superuser.batch_execute("rollback").await.unwrap();
    entries.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn each_act_wants_its_right_and_no_other() {
    let town = Town::new().await;
    create_user(&town.database, LEFT.parse().unwrap(), "left", false).await;
    let (tenant, user, project) = (town.acme.tenant, town.acme.user, town.acme.project);
    let prepared = format!(
        "insert into auth.sessions (session_hash, user_id, session_id, idle_expires_at, expires_at)
           values (sha256('a'), '{user}', '{SESSION}', now() + interval '1 day', now() + interval '1 day');
         update app.tenants set status = 'archived' where tenant_id = '{}';
         update auth.users set status = 'deactivated' where user_id = '{LEFT}';
         insert into app.projects (tenant_id, id, name) values ('{tenant}', '{LOST_PROJECT}', 'Lost');
         insert into app.tasks (tenant_id, id, project_id, title) values
           ('{tenant}', gen_random_uuid(), '{LOST_PROJECT}', 'Lost along'), ('{tenant}', '{LOST_TASK}', '{project}', 'Lost');
         delete from app.projects where id = '{LOST_PROJECT}';
         delete from app.tasks where id = '{LOST_TASK}'",
        town.globex.tenant
    );
    let superuser = town.database.superuser().await;
    superuser.batch_execute(&prepared).await.unwrap();
    let desk = desk(&town, ALL).await;
    let operator = town.database.role("rowhouse_operator").await;
    let acts = acts(&town);
    for (right, name, act) in &acts {
        assert_eq!(refusal(&operator, desk, act).await, None, "{right}: {name}");
        assert_eq!(filed(&superuser, desk, act).await, [*name], "{act}");
    }
    for (model, known) in KNOWN {
        let held = format!("{model}:{}", known.word());
        set_rights(&town, &one(&held)).await;
        for (right, name, act) in &acts {
            let wanted = (*right != held).then_some("RH002");
            assert_eq!(refusal(&operator, desk, act).await.as_deref(), wanted, "{held}: {name}");
        }
    }
    // All that the database knows a right for were tried, each with that; and each right to do something has one.
    let tried: BTreeMap<_, _> =
        acts.iter().map(|(right, name, _)| ((*name).to_owned(), (*right).to_owned())).collect();
    assert_eq!(tried, named(&superuser).await);
    let rights: BTreeSet<_> = tried.into_values().collect();
    let known = KNOWN.iter().filter(|(_, right)| *right != Right::See);
    assert_eq!(rights, known.map(|(model, right)| format!("{model}:{}", right.word())).collect());
}

#[tokio::test]
async fn power_never_grows() {
    let town = Town::new().await;
    let (tenant, alice, globex) = (town.acme.tenant, town.acme.user, &town.globex);
    let desk = desk(&town, ALL).await;
    let other = create_support_with(&town.database, "other", ALL).await;
    add_member(&town.database, tenant, other).await;
    create_user(&town.database, UserId::new(), "chief", true).await;
    let root = user(&town.database, "root").await;
    let (gone, left) = ("01890000-0000-7000-8000-00000000dead", UserId::new());
    create_user(&town.database, left, "left", false).await;
    let prepared = format!(
        "update app.members set role = 'owner' where tenant_id = '{}';
         insert into app.tenants (tenant_id, slug, name, status, purge_after)
           values ('{gone}', 'gone', 'Gone', 'deleted', now() + interval '9 days');
         insert into auth.second_factors (user_id, secret) values ('{alice}', substr(sha256('a'), 1, 20));
         insert into auth.sessions (session_hash, user_id, idle_expires_at, expires_at)
           select sha256(user_id::text::bytea), user_id, now() + interval '1 day', now() + interval '1 day' from auth.users",
        globex.tenant
    );
    town.database.superuser().await.batch_execute(&prepared).await.unwrap();
    add_member(&town.database, gone.parse().unwrap(), left).await;
    let mut acts = Vec::new();
    for person in [root, other, desk] {
        acts.extend([
            format!("select auth.edit_user('{person}', 'Mine', null, null, null, 'why')"),
            format!("select auth.set_user_statuses(array['{person}'::uuid], 'deactivated', null, 'why')"),
            format!("select auth.end_sessions_of('{person}', 'why')"),
            format!("select auth.join_tenant('{}', '{person}', 'member', 'why')", globex.tenant),
        ]);
    }
    let password = "'\\x00000000000000000000000000000000', sha256(''), 8, 1, 1";
    acts.extend([
        // Kinds, rights and what else is a way to power.
        format!("select auth.edit_user('{alice}', null, 'superuser', null, null, 'why')"),
        format!("select auth.edit_user('{alice}', null, 'support', array['tenants:see'], null, 'why')"),
        format!("select auth.edit_user('{other}', null, 'person', null, null, 'why')"),
        format!("select auth.edit_user('{desk}', null, null, array['tenants:see'], null, 'why')"),
        format!("select auth.enrol(gen_random_uuid(), 'dora', 'Dora', {password}, 'person', null, 'why')"),
        format!("select auth.set_password('{alice}', {password}, 'why')"),
        format!("select auth.reset_second_factor('{alice}', 'why')"),
        format!("select auth.impersonate(gen_random_uuid(), '{alice}', '{tenant}', true, 'why')"),
        // Owners and admins.
        format!("select auth.join_tenant('{}', '{alice}', 'owner', 'why')", globex.tenant),
        format!("select auth.set_member_role('{tenant}', '{alice}', 'admin', null, 'why')"),
        format!("select auth.set_member_role('{}', '{}', 'member', null, 'why')", globex.tenant, globex.user),
        format!("select auth.remove_member('{}', '{}', 'why')", globex.tenant, globex.user),
        format!("select auth.remove_member('{tenant}', '{other}', 'why')"),
        // Tenants that go, or are gone; and the wall between them.
        format!("select auth.set_tenant_status('{tenant}', 'deleted', '30 days', 'why')"),
        format!("select auth.set_tenant_status('{gone}', 'active', '0', 'why')"),
        format!("select auth.record_act('project_moved', '{}', '{{}}', 'why')", town.acme.project),
        // Who owns a tenant, or what is in one that is gone.
        format!("select auth.edit_user('{}', 'Mine', null, null, null, 'why')", globex.user),
        format!("select auth.set_user_statuses(array['{}'::uuid], 'deactivated', null, 'why')", globex.user),
        format!("select auth.end_sessions_of('{}', 'why')", globex.user),
        format!("select auth.rename_tenant('{gone}', 'Mine', null, 'why')"),
        format!("select auth.join_tenant('{gone}', '{alice}', 'viewer', 'why')"),
        format!("select auth.remove_member('{gone}', '{left}', 'why')"),
        format!("select auth.set_member_role('{gone}', '{left}', 'viewer', null, 'why')"),
        format!("select auth.record_act('project_created', gen_random_uuid(), jsonb_build_object('tenant', '{gone}'::uuid), 'why')"),
        // Several, of whom one is beyond it.
        format!(
            "select auth.set_user_statuses(array['{alice}', '{other}']::uuid[], 'deactivated', null, 'why')"
        ),
    ]);
    let operator = town.database.role("rowhouse_operator").await;
    for act in acts {
        assert_eq!(refusal(&operator, desk, &act).await.as_deref(), Some("RH002"), "{act}");
        // Of a superuser no right is wanted.
        let came = refusal(&operator, root, &act).await;
        assert!(came.as_deref() != Some("RH002"), "{act}: {came:?}");
    }
}

/// From the catalogue: whatever the operator may call, and is asked in who acts, files what it does.
#[tokio::test]
async fn no_function_of_the_operator_writes_without_an_entry() {
    let town = Town::new().await;
    let superuser = town.database.superuser().await;
    let callable = "select p.proname::text, pg_get_functiondef(p.oid)
        from pg_proc p
        where p.pronamespace in ('auth'::regnamespace, 'app'::regnamespace)
          and has_function_privilege('rowhouse_operator', p.oid, 'execute') and p.provolatile = 'v'
        order by 1";
    // Of these nobody is asked who acts: they do what was decided before.
    let nobodys = ["expire_sign_ins", "expire_trail", "purge_tenants", "seal_audit"];
    let mut filing = Vec::new();
    for row in superuser.query(callable, &[]).await.unwrap() {
        let (name, body): (String, String) = (row.get(0), row.get(1));
        if nobodys.contains(&name.as_str()) {
            assert!(!body.contains("acting"), "{name} is asked who acts");
            continue;
        }
        let files = body.contains("auth.note(") || body.contains("into auth.trail");
        let asks = body.contains("auth.acting()") || body.contains("auth.acting_superuser()");
        // The same for one.
        let single = ["set_tenant_status", "set_user_status"].contains(&name.as_str());
        assert!((files && asks) || (single && body.contains("statuses(")), "{name}\n{body}");
        filing.push(name);
    }
    assert!(filing.len() >= 17, "{filing:?}");

    // Every act that a right is for is one that a function files, so none is there for what was renamed.
    let filed: String = value(
        &town.database,
        "select string_agg(prosrc, ' ') from pg_proc where pronamespace = 'auth'::regnamespace",
    )
    .await;
    let acts = named(&superuser).await;
    assert!(acts.len() >= 21, "{}", acts.len());
    for act in acts.keys() {
        let composed =
            act.split_once('_').is_some_and(|(object, _)| filed.contains(&format!("'{object}_' ||")));
        assert!(filed.contains(&format!("'{act}'")) || composed, "no function files {act}");
    }
}

/// A statement of the operator's that writes rows itself files its act.
#[test]
fn no_statement_of_the_operator_writes_without_an_entry() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sql/operator");
    let mut writing = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        if ["insert into", "update app", "delete from"].iter().any(|writes| text.contains(writes)) {
            writing += 1;
            assert!(text.contains("auth.record_act("), "{}", path.display());
        }
    }
    assert!(writing >= 8, "{writing}");
}

#[tokio::test]
async fn rights_are_of_a_fixed_set_whole_and_support_s_alone() {
    let town = Town::new().await;
    desk(&town, &one("tenants:see")).await;
    let superuser = town.database.superuser().await;
    for (login, rights) in [
        ("desk", "array['tenants:delete']"),
        ("desk", "array['dragons:see']"),
        // Whoever changes sees.
        ("desk", "array['tenants:change']"),
        ("desk", "array['tenants:see', 'tenants:see']"),
        ("desk", "array[null]::text[]"),
        ("alice", "array['tenants:see']"),
        ("root", "array['tenants:see']"),
    ] {
        let set = format!("update auth.users set rights = {rights} where login = '{login}'");
        let refused = superuser.batch_execute(&set).await.unwrap_err();
        assert_eq!(refused.as_db_error().unwrap().constraint(), Some("users_rights_check"), "{set}");
    }
    let known: Vec<String> = value(&town.database, "select auth.known_rights()").await;
    let here: Vec<_> = KNOWN.iter().map(|(model, right)| format!("{model}:{}", right.word())).collect();
    assert_eq!(known, here, "the program and the database have the same rights in the same order");
}
