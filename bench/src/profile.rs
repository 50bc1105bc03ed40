//! The profile: how many instructions PostgreSQL executes for a page and for a change, and where those of the audit trail go.
//! It says why a ratio is what it is; it tells nothing of Rowhouse's own part, nor of the disk.

use std::{
    fmt::Write as _,
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
};

use anyhow::Result;
use uuid::Uuid;

use crate::{
    callgrind::{Counter, below_valgrind},
    cluster::{ADDED, Cluster, Contents},
    floor::bare,
};

/// What an entry's function is, and what of it is told apart.
const ENTRY: &str = "plpgsql_exec_trigger";
const PARTS: [(&str, &[&str]); 6] = [
    ("Rows as `jsonb`, without what is no change", &["to_jsonb", "jsonb_delete_array"]),
    ("Index entries", &["ExecInsertIndexTuples"]),
    ("A statement set up and taken down", &["standard_ExecutorStart", "standard_ExecutorEnd"]),
    ("A random id", &["gen_random_uuid"]),
    ("The row itself", &["heap_insert"]),
    ("All of it", &[ENTRY]),
];

macro_rules! product {
    ($name:literal) => {
        include_str!(concat!("../../sql/", $name, ".sql"))
    };
}
macro_rules! explicit {
    ($name:literal) => {
        include_str!(concat!("../sql/explicit/", $name, ".sql"))
    };
}

/// A page of one tenant: its statements with row security, and the same with the tenant as a parameter of that number.
struct Page {
    name: &'static str,
    statements: &'static [(&'static str, &'static str, u8)],
}

const PAGES: [Page; 3] = [
    Page {
        name: "Dashboard",
        statements: &[
            (product!("dashboard/statistics"), explicit!("dashboard/statistics"), 1),
            (product!("dashboard/week"), explicit!("dashboard/week"), 1),
            (product!("dashboard/recent"), explicit!("dashboard/recent"), 1),
            (product!("projects/list"), explicit!("projects/list"), 3),
        ],
    },
    Page {
        name: "Project of 50 tasks",
        statements: &[
            (product!("projects/find"), explicit!("projects/find"), 2),
            (product!("tasks/list"), explicit!("tasks/list"), 5),
        ],
    },
    Page {
        name: "Projects (part)",
        statements: &[(product!("projects/list"), explicit!("projects/list"), 3)],
    },
];

/// Whom and what the transactions are about.
struct Place {
    tenant: Uuid,
    user: Uuid,
    project: Uuid,
    tasks: Vec<Uuid>,
}

/// Counts, and gives the report.
pub(crate) async fn run(folder: &Path) -> Result<String> {
    let data = folder.join("cluster");
    let real = Cluster::open(&data, Contents::USUAL).await?.programs().await?;
    let folder = folder.join("profile");
    fs::create_dir_all(&folder)?;
    // PostgreSQL runs as somebody else where the benchmark runs as root.
    fs::set_permissions(&folder, Permissions::from_mode(0o777))?;

    let cluster = Cluster::start(&data, Some(below_valgrind(&folder, &real, "")?)).await?;
    // What is read is not what is written: a project that was changed a thousand times costs more to read.
    let (place, other) = (Place::find(&cluster, 0).await?, Place::find(&cluster, 1).await?);
    let writes =
        [("Toggle, and the counts of its project", other.toggles()), ("Create", vec![other.creation()])];
    let counter = Counter { cluster: &cluster, folder: folder.clone() };
    let mut text = format!(
        "# Where PostgreSQL's time goes\n\nWritten by `script/bench --profile`. PostgreSQL {}. Thousands of instructions for a transaction, by callgrind. Rows that were changed leave dead ones behind, which the next change steps over: what is said of a toggle as a whole scatters by a quarter from run to run.\n",
        cluster.version().await?
    );
    reads(&counter, &place, &mut text).await?;
    with_and_without_trail(&counter, &writes, &mut text).await?;
    drop(cluster);

    let only = below_valgrind(&folder, &real, &format!("--toggle-collect={ENTRY}"))?;
    let cluster = Cluster::start(&data, Some(only)).await?;
    entries(&Counter { cluster: &cluster, folder }, &writes, &mut text)?;
    cluster.remove_added().await?;
    Ok(text)
}

async fn reads(counter: &Counter<'_>, place: &Place, text: &mut String) -> Result<()> {
    eprintln!("bench: pages");
    counter.cluster.create_explicit_role().await?;
    text.push_str(
        "\n| | with row security | without, no transaction | BEGIN, the context and the end | policies and the rest |\n|---|---|---|---|---|\n",
    );
    let around = counter.count(&[place.reading("")], "rowhouse_app")?;
    for Page { name, statements } in PAGES {
        let secured = place.reading(&place.filled(statements.iter().map(|of| (of.0, None))));
        let explicit = pipeline(&place.filled(statements.iter().map(|of| (of.1, Some(of.2)))));
        let with = counter.count(&[secured], "rowhouse_app")?;
        let without = counter.count(&[explicit], "bench_explicit")?;
        let rest = with.saturating_sub(without + around);
        let [with, without, around, rest] = [with, without, around, rest].map(thousands);
        writeln!(text, "| {name} | {with} | {without} | {around} | {rest} |")?;
    }
    counter.cluster.drop_explicit_role().await
}

