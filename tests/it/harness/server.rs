//! The PostgreSQL server of the test process, and a fresh database for every test.
//!
//! One private server serves all tests of the process, on shared memory where there is room; or the server that
//! `TEST_DATABASE_URL` names. Databases are clones of one template, which is bootstrapped and migrated once.

use std::{
    collections::BTreeMap,
    env,
    path::{Path, PathBuf},
    sync::{
        Once, OnceLock,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
};

use rowhouse::{
    db::Urls,
    operate::{
        embedded::{Options, Port, Server},
        migrate,
    },
};
use tokio::sync::{Mutex, MutexGuard, OnceCell};
use tokio_postgres::{Client, Config, NoTls};

pub(crate) const CLUSTER: &str = include_str!("../../../sql/bootstrap/cluster.sql");
pub(crate) const DATABASE: &str = include_str!("../../../sql/bootstrap/database.sql");
/// The password of every role on the throw-away server.
const PASSWORD: &str = "rowhouse-test";

/// The roles that connect.
pub(crate) const LOGINS: [&str; 5] =
    ["rowhouse_app", "rowhouse_auth", "rowhouse_admin", "rowhouse_operator", "rowhouse_migrator"];

/// A server, and the template of its databases.
pub(crate) struct TestServer {
    superuser: SuperuserConfig,
    template: OnceCell<String>,
}

/// The server apart, for as long as one test has it.
pub(crate) struct Apart {
    pub(crate) server: &'static TestServer,
    _alone: MutexGuard<'static, ()>,
}

enum SuperuserConfig {
    Private(Server),
    Given(Config),
}

impl TestServer {
    /// The one that all tests share.
    fn shared() -> &'static Self {
        static SERVER: OnceLock<TestServer> = OnceLock::new();
        SERVER.get_or_init(|| {
            let superuser = match env::var("TEST_DATABASE_URL") {
                Ok(url) if !url.is_empty() => {
                    SuperuserConfig::Given(url.parse().expect("TEST_DATABASE_URL is a PostgreSQL URL"))
                }
                _ => SuperuserConfig::Private(start_private("shared")),
            };
            Self { superuser, template: OnceCell::new() }
        })
    }

    /// One for tests that break what a server has only once, such as its roles: to have it is to have it alone. It is
    /// private in any case.
    pub(crate) async fn apart() -> Apart {
        static SERVER: OnceLock<TestServer> = OnceLock::new();
        static ALONE: Mutex<()> = Mutex::const_new(());
        let alone = ALONE.lock().await;
        let server = SERVER.get_or_init(|| Self {
            superuser: SuperuserConfig::Private(start_private("apart")),
            template: OnceCell::new(),
        });
        Apart { server, _alone: alone }
    }

    fn superuser(&self, database: &str) -> Config {
        match &self.superuser {
            SuperuserConfig::Private(server) => server.superuser(database),
            SuperuserConfig::Given(config) => {
                let mut config = config.clone();
                config.dbname(database);
                config
            }
        }
    }

    fn login(&self, role: &str, database: &str) -> Config {
        let mut config = self.superuser(database);
        config.user(role).password(PASSWORD);
        config
    }

    async fn template(&self) -> &str {
        self.template
            .get_or_init(|| async {
                let name = format!("rowhouse_template_{}", std::process::id());
                let admin = connect(&self.superuser("postgres")).await;
                admin.batch_execute(CLUSTER).await.unwrap();
                for role in LOGINS {
                    admin.batch_execute(&format!("alter role {role} password '{PASSWORD}'")).await.unwrap();
                }
                admin.batch_execute(&format!("drop database if exists {name} with (force)")).await.unwrap();
                admin.batch_execute(&format!("create database {name} template template0")).await.unwrap();
                let inside = connect(&self.superuser(&name)).await;
                inside.batch_execute(DATABASE).await.unwrap();
                migrate::run(&self.login("rowhouse_migrator", &name)).await.unwrap();
                drop(inside);
                admin.batch_execute(&format!("alter database {name} allow_connections false")).await.unwrap();
                name
            })
            .await
    }
}

fn start_private(purpose: &str) -> Server {
    static SWEPT: Once = Once::new();
    let shared_memory = Path::new("/dev/shm");
    let base = if shared_memory.is_dir() { shared_memory.to_owned() } else { env::temp_dir() };
    SWEPT.call_once(|| sweep(&base));
    let data_dir = base.join(format!("rowhouse-it-{}-{purpose}", std::process::id()));
    let settings = [("max_connections", "200"), ("shared_buffers", "64MB"), ("log_min_messages", "fatal")];
    let options = Options {
        data_dir,
        pg_bin: env::var_os("PG_BIN").map(PathBuf::from),
        port: Port::None,
        durable: false,
        settings: settings.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
    };
    Server::start(&options).expect("a private server starts")
}

