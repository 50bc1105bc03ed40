//! What support does is what it files: nothing under the name of another act, nothing that was filed and not done, and nothing that a
//! function forgets to file.

use super::{ALL, desk, refusal};
use crate::{
    acts::user,
    harness::Town,
    new_table::{example, with_table},
};

/// A task and a project that never were.
const FORGED: &str = "01890000-0000-7000-8000-00000000f04e";

/// Statements about Acme: `{p}` is its project, `{k}` its open task, `{d}` the one that is done, `{new}` what never was;
/// and `file` with an act and a thing files that there.
fn said(town: &Town, statements: &str) -> String {
    let a = &town.acme;
    let tenant = a.tenant.to_string();
    let file = |(act, id): (&str, &str)| {
        format!(
            "select auth.record_act('{act}', '{id}', jsonb_build_object('tenant', '{tenant}'::uuid), 'why')"
        )
    };
    let mut said = Vec::new();
    for statement in statements.split(';').map(str::trim) {
        let filed = statement.strip_prefix("file ").and_then(|filed| filed.split_once(' '));
        said.push(filed.map_or_else(|| statement.to_owned(), file));
    }
    let said = said.join("; ");
    said.replace("{p}", &a.project.to_string())
        .replace("{k}", &a.open.to_string())
        .replace("{d}", &a.done.to_string())
        .replace("{new}", FORGED)
        .replace("{tenant}", &tenant)
}

/// Writing a task and a project by hand.
fn task(id: &str, title: &str, project: &str) -> String {
    format!(
        "insert into app.tasks (tenant_id, id, project_id, title) values ('{{tenant}}', '{id}', '{project}', '{title}')"
    )
}

fn project(id: &str, name: &str) -> String {
    format!("insert into app.projects (tenant_id, id, name) values ('{{tenant}}', '{id}', '{name}')")
}

#[tokio::test]
async fn what_is_filed_is_what_is_done() {
    let town = Town::new().await;
    let desk = desk(&town, ALL).await;
    let root = user(&town.database, "root").await;
    let operator = town.database.role("rowhouse_operator").await;
    let gone = "file task_deleted {k}; delete from app.tasks where id = '{k}'";
    let gone_whole = "file project_deleted {p}; delete from app.projects where id = '{p}'";
    let second = project("{new}", "Second");
    for forged in [
        // Its tasks go, and the project stays.
        "file project_deleted {p}; delete from app.tasks where project_id = '{p}'".to_owned(),
        // It was there all the time.
        format!("file project_restored {{p}}; {}", task("{new}", "Forged", "{p}")),
        format!("{gone}; file project_restored {{p}}; {}", task("{k}", "acme open task", "{p}")),
        // What was never deleted.
        format!("file task_restored {{new}}; {}", task("{new}", "Forged", "{p}")),
        format!("file project_restored {{new}}; {}", project("{new}", "Forged")),
        format!("{gone}; file task_restored {{new}}; {}", task("{new}", "acme open task", "{p}")),
        // What was, and was another.
        format!("{gone}; file task_restored {{k}}; {}", task("{k}", "Forged", "{p}")),
        format!("{gone_whole}; file project_restored {{p}}; {}", project("{p}", "Forged")),
        format!(
            "{gone_whole}; file project_restored {{p}}; {}; {}",
            project("{p}", "acme project"),
            task("{new}", "Forged", "{p}")
        ),
        format!(
            "file project_created {{new}}; {second}; {gone}; file task_restored {{k}}; {}",
            task("{k}", "acme open task", "{new}")
        ),
        // Done when it was not.
        format!(
            "{gone}; file task_restored {{k}}; insert into app.tasks (tenant_id, id, project_id, title, completed_at)
             values ('{{tenant}}', '{{k}}', '{{p}}', 'acme open task', now())"
        ),
        // Nothing at all.
        "file project_created {new}".to_owned(),
        "file project_deleted {p}".to_owned(),
        "file project_restored {p}".to_owned(),
        "file task_created {new}".to_owned(),
        "file task_deleted {k}".to_owned(),
        "file task_restored {k}".to_owned(),
        // Something else.
        "file task_edited {k}; update app.tasks set title = 'Mine' where id = '{k}'; file task_deleted {k}".to_owned(),
        "file task_deleted {d}; file task_edited {k}; update app.tasks set title = 'Mine' where id = '{k}'"
            .to_owned(),
    ] {
        let act = said(&town, &forged);
        assert_eq!(refusal(&operator, desk, &act).await.as_deref(), Some("RH002"), "{act}");
        assert_eq!(refusal(&operator, root, &act).await, None, "{act}");
    }
    for honest in [
        format!("{gone}; file task_restored {{k}}; {}", task("{k}", "acme open task", "{p}")),
        format!(
            "{gone_whole}; file project_restored {{p}}; {}; {}",
            project("{p}", "acme project"),
            task("{k}", "acme open task", "{p}")
        ),
        format!("file project_created {{new}}; {second}; file task_created {{k}}").replace("{k}", "{new}")
            + "; "
            + &task("{new}", "Mine", "{new}"),
        // A change to what it was has nothing to show for it.
        "file task_edited {k}; update app.tasks set version = version + 1 where id = '{k}'".to_owned(),
    ] {
        let act = said(&town, &honest);
        assert_eq!(refusal(&operator, desk, &act).await, None, "{act}");
    }
}