async fn with_and_without_trail(
    counter: &Counter<'_>,
    writes: &[(&str, Vec<String>)],
    text: &mut String,
) -> Result<()> {
    eprintln!("bench: changes");
    text.push_str("\n| | with the audit trail | without | the entry |\n|---|---|---|---|\n");
    for (name, scripts) in writes {
        let with = counter.count(scripts, "rowhouse_app")?;
        counter.cluster.record_changes(false).await?;
        let without = counter.count(scripts, "rowhouse_app")?;
        counter.cluster.record_changes(true).await?;
        let [with, without, entry] = [with, without, with.saturating_sub(without)].map(thousands);
        writeln!(text, "| {name} | {with} | {without} | {entry} |")?;
    }
    Ok(())
}

/// What an entry is made of. Each function with what it calls; what is told apart does not overlap.
fn entries(counter: &Counter<'_>, writes: &[(&str, Vec<String>); 2], text: &mut String) -> Result<()> {
    eprintln!("bench: entries");
    text.push_str("\n| Of an entry, inside its function | toggle | create |\n|---|---|---|\n");
    let sets = PARTS.map(|(_, names)| names);
    let [toggle, create] = [counter.parts(&writes[0].1, &sets)?, counter.parts(&writes[1].1, &sets)?];
    for ((name, _), (toggle, create)) in PARTS.iter().zip(toggle.into_iter().zip(create)) {
        writeln!(text, "| {name} | {} | {} |", thousands(toggle), thousands(create))?;
    }
    Ok(())
}

fn thousands(instructions: u64) -> String {
    format!("{:.0}", instructions as f64 / 1e3)
}

fn pipeline(body: &str) -> String {
    format!("\\startpipeline\n{body}\\endpipeline\n")
}

impl Place {
    async fn find(cluster: &Cluster, number: i64) -> Result<Self> {
        let row = cluster
            .superuser
            .query_one(
                "select m.tenant_id, m.user_id, p.id, array(select k.id from app.tasks k where k.tenant_id = m.tenant_id and k.project_id = p.id)
                 from auth.memberships m
                 cross join lateral (select id from app.projects where tenant_id = m.tenant_id order by id limit 1) p
                 where m.tenant_id = (select tenant_id from app.tenants where slug <> 'big-tenant' order by md5(slug) offset $1 limit 1) limit 1",
                &[&number],
            )
            .await?;
        Ok(Self { tenant: row.get(0), user: row.get(1), project: row.get(2), tasks: row.get(3) })
    }

    /// A read as Rowhouse sends it.
    fn reading(&self, statements: &str) -> String {
        pipeline(&format!(
            "BEGIN READ ONLY;\nSET LOCAL app.tenant_id = '{}';\n{statements}ROLLBACK;\n",
            self.tenant
        ))
    }

    fn writing(&self, statements: &str) -> String {
        let Self { tenant, user, .. } = self;
        pipeline(&format!(
            "BEGIN READ WRITE;\nSET LOCAL app.tenant_id = '{tenant}';\nSET LOCAL app.user_id = '{user}';\n{statements}COMMIT;\n"
        ))
    }

    /// Statements with the parameters of a first page: of the project, after nothing, 51 rows, all of them.
    fn filled<'a>(&self, statements: impl Iterator<Item = (&'a str, Option<u8>)>) -> String {
        let mut text = String::new();
        for (statement, tenant) in statements {
            let mut statement = bare(statement);
            if let Some(number) = tenant {
                statement = statement.replace(&format!("${number}"), &format!("'{}'::uuid", self.tenant));
            }
            let [first, second, third] =
                if statement.contains("project_id = $1") || statement.contains("p.id = $1") {
                    [format!("'{}'::uuid", self.project), "null::uuid".to_owned(), "51".to_owned()]
                } else {
                    ["null::uuid".to_owned(), "51".to_owned(), String::new()]
                };
            let statement = statement
                .replace("$4", "null")
                .replace("$3", &third)
                .replace("$2", &second)
                .replace("$1", &first);
            text.push_str(&statement);
            text.push_str(";\n");
        }
        text
    }

    /// A script for each of the project's tasks, as SET LOCAL takes no parameter.
    fn toggles(&self) -> Vec<String> {
        let toggle = bare(product!("tasks/toggle")).replace("$2", "null::boolean");
        let progress = bare(product!("tasks/progress_of_siblings")).replace("$2", "true");
        let of = |task: &Uuid| {
            let statements = format!("{toggle};\n{progress};\n").replace("$1", &format!("'{task}'::uuid"));
            self.writing(&statements)
        };
        self.tasks.iter().map(of).collect()
    }

    /// Without the count of its project, which would grow with every run.
    fn creation(&self) -> String {
        let insert = bare(product!("tasks/insert"))
            .replace("$1", "gen_random_uuid()")
            .replace("$2", &format!("'{}'::uuid", self.project))
            .replace("$3", &format!("'{ADDED}'"));
        self.writing(&format!("{insert};\n"))
    }
}
