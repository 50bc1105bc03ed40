//! The benchmark, as `script/bench` runs it: the data, Rowhouse, its pages under load in turn, and the table.
//!
//! Every page is measured once in each round and rounds are repeated, so that whatever changes on the machine meanwhile
//! falls on all alike; the first round only warms.

mod cluster;
mod load;
mod process;
mod sessions;

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Child,
    time::Duration,
};

use anyhow::{Context, Result};

use crate::{
    cluster::{ADDED, Cluster},
    load::{Generator, Request, Run, Server},
    process::Pinning,
};

const ROUNDS: usize = 5;
const CONNECTIONS: usize = 16;
const SECONDS: u64 = 2;
const ADDRESS: &str = "127.0.0.1:3917";

struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pinning = Pinning::of_this_machine();
    let (load_before, folder) = (process::load_average(), root.join("data"));
    fs::create_dir_all(&folder)?;
    eprintln!("bench: the data (a few minutes the first time)");
    let cluster = Cluster::open(&folder.join("cluster")).await?;
    let people = sessions::sign_everybody_in(&cluster).await?;
    process::pin(&pinning.servers, cluster.postmaster)?;

    let (rowhouse, server) = start(root, &cluster, &pinning).await?;
    let generator = Generator { folder, pinning, postmaster: cluster.postmaster };
    let pages: Vec<(&str, usize, Vec<Request>)> = vec![
        ("Dashboard", CONNECTIONS, people.iter().map(|p| Request::get("/", &p.cookie)).collect()),
        ("Projects", CONNECTIONS, people.iter().map(|p| Request::get("/projects/", &p.cookie)).collect()),
        (
            "Project of 50 tasks",
            CONNECTIONS,
            people.iter().map(|p| Request::get(format!("/projects/{}/", p.read), &p.cookie)).collect(),
        ),
        (
            "Search",
            CONNECTIONS,
            people.iter().map(|p| Request::get("/search/?q=budget", &p.cookie)).collect(),
        ),
        (
            "Toggle",
            CONNECTIONS,
            people
                .iter()
                .map(|p| Request::post(format!("/tasks/{}/toggle/", p.task), &p.cookie, ""))
                .collect(),
        ),
        (
            "Create",
            CONNECTIONS,
            people
                .iter()
                .map(|p| {
                    let body = format!("title={}", ADDED.replace(' ', "+"));
                    Request::post(format!("/projects/{}/tasks/create/", p.write), &p.cookie, &body)
                })
                .collect(),
        ),
        (
            "Login",
            2,
            people
                .iter()
                .map(|p| Request::post("/login/", "", &format!("username={}&password=password123", p.login)))
                .collect(),
        ),
    ];
    let files: Vec<PathBuf> = pages
        .iter()
        .map(|(name, _, requests)| generator.requests(&name.replace(' ', "-"), requests))
        .collect::<Result<_>>()?;
    let mut runs: Vec<Vec<Run>> = vec![Vec::new(); pages.len()];
    for round in 0..=ROUNDS {
        eprintln!("bench: round {round} of {ROUNDS}");
        for (index, (_, connections, _)) in pages.iter().enumerate() {
            let run = generator.run(&server, &files[index], *connections, SECONDS)?;
            if round > 0 {
                runs[index].push(run);
            }
        }
    }
    let memory = process::resident(server.pid)?;
    drop(rowhouse);

    let mut table = format!(
        "# What a page costs\n\nPostgreSQL {}, {}; Rowhouse and PostgreSQL share processors {}, wrk has {}. {CONNECTIONS} \
         connections (2 for Login), {ROUNDS} interleaved rounds of {SECONDS} s after one to warm: medians, and the least and \
         the most in brackets. Load of the machine before it began: {load_before} (above 0.3, others were at work and the \
         figures are not to be quoted). Every request comes from the session of another of 1,000 tenants. Login computes \
         argon2id. Rowhouse held {memory:.0} MiB at the end.\n\n| page | requests/s | p50 ms | p99 ms | Rowhouse µs | PostgreSQL µs |\n|---|---|---|---|---|---|\n",
        cluster.version().await?,
        process::processor(),
        generator.pinning.servers,
        generator.pinning.load,
    );
    for ((name, ..), runs) in pages.iter().zip(&runs) {
        let (rate, low, high) = spread(runs, |run| run.rate);
        let [p50, p99, http, postgres] =
            [|r: &Run| r.p50, |r: &Run| r.p99, |r: &Run| r.http_cpu, |r: &Run| r.postgres_cpu]
                .map(|figure| spread(runs, figure).0);
        writeln!(
            table,
            "| {name} | {rate:.0} ({low:.0}–{high:.0}) | {p50:.2} | {p99:.2} | {http:.0} | {postgres:.0} |"
        )?;
    }
    fs::write(root.join("results.md"), &table)?;
    println!("{table}");
    Ok(())
}

/// The median, the least and the most.
fn spread(runs: &[Run], figure: impl Fn(&Run) -> f64) -> (f64, f64, f64) {
    let mut values: Vec<f64> = runs.iter().map(figure).collect();
    values.sort_by(f64::total_cmp);
    (values[values.len() / 2], values[0], values[values.len() - 1])
}

async fn start(root: &Path, cluster: &Cluster, pinning: &Pinning) -> Result<(Started, Server)> {
    let program = root.join("../target/release/rowhouse");
    let child = process::pinned(&pinning.servers, program)
        .arg("serve")
        .env("ROWHOUSE_LISTEN", ADDRESS)
        .env("ROWHOUSE_SECURE_COOKIES", "false")
        .env("DATABASE_URL", cluster.url("rowhouse_app"))
        .env("AUTH_DATABASE_URL", cluster.url("rowhouse_auth"))
        .env("ADMIN_DATABASE_URL", cluster.url("rowhouse_admin"))
        .spawn()
        .context("the release binary cannot be run")?;
    // taskset becomes the program it starts, so its number is that of the server.
    let server = Server { address: ADDRESS.to_owned(), pid: child.id() };
    let started = Started(child);
    tokio::time::sleep(Duration::from_secs(2)).await;
    Ok((started, server))
}