/// Roles are told by the acts on memberships; elsewhere the same words are names.
#[tokio::test]
async fn a_name_is_no_role() {
    let town = Town::new().await;
    let desk = desk(&town, ALL).await;
    let operator = town.database.role("rowhouse_operator").await;
    for name in ["owner", "admin"] {
        let called = format!(
            "update auth.users set display_name = '{name}' where login = 'alice';
             update app.members set display_name = '{name}' where user_id = '{}'",
            town.acme.user
        );
        town.database.superuser().await.batch_execute(&called).await.unwrap();
        let rename = format!("select auth.edit_user('{}', 'Alice', null, null, null, 'why')", town.acme.user);
        assert_eq!(refusal(&operator, desk, &rename).await, None, "{name}");
    }
}

/// A table that somebody added is superusers' until a migration says which act fits.
#[tokio::test]
async fn a_table_of_ones_own_is_changed_along_with_no_other_act() {
    let town = with_table(&example()).await;
    let desk = desk(&town, ALL).await;
    let root = user(&town.database, "root").await;
    let operator = town.database.role("rowhouse_operator").await;
    let note = "file task_edited {k}; update app.tasks set title = 'Other' where id = '{k}';
        insert into app.jottings (tenant_id, id, task_id, body) values ('{tenant}', '{new}', '{k}', 'Mine')";
    let act = said(&town, note);
    assert_eq!(refusal(&operator, desk, &act).await.as_deref(), Some("RH002"));
    assert_eq!(refusal(&operator, root, &act).await, None);
}

/// Members and tenants are written by functions: by one that forgets to file it, support changes nothing.
#[tokio::test]
async fn a_function_that_files_nothing_changes_nothing() {
    let town = Town::new().await;
    let desk = desk(&town, ALL).await;
    let root = user(&town.database, "root").await;
    let forgetful = "create function auth.forgetful(p_user uuid) returns void
          language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
        begin update app.members b set display_name = 'Mine' where b.user_id = p_user; end $$;
        alter function auth.forgetful(uuid) owner to rowhouse_auth_owner;
        grant execute on function auth.forgetful(uuid) to rowhouse_operator";
    town.database.superuser().await.batch_execute(forgetful).await.unwrap();
    let operator = town.database.role("rowhouse_operator").await;
    let act = format!("select auth.forgetful('{}')", town.acme.user);
    assert_eq!(refusal(&operator, desk, &act).await.as_deref(), Some("RH002"));
    assert_eq!(refusal(&operator, root, &act).await, None);
}

/// Whatever statement it is: with every right, what files no act changes no row of a tenant.
#[tokio::test]
async fn rows_that_are_changed_and_filed_nowhere_are_not_changed() {
    let town = Town::new().await;
    let desk = desk(&town, ALL).await;
    let operator = town.database.role("rowhouse_operator").await;
    let tenant = town.acme.tenant;
    for bare in [
        "update app.tasks set title = 'Mine'".to_owned(),
        "delete from app.projects".to_owned(),
        format!(
            "insert into app.projects (tenant_id, id, name) values ('{tenant}', gen_random_uuid(), 'Mine')"
        ),
        // An entry that comes after the row is too late: who files first is asked first.
        format!(
            "update app.tasks set title = 'Mine'; select auth.record_act('task_edited', '{}', '{{}}', 'why')",
            town.acme.open
        ),
    ] {
        assert_eq!(refusal(&operator, desk, &bare).await.as_deref(), Some("RH002"), "{bare}");
    }
}

/// An entry is of one thing: of another, of another tenant, or of something else that is done, nothing is changed along with it.
#[tokio::test]
async fn an_act_carries_no_other_along() {
    let town = Town::new().await;
    let desk = desk(&town, ALL).await;
    let operator = town.database.role("rowhouse_operator").await;
    let (a, g) = (&town.acme, &town.globex);
    let filed = |act: &str, id: &str, tenant: &str| {
        format!(
            "select auth.record_act('{act}', '{id}', jsonb_build_object('tenant', '{tenant}'::uuid), 'why')"
        )
    };
    let (tenant, other, project, open) =
        (a.tenant.to_string(), g.tenant.to_string(), a.project.to_string(), a.open.to_string());
    let edited = filed("task_edited", &open, &tenant);
    for (entry, row) in [
        (edited.clone(), format!("update app.tasks set title = 'Mine' where id = '{}'", a.done)),
        (edited.clone(), format!("delete from app.tasks where id = '{open}'")),
        (edited.clone(), format!("update app.projects set name = 'Mine' where id = '{project}'")),
        (edited, format!("delete from app.projects where id = '{project}'")),
        (
            filed("task_edited", &open, &other),
            format!("update app.tasks set title = 'Mine' where id = '{open}'"),
        ),
        (
            filed("project_renamed", &project, &tenant),
            format!("update app.tasks set title = 'Mine' where id = '{open}'"),
        ),
        (
            filed("project_deleted", &project, &tenant),
            format!("delete from app.projects where id = '{}'", g.project),
        ),
        (
            filed("project_created", &project, &tenant),
            format!(
                "insert into app.projects (tenant_id, id, name) values ('{tenant}', gen_random_uuid(), 'Mine')"
            ),
        ),
    ] {
        let act = format!("{entry}; {row}");
        assert_eq!(refusal(&operator, desk, &act).await.as_deref(), Some("RH002"), "{act}");
    }
    // What goes along with a project is no other act.
    let whole = format!(
        "{}; delete from app.projects where id = '{project}'",
        filed("project_deleted", &project, &tenant)
    );
    assert_eq!(refusal(&operator, desk, &whole).await, None);
}
