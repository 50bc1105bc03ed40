//! The acts, in the order in which they are shown, each with the guard that it rests on.
//!
//! What is formatted into a statement is a parsed id and nothing else: never a name that somebody typed.

use super::{
    Tenant, attempts,
    step::{Act, Expect, Role, Scene, Step},
};

/// SQLSTATE `insufficient_privilege`: what a missing grant answers, and a policy's WITH CHECK.
pub(super) const DENIED: &str = "42501";
/// SQLSTATE `foreign_key_violation`.
const NO_SUCH_KEY: &str = "23503";
/// SQLSTATE `read_only_sql_transaction`.
const READ_ONLY: &str = "25006";

/// The whole tour, as `ours` sees it; `theirs` is whom it must not reach.
pub(super) fn acts(ours: &Tenant, theirs: &Tenant) -> Vec<Act> {
    let mut acts = vec![
        no_context(),
        filtering(ours),
        switching(ours, theirs),
        assignment(ours),
        reading(ours, theirs),
        updating(ours, theirs),
        deleting(ours, theirs),
        inserting(ours, theirs),
        referring(ours, theirs),
        in_bulk(ours),
        read_only(ours),
        admin(ours, theirs),
    ];
    acts.extend(attempts::acts(ours, theirs));
    acts
}

/// A statement, sent as a text.
pub(super) fn step(sql: impl Into<String>, expect: Expect) -> Step {
    Step { sql: sql.into(), parameters: None, expect }
}

/// A transaction of the application in a tenant.
pub(super) fn inside(tenant: &Tenant, steps: Vec<Step>) -> Scene {
    Scene { role: Role::App, opening: format!("begin; set local app.tenant_id = '{}'", tenant.id), steps }
}

fn outside(steps: Vec<Step>) -> Scene {
    Scene { role: Role::App, opening: "begin".to_owned(), steps }
}

fn none() -> Expect {
    Expect::Exactly(vec!["0".to_owned()], "none")
}

fn no_context() -> Act {
    Act {
        title: "Without a context",
        why: "Policy tenant_access compares each row's tenant_id with the transaction's. Without a context nothing is equal \
              to it: no row is seen, and none is written.",
        scenes: vec![outside(vec![
            step("select count(*) from app.tasks", none()),
            step("insert into app.projects (name) values ('Of nobody')", Expect::Refused(DENIED)),
        ])],
    }
}

fn filtering(ours: &Tenant) -> Act {
    Act {
        title: "Automatic filtering",
        why: "The transaction names its tenant once, the statements never. Policy tenant_access filters them; tenant_floor, \
              the same as a restriction, would hold even if somebody added a policy that is too wide.",
        scenes: vec![inside(
            ours,
            vec![
                step("select tenant_id, name from app.projects order by id limit 3", Expect::only(ours)),
                step("select tenant_id, count(*) from app.tasks group by tenant_id", Expect::only(ours)),
                step("select tenant_id, name from app.tenants", Expect::only(ours)),
            ],
        )],
    }
}

fn switching(ours: &Tenant, theirs: &Tenant) -> Act {
    let tenants = "select tenant_id, name from app.tenants";
    Act {
        title: "Context switching",
        why: "One connection serves tenant after tenant. SET LOCAL ends with its transaction, so nothing of it is left for \
              the next.",
        scenes: vec![
            inside(ours, vec![step(tenants, Expect::only(ours))]),
            inside(theirs, vec![step(tenants, Expect::only(theirs))]),
            outside(vec![step(tenants, Expect::Nothing)]),
        ],
    }
}

fn assignment(ours: &Tenant) -> Act {
    let task = format!(
        "insert into app.tasks (project_id, title) values ('{}', 'Of the demo')\n  returning tenant_id, title",
        ours.project
    );
    Act {
        title: "Automatic tenant assignment",
        why: "An insert names no tenant either. The default of tenant_id is the context, app.tenant_id().",
        scenes: vec![inside(
            ours,
            vec![
                step(
                    "insert into app.projects (name) values ('Of the demo') returning tenant_id, name",
                    Expect::only(ours),
                ),
                step(task, Expect::only(ours)),
            ],
        )],
    }
}

fn reading(ours: &Tenant, theirs: &Tenant) -> Act {
    Act {
        title: "Reading another tenant's rows",
        why: "Asked for by their exact ids. For this transaction they are as if they had never been (tenant_access).",
        scenes: vec![inside(
            ours,
            vec![
                step(format!("select title from app.tasks where id = '{}'", theirs.task), Expect::Nothing),
                step(
                    format!("select name from app.projects where tenant_id = '{}'", theirs.id),
                    Expect::Nothing,
                ),
            ],
        )],
    }
}

