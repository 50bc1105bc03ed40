//! The superuser's panel over 1,200,000 tasks: each list and search, one request at a time, and an act on 100,000 sessions.
//!
//! A page is asked for again and again by one superuser, as the router gives it: with its figures, its chips and its table.

use std::{fmt::Write as _, path::Path, process::Command, time::Instant};

use anyhow::{Context, Result, ensure};
use rowhouse::operate::seed::PASSWORD;

use crate::{
    cluster::Cluster,
    load::{Generator, Request, Run},
    measure::spread,
    process::{self, Pinning},
    servers::{Server, Starter, Subject},
    sessions,
};

const ROUNDS: usize = 5;
/// In milliseconds.
const TARGET: f64 = 50.0;
const SESSIONS: usize = 100_000;

/// What is asked: a name for it, and its address below `/admin/`.
const PAGES: [(&str, &str); 19] = [
    ("Home", ""),
    ("Tasks, newest first", "tasks/"),
    ("Tasks by title", "tasks/?sort=title"),
    ("Tasks that begin with “task 77”", "tasks/?q=task+77"),
    ("Tasks that are done, by title", "tasks/?state=done&sort=-title"),
    ("Tasks of the last day", "tasks/?created=1+day"),
    ("Tasks with “zzz” anywhere in them, by title", "tasks/?q=*zzz&sort=title"),
    ("Tasks that were done in a day, by title", "tasks/?completed=1+day&sort=-title"),
    ("Projects by name", "projects/?sort=name"),
    ("Projects of 60 to 900 tasks, by name", "projects/?tasks=60..900&sort=name"),
    ("Tenants, newest first", "tenants/"),
    ("Tenants that begin with “tenant 9”", "tenants/?q=tenant+9"),
    ("Tenants without members, by name", "tenants/?members=0&sort=name"),
    ("Tenants that are suspended or archived, by name", "tenants/?status=suspended,archived&sort=name"),
    ("People by username", "users/?sort=login"),
    ("Memberships", "memberships/"),
    ("Sessions", "sessions/"),
    ("The tenants' trails", "audit/"),
    ("The tenants' trails, what was deleted", "audit/?act=delete"),
];

/// Measures, and gives the report.
pub(crate) async fn run(cluster: &Cluster, folder: &Path) -> Result<String> {
    let pinning = Pinning::of_this_machine();
    process::pin(&pinning.servers, cluster.postmaster)?;
    let load =
        Generator { folder: folder.to_owned(), pinning: pinning.clone(), postmaster: cluster.postmaster };
    let starter = Starter { cluster, processors: &pinning.servers, folder };
    let server = starter.start(Subject::Rowhouse, 3919, None)?;
    let cookie = sessions::sign_in_a_superuser(cluster).await?;
    let (tasks, entries): (i64, i64) = {
        let row = cluster
            .superuser
            .query_one("select (select count(*) from app.tasks), (select count(*) from app.audit)", &[])
            .await?;
        (row.get(0), row.get(1))
    };
    let mut text = format!(
        "# The superuser's panel\n\nWritten by `script/bench --panel`. PostgreSQL {}, {}. {tasks} tasks, {entries} entries of the tenants' \
         trails; one request at a time, medians of {ROUNDS} rounds.\n\n\
         | page | target | p50 ms | p99 ms | HTTP server µs | PostgreSQL µs | |\n|---|---|---|---|---|---|---|\n",
        cluster.version().await?,
        process::processor()
    );
    for (number, (name, path)) in PAGES.into_iter().enumerate() {
        let request = Request::get(format!("/admin/{path}"), &cookie);
        let requests = load.requests(&format!("panel-{number}"), &[request])?;
        let runs = (0..=ROUNDS).map(|_| load.run(&server, &requests, 1, 2)).collect::<Result<Vec<Run>>>()?;
        let of = |figure: fn(&Run) -> f64| spread(&runs[1..], figure).median;
        let p50 = of(|run| run.p50);
        let verdict = if p50 <= TARGET { "met" } else { "**missed**" };
        writeln!(
            text,
            "| {name} | ≤ {TARGET:.0} ms | {p50:.2} | {:.2} | {:.0} | {:.0} | {verdict} |",
            of(|run| run.p99),
            of(|run| run.http_cpu),
            of(|run| run.postgres_cpu)
        )?;
    }
    let ended = end_sessions(cluster, &server, &cookie).await?;
    writeln!(
        text,
        "\nEnding {SESSIONS} sessions at once, as one act with its reason and a way to follow it: {ended:.1} s."
    )?;
    Ok(text)
}