/// Removes what test processes left behind that are no more: a static server is never dropped.
fn sweep(base: &Path) {
    for entry in std::fs::read_dir(base).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(pid) = name
            .to_str()
            .and_then(|name| name.strip_prefix("rowhouse-it-")?.split('-').next()?.parse::<i32>().ok())
        else {
            continue;
        };
        let alive = rustix::process::Pid::from_raw(pid)
            .is_some_and(|pid| rustix::process::test_kill_process(pid).is_ok());
        if !alive {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// A connection, for looking at the database from outside the application.
pub(crate) async fn connect(config: &Config) -> Client {
    let (client, connection) = config.connect(NoTls).await.expect("the test server answers");
    tokio::spawn(connection);
    client
}

/// A database of one test's own; dropped with the test.
pub(crate) struct Database {
    pub(crate) name: String,
    server: &'static TestServer,
}

impl Database {
    /// A migrated database without any tenant.
    pub(crate) async fn migrated() -> Self {
        Self::migrated_on(TestServer::shared()).await
    }

    /// The same, on a certain server.
    pub(crate) async fn migrated_on(server: &'static TestServer) -> Self {
        let template = server.template().await;
        Self::create(server, template).await
    }

    /// A database in which nothing was done yet but the bootstrap.
    pub(crate) async fn bootstrapped() -> Self {
        let server = TestServer::shared();
        server.template().await; // for the roles
        Self::create(server, "template0").await
    }

    /// A database that nothing was done in.
    pub(crate) async fn empty() -> Self {
        let server = TestServer::shared();
        server.template().await; // for the roles
        let database = Self::on(server, &Self::new_name());
        let create = format!("create database {} template template0", database.name);
        database.beside().await.batch_execute(&create).await.unwrap();
        database
    }

    /// A database that somebody else has made; dropped all the same.
    pub(crate) fn on(server: &'static TestServer, name: &str) -> Self {
        Self { name: name.to_owned(), server }
    }

    /// A copy, with all that is in it. Nobody may be connected to the original.
    pub(crate) async fn copy(&self) -> Self {
        Self::create(self.server, &self.name).await
    }

    fn new_name() -> String {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        format!("rowhouse_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Relaxed))
    }

    async fn create(server: &'static TestServer, template: &str) -> Self {
        let name = Self::new_name();
        let admin = connect(&server.superuser("postgres")).await;
        admin.batch_execute(&format!("drop database if exists {name} with (force)")).await.unwrap();
        admin.batch_execute(&format!("create database {name} template {template}")).await.unwrap();
        let database = Self { name, server };
        // The privileges of a database are not copied with a template.
        database.superuser().await.batch_execute(DATABASE).await.unwrap();
        database
    }

    /// How a role connects.
    pub(crate) fn config(&self, role: &str) -> Config {
        self.server.login(role, &self.name)
    }

    /// How the roles of serve connect.
    pub(crate) fn urls(&self) -> Urls {
        Urls {
            app: self.config("rowhouse_app"),
            auth: self.config("rowhouse_auth"),
            admin: self.config("rowhouse_admin"),
            operator: self.config("rowhouse_operator"),
        }
    }

    /// A connection as a role.
    pub(crate) async fn role(&self, role: &str) -> Client {
        connect(&self.config(role)).await
    }

    /// How the superuser connects.
    pub(crate) fn superuser_config(&self) -> Config {
        self.server.superuser(&self.name)
    }

    /// A connection that sees everything.
    pub(crate) async fn superuser(&self) -> Client {
        connect(&self.superuser_config()).await
    }

    /// Every table with a digest of its rows.
    pub(crate) async fn rows(&self) -> BTreeMap<String, Option<String>> {
        let superuser = self.superuser().await;
        let tables = "select string_agg(format('select %L, md5(string_agg(r::text, '','' order by r::text)) from %s r', oid::regclass, oid::regclass), ' union all ')
                      from pg_class where relkind = 'r' and relnamespace in ('app'::regnamespace, 'auth'::regnamespace)";
        let each: String = superuser.query_one(tables, &[]).await.unwrap().get(0);
        let rows = superuser.query(&each, &[]).await.unwrap();
        assert!(rows.len() >= 8, "the schemas have their tables");
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }

    /// How the superuser connects beside the database, to lock or kill what is in it.
    pub(crate) fn beside_config(&self) -> Config {
        self.server.superuser("postgres")
    }

    /// A connection beside the database.
    pub(crate) async fn beside(&self) -> Client {
        connect(&self.beside_config()).await
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // On a thread of its own that nobody waits for: a connection of this test may be in the middle of signing in, and
        // goes on or ends only with the test's runtime. PostgreSQL would wait for it, up to its authentication timeout.
        let (name, config) = (self.name.clone(), self.server.superuser("postgres"));
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let admin = connect(&config).await;
                let _ = admin.batch_execute(&format!("drop database if exists {name} with (force)")).await;
            });
        });
    }
}
