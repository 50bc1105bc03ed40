//! The floor (c): what PostgreSQL itself needs for the dashboard, without HTTP, sessions, rendering or Rust.
//!
//! pgbench sends what Rowhouse sends, BEGIN, SET LOCAL, all statements of the page, prepared, and ROLLBACK, in one
//! pipeline, as the same role, over as many connections as Rowhouse's pool has, from the processors that Rowhouse runs on.

use std::{fs, path::PathBuf, time::Duration};

use anyhow::{Context, Result};

use crate::{
    cluster::Cluster,
    process::{self, cpu_of_family},
};

const STATISTICS: &str = include_str!("../../sql/dashboard/statistics.sql");
const WEEK: &str = include_str!("../../sql/dashboard/week.sql");
const RECENT: &str = include_str!("../../sql/dashboard/recent.sql");
const LIST: &str = include_str!("../../sql/projects/list.sql");
/// SET LOCAL takes no parameter and pgbench makes no text, so each tenant has a script, prepared anew on each connection of
/// each run: more of them would measure that. So few stay in the processor's caches, which favours pgbench.
const TENANTS: i64 = 4;

pub(crate) struct Floor {
    scripts: Vec<PathBuf>,
    host: String,
    port: String,
    password: String,
}

impl Floor {
    pub(crate) async fn new(cluster: &Cluster, folder: PathBuf) -> Result<Self> {
        let rows = cluster
            .superuser
            .query(
                "select tenant_id::text from app.tenants where slug <> 'big-tenant' order by md5(tenant_id::text) limit $1",
                &[&TENANTS],
            )
            .await?;
        let mut scripts = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let tenant: &str = row.get(0);
            // The parameters of the first page: after nothing, 51 rows. A variable of pgbench cannot be null.
            let list = LIST.replace("$1", "null::uuid").replace("$2", ":rows");
            let text = format!(
                "\\set rows 51\n\\startpipeline\nBEGIN READ ONLY;\nSET LOCAL app.tenant_id = '{tenant}';\n{};\n{};\n{};\n{};\nROLLBACK;\n\\endpipeline\n",
                bare(STATISTICS),
                bare(WEEK),
                bare(RECENT),
                bare(&list)
            );
            let file = folder.join(format!("floor-{number}.sql"));
            fs::write(&file, text)?;
            scripts.push(file);
        }
        let (host, port, password) = cluster.address();
        Ok(Self { scripts, host, port, password })
    }

    /// Transactions a second, and PostgreSQL's microseconds for each.
    pub(crate) fn run(
        &self,
        postmaster: u32,
        processors: &str,
        connections: usize,
        seconds: u64,
    ) -> Result<(f64, f64)> {
        let before = cpu_of_family(postmaster)?;
        let mut command = process::pinned(processors, "pgbench");
        command.args(["-n", "-M", "prepared", "-j", "1", "-U", "rowhouse_app"]);
        command.args(["-c", &connections.to_string(), "-T", &seconds.to_string()]);
        command.args(["-h", &self.host, "-p", &self.port]).env("PGPASSWORD", &self.password);
        // A run is too short for plans to be made five times over before they are kept.
        command.env("PGOPTIONS", "-c plan_cache_mode=force_generic_plan");
        for script in &self.scripts {
            command.arg("-f").arg(script);
        }
        let output = command.arg("rowhouse").output().context("pgbench cannot be run")?;
        let spent: Duration = cpu_of_family(postmaster)?.saturating_sub(before);
        let text = String::from_utf8_lossy(&output.stdout);
        let figure = |label: &str| -> Option<f64> {
            let line = text.lines().find_map(|line| line.strip_prefix(label))?;
            line.split_whitespace().next()?.split('/').next()?.parse().ok()
        };
        let problem = || format!("pgbench: {text}{}", String::from_utf8_lossy(&output.stderr));
        let rate = figure("tps = ").with_context(problem)?;
        let count = figure("number of transactions actually processed: ").with_context(problem)?;
        Ok((rate, spent.as_secs_f64() * 1e6 / count))
    }
}

/// A statement on one line, without its comment.
pub(crate) fn bare(statement: &str) -> String {
    let lines = statement.lines().filter(|line| !line.starts_with("--"));
    lines.collect::<Vec<_>>().join(" ")
}
