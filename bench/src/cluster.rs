//! The database of the benchmark: a private durable cluster with its data, kept between runs.
//!
//! 1,000 tenants of 20 projects of 50 tasks, written by the product's own seed under its policies, and one tenant of
//! 200,000 tasks. What an earlier run added is removed before the next, and everything is vacuumed and analysed.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result};
use rowhouse::{
    db::{Pools, Urls},
    operate::{
        audit,
        embedded::{Options, Port, Server, locate},
        migrate, seed,
    },
};
use tokio_postgres::{Client, Config, NoTls};

const CLUSTER: &str = include_str!("../../sql/bootstrap/cluster.sql");
const DATABASE: &str = include_str!("../../sql/bootstrap/database.sql");
const LOGINS: [&str; 5] =
    ["rowhouse_app", "rowhouse_auth", "rowhouse_admin", "rowhouse_operator", "rowhouse_migrator"];
/// What a cluster holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contents {
    pub(crate) scale: seed::Scale,
    /// Whether there is a tenant of 200,000 tasks as well.
    pub(crate) big_tenant: bool,
}

impl Contents {
    /// A thousand tenants of a thousand tasks.
    pub(crate) const USUAL: Self =
        Self { scale: seed::Scale { tenants: 1_000, projects: 20, tasks: 50 }, big_tenant: true };
}
/// What a run adds is called so, for the next to remove.
pub(crate) const ADDED: &str = "Added by the benchmark";
/// What the twin without row security may do.
const EXPLICIT: &str = "grant connect on database rowhouse to bench_explicit;
    grant usage on schema app to bench_explicit;
    grant select on app.projects, app.tasks to bench_explicit;
    grant execute on function app.searchable(text) to bench_explicit";
const BIG: &str = include_str!("../sql/big_tenant.sql");

/// The running cluster.
pub(crate) struct Cluster {
    server: Server,
    pub(crate) superuser: Client,
    pub(crate) postmaster: u32,
    folder: PathBuf,
}

impl Cluster {
    /// Starts the cluster of a folder and sees to its data.
    pub(crate) async fn open(folder: &Path, contents: Contents) -> Result<Self> {
        let cluster = Self::start(folder, std::env::var_os("PG_BIN").map(Into::into)).await?;
        cluster.fill(contents).await?;
        Ok(cluster)
    }

    /// Starts the cluster of a folder as it was left, with the programs of another folder or those that are found.
    pub(crate) async fn start(folder: &Path, pg_bin: Option<PathBuf>) -> Result<Self> {
        // fsync and synchronous commit as they are by default; no vacuum by chance in the middle of a run.
        let settings = [
            ("shared_buffers", "512MB"),
            ("max_wal_size", "4GB"),
            ("autovacuum", "off"),
            ("max_connections", "200"),
        ];
        let server = Server::start(&Options {
            data_dir: locate(folder)?.dir,
            pg_bin,
            port: Port::None,
            durable: true,
            settings: settings.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        })?;
        let outside = connect(&server.superuser("postgres")).await?;
        outside.batch_execute(CLUSTER).await?;
        for role in LOGINS {
            let password = server.password();
            outside.batch_execute(&format!("alter role {role} password '{password}'")).await?;
        }
        if outside.query_opt("select from pg_database where datname = 'rowhouse'", &[]).await?.is_none() {
            outside.batch_execute("create database rowhouse template template0").await?;
        }
        let superuser = connect(&server.superuser("rowhouse")).await?;
        superuser.batch_execute(DATABASE).await?;
        let backend: i32 = superuser.query_one("select pg_backend_pid()", &[]).await?.get(0);
        let postmaster = crate::process::parent(backend.try_into()?)?;
        let cluster = Self { server, superuser, postmaster, folder: folder.to_owned() };
        // Of a run that was broken off.
        cluster.drop_explicit_role().await?;
        Ok(cluster)
    }

    async fn fill(&self, contents: Contents) -> Result<()> {
        migrate::run(&self.login("rowhouse_migrator")).await?;
        // After a run that was broken off while it measured without.
        self.record_changes(true).await?;
        let pools = Pools::new(&self.urls(), 4)?;
        let began = Instant::now();
        let seeded = seed::scale(&self.login("rowhouse_migrator"), &pools, contents.scale, |_| {}).await?;
        if seeded.tasks > 0 {
            fs::write(self.seeded(), format!("{:.0}", began.elapsed().as_secs_f64()))?;
        }
        if contents.big_tenant {
            self.superuser.batch_execute(BIG).await?;
        }
        // Or the first minute of serving would seal what was loaded.
        audit::seal(&pools, None).await?;
        pools.close();
        self.superuser.batch_execute("delete from auth.sessions").await?;
        self.remove_added().await?;
        self.superuser.batch_execute("vacuum (analyze)").await?;
        Ok(self.superuser.batch_execute("checkpoint").await?)
    }