fn updating(ours: &Tenant, theirs: &Tenant) -> Act {
    let give_away = format!("update app.tasks set tenant_id = '{}' where id = '{}'", theirs.id, ours.task);
    Act {
        title: "Updating them, and giving a row away",
        why: "What is not seen is not updated (tenant_access). Nor can a row move: UPDATE is granted on named columns, and \
              tenant_id is not one of them.",
        scenes: vec![inside(
            ours,
            vec![
                step(
                    format!("update app.tasks set title = 'Taken over' where id = '{}'", theirs.task),
                    Expect::Nothing,
                ),
                step(give_away, Expect::Refused(DENIED)),
            ],
        )],
    }
}

fn deleting(ours: &Tenant, theirs: &Tenant) -> Act {
    Act {
        title: "Deleting them",
        why: "What is not seen is not deleted (tenant_access).",
        scenes: vec![inside(
            ours,
            vec![
                step(format!("delete from app.tasks where id = '{}'", theirs.task), Expect::Nothing),
                step(format!("delete from app.projects where id = '{}'", theirs.project), Expect::Nothing),
            ],
        )],
    }
}

fn inserting(ours: &Tenant, theirs: &Tenant) -> Act {
    Act {
        title: "Inserting for another tenant",
        why: "INSERT is granted on named columns, and tenant_id is not one of them. And an id that another tenant has can \
              be had again, since every key begins with tenant_id: no error tells that it exists.",
        scenes: vec![inside(
            ours,
            vec![
                step(
                    format!("insert into app.projects (tenant_id, name) values ('{}', 'Planted')", theirs.id),
                    Expect::Refused(DENIED),
                ),
                step(
                    format!(
                        "insert into app.projects (id, name) values ('{}', 'The same id')",
                        theirs.project
                    ),
                    Expect::OneRow,
                ),
            ],
        )],
    }
}

fn referring(ours: &Tenant, theirs: &Tenant) -> Act {
    Act {
        title: "Referring to another tenant's row",
        why: "PostgreSQL checks foreign keys past all policies. So the key is composite, (tenant_id, project_id): another \
              tenant's project is not there to be referred to.",
        scenes: vec![inside(
            ours,
            vec![
                step(
                    format!(
                        "insert into app.tasks (project_id, title) values ('{}', 'Planted')",
                        theirs.project
                    ),
                    Expect::Refused(NO_SUCH_KEY),
                ),
                step(
                    format!(
                        "update app.tasks set project_id = '{}' where id = '{}'",
                        theirs.project, ours.task
                    ),
                    Expect::Refused(NO_SUCH_KEY),
                ),
            ],
        )],
    }
}

fn in_bulk(ours: &Tenant) -> Act {
    Act {
        title: "Bulk operations",
        why: "No condition at all: UPDATE and DELETE reach every row that the policies admit, which is this tenant's. (Like \
              everything here they are rolled back.)",
        scenes: vec![inside(
            ours,
            vec![
                step("select tenant_id, count(*) from app.tasks group by tenant_id", Expect::only(ours)),
                step("update app.tasks set completed_at = now()", Expect::AsCounted),
                step("select tenant_id, count(*) from app.projects group by tenant_id", Expect::only(ours)),
                step("delete from app.projects", Expect::AsCounted),
            ],
        )],
    }
}

fn read_only(ours: &Tenant) -> Act {
    Act {
        title: "Writing where only reading was meant",
        why: "A GET runs in a READ ONLY transaction: a mistake in it, or an injection, cannot write even this tenant's rows.",
        scenes: vec![Scene {
            role: Role::App,
            opening: format!("begin read only; set local app.tenant_id = '{}'", ours.id),
            steps: vec![step("delete from app.tasks", Expect::Refused(READ_ONLY))],
        }],
    }
}

fn admin(ours: &Tenant, theirs: &Tenant) -> Act {
    let mut ids = vec![ours.id.to_string(), theirs.id.to_string()];
    ids.sort_unstable();
    let counts = format!(
        "select tenant_id, t.name, count(*) as tasks from app.tenants t join app.tasks using (tenant_id)\n  \
         where tenant_id in ('{}', '{}')\n  group by tenant_id, t.name order by tenant_id",
        ids[0], ids[1]
    );
    let write = format!("update app.tasks set title = 'Edited' where id = '{}'", ours.task);
    Act {
        title: "The admin's explicit cross-tenant query",
        why: "The superuser panel has a login of its own. Policy admin_read lets it read all tenants and its statements say \
              which; it has no privilege to write, even where it begins a transaction to do so.",
        scenes: vec![
            Scene {
                role: Role::Admin,
                opening: "begin read only".to_owned(),
                steps: vec![step(counts, Expect::Exactly(ids, "both tenants"))],
            },
            Scene {
                role: Role::Admin,
                opening: "begin read write".to_owned(),
                steps: vec![step(write, Expect::Refused(DENIED))],
            },
        ],
    }
}