/// Seconds that it takes to end so many sessions, asked for and confirmed as a browser does, until the page says that it is
/// done.
async fn end_sessions(cluster: &Cluster, server: &Server, cookie: &str) -> Result<f64> {
    let many = format!(
        "insert into auth.sessions (session_hash, user_id, idle_expires_at, expires_at)
         select sha256(('bench ' || n)::bytea), (select user_id from auth.users where login = 'tenant4user'), now() + interval '1 hour', now() + interval '1 hour'
         from generate_series(1, {SESSIONS}) n"
    );
    let superuser = &cluster.superuser;
    superuser.batch_execute("delete from auth.sessions where user_id = (select user_id from auth.users where login = 'tenant4user')").await?;
    superuser.batch_execute(&many).await?;
    let row = superuser
        .query_one("select session_id::text, user_id::text from auth.sessions where user_id = (select user_id from auth.users where login = 'tenant4user') limit 1", &[])
        .await?;
    let (one, person): (String, String) = (row.get(0), row.get(1));
    let listing = format!("/admin/sessions/?person={person}");
    let mut fields = vec![("action", "end"), ("id", one.as_str()), ("listing", listing.as_str())];
    let begun = Instant::now();
    let asked = post(server, "/admin/sessions/act/", cookie, &fields)?;
    let digest = asked
        .split_once("name=\"digest\" value=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .context("the question says what matches")?
        .0
        .to_owned();
    fields.extend([("confirmed", "yes"), ("scope", "all"), ("reason", "bench"), ("digest", digest.as_str())]);
    fields.push(("password", PASSWORD));
    let mut page = post(server, "/admin/sessions/act/", cookie, &fields)?;
    while page.contains("Under way") {
        let at =
            page.split_once("x-location: ").map(|(_, at)| at.trim().to_owned()).context("where it is")?;
        page = get(server, &at, cookie)?;
    }
    let left: i64 = superuser
        .query_one("select count(*) from auth.sessions where session_hash = sha256('bench 1'::bytea)", &[])
        .await?
        .get(0);
    ensure!(left == 0, "nothing was ended");
    Ok(begun.elapsed().as_secs_f64())
}

fn post(server: &Server, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Result<String> {
    let fields: Vec<String> = fields
        .iter()
        .flat_map(|(name, value)| ["--data-urlencode".to_owned(), format!("{name}={value}")])
        .collect();
    curl(server, path, cookie, &fields)
}

fn get(server: &Server, path: &str, cookie: &str) -> Result<String> {
    curl(server, path, cookie, &[])
}

/// What a browser would see in the end, and where.
fn curl(server: &Server, path: &str, cookie: &str, more: &[String]) -> Result<String> {
    let url =
        if path.starts_with("http") { path.to_owned() } else { format!("http://{}{path}", server.address) };
    let output = Command::new("curl")
        .args([
            "--silent",
            "--show-error",
            "--location",
            "--max-time",
            "120",
            "--write-out",
            "\nx-location: %{url_effective}",
        ])
        .args(["--header", "sec-fetch-site: same-origin", "--header", &format!("cookie: rowhouse={cookie}")])
        .args(more)
        .arg(url)
        .output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