    /// Whether changes of tasks are recorded in the audit trail. Rowhouse does not start where they are not.
    pub(crate) async fn record_changes(&self, recorded: bool) -> Result<()> {
        let state = if recorded { "enable" } else { "disable" };
        let change =
            format!("alter table app.tasks {state} trigger record_inserted, {state} trigger record_updated");
        Ok(self.superuser.batch_execute(&change).await?)
    }

    /// Takes away the tasks that runs added, without a trail or trash.
    pub(crate) async fn remove_added(&self) -> Result<()> {
        let delete = format!(
            "set session_replication_role = replica; delete from app.tasks where title = '{ADDED}'; reset session_replication_role"
        );
        self.superuser.batch_execute(&delete).await?;
        Ok(self.superuser.batch_execute("vacuum app.tasks").await?)
    }

    /// The file with the seconds that the seed took, when it last had something to write.
    pub(crate) fn seeded(&self) -> PathBuf {
        self.folder.with_extension("seeded")
    }

    /// How a role connects.
    pub(crate) fn login(&self, role: &str) -> Config {
        let mut config = self.server.superuser("rowhouse");
        config.user(role);
        config
    }

    pub(crate) fn urls(&self) -> Urls {
        Urls {
            app: self.login("rowhouse_app"),
            auth: self.login("rowhouse_auth"),
            admin: self.login("rowhouse_admin"),
            operator: self.login("rowhouse_operator"),
        }
    }

    /// The same as a URL: by the socket, or by the port of a link.
    pub(crate) fn url(&self, role: &str, link: Option<u16>) -> String {
        let password = self.server.password();
        if let Some(port) = link {
            return format!("postgresql://{role}:{password}@127.0.0.1:{port}/rowhouse");
        }
        let folder =
            self.server.socket_folder().to_string_lossy().bytes().fold(String::new(), |mut url, byte| {
                let _ = write!(url, "%{byte:02X}");
                url
            });
        format!("postgresql://{role}:{password}@{folder}:{}/rowhouse", self.server.port())
    }

    /// For programs of PostgreSQL: host, port and the password of every role.
    pub(crate) fn address(&self) -> (String, String, String) {
        let folder = self.server.socket_folder().to_string_lossy().into_owned();
        (folder, self.server.port().to_string(), self.server.password().to_owned())
    }

    /// Where the server listens.
    pub(crate) fn socket(&self) -> PathBuf {
        self.server.socket_folder().join(format!(".s.PGSQL.{}", self.server.port()))
    }

    /// Creates the role of the twin without row security. Rowhouse would not start beside such a role: the doctor refuses.
    pub(crate) async fn create_explicit_role(&self) -> Result<()> {
        self.drop_explicit_role().await?;
        let password = self.server.password();
        self.superuser
            .batch_execute(&format!(
                "create role bench_explicit login bypassrls password '{password}'; {EXPLICIT}"
            ))
            .await?;
        // Timeouts and the like cost a little, so both have the same.
        let settings =
            "select unnest(setconfig) from pg_db_role_setting where setrole = 'rowhouse_app'::regrole";
        for row in self.superuser.query(settings, &[]).await? {
            let setting: &str = row.get(0);
            let (name, value) = setting.split_once('=').context("a setting without a value")?;
            self.superuser
                .batch_execute(&format!("alter role bench_explicit set {name} = '{value}'"))
                .await?;
        }
        Ok(())
    }

    pub(crate) async fn drop_explicit_role(&self) -> Result<()> {
        let there = "select from pg_roles where rolname = 'bench_explicit'";
        if self.superuser.query_opt(there, &[]).await?.is_some() {
            self.superuser.batch_execute("drop owned by bench_explicit; drop role bench_explicit").await?;
        }
        Ok(())
    }

    /// Where the server's programs are.
    pub(crate) async fn programs(&self) -> Result<PathBuf> {
        let found =
            self.superuser.query_one("select setting from pg_config() where name = 'BINDIR'", &[]).await?;
        Ok(PathBuf::from(found.get::<_, &str>(0)))
    }

    /// The version of the server.
    pub(crate) async fn version(&self) -> Result<String> {
        Ok(self.superuser.query_one("show server_version", &[]).await?.get(0))
    }
}

pub(crate) async fn connect(config: &Config) -> Result<Client> {
    let (client, connection) = config.connect(NoTls).await.context("the database does not answer")?;
    tokio::spawn(connection);
    Ok(client)
}
