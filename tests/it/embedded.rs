//! The embedded server as users meet it: the program itself, started, killed, started again, and told wrong things.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};

use rowhouse::operate::embedded::{Error, Options, Port, Server};

/// A folder of one test's own, removed with it.
pub(crate) struct Scratch(pub(crate) PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str) -> Self {
        let base =
            if Path::new("/dev/shm").is_dir() { PathBuf::from("/dev/shm") } else { std::env::temp_dir() };
        let folder = base.join(format!("rowhouse-test-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        Self(folder)
    }

    fn options(&self) -> Options {
        Options {
            data_dir: self.0.clone(),
            pg_bin: pg_bin(),
            port: Port::Stable,
            durable: false,
            settings: Vec::new(),
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn pg_bin() -> Option<PathBuf> {
    std::env::var_os("PG_BIN").map(PathBuf::from)
}

/// The program on a data folder, with nothing else set.
pub(crate) fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rowhouse"));
    command.args(arguments).env("ROWHOUSE_DATA_DIR", folder).env_remove("RUST_LOG");
    for name in [
        "DATABASE_URL",
        "AUTH_DATABASE_URL",
        "ADMIN_DATABASE_URL",
        "OPERATOR_DATABASE_URL",
        "MIGRATOR_DATABASE_URL",
        "ROWHOUSE_OPERATOR",
    ] {
        command.env_remove(name);
    }
    command
}

/// Runs the program to its end: whether it succeeded, what it gave, what it said.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> (bool, String, String) {
    let Output { status, stdout, stderr } = program(folder, arguments).stdin(Stdio::null()).output().unwrap();
    (status.success(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// A serving program; killed with the test.
pub(crate) struct Serving {
    pub(crate) child: Child,
    pub(crate) port: u16,
    pub(crate) said: Vec<String>,
}

impl Serving {
    pub(crate) fn start(folder: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut child = program(folder, &["serve"])
            .env("ROWHOUSE_LISTEN", format!("127.0.0.1:{port}"))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = Vec::new();
        // The last of the sample logins is the last line of the greeting.
        while !said.iter().any(|line: &String| line.contains("admin123")) {
            match lines.next() {
                Some(line) => said.push(line.unwrap()),
                None => panic!("the program ended: {said:?}"),
            }
        }
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port, said }
    }

    pub(crate) fn get(&self, path: &str) -> String {
        let begun = Instant::now();
        let mut stream = loop {
            match TcpStream::connect(("127.0.0.1", self.port)) {
                Ok(stream) => break stream,
                Err(failure) => assert!(begun.elapsed() < Duration::from_secs(5), "{failure}"),
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    pub(crate) fn signal(&mut self, name: &str) -> ExitStatus {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([format!("-{name}"), pid]).status().unwrap().success());
        self.child.wait().unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn postmaster(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join("data/postmaster.pid")).ok()?;
    Some(text.lines().next()?.trim().to_owned())
}

fn runs(pid: &str) -> bool {
    Command::new("kill").args(["-0", pid]).stderr(Stdio::null()).status().unwrap().success()
}

fn await_end(pid: &str) {
    let begun = Instant::now();
    while runs(pid) {
        assert!(begun.elapsed() < Duration::from_secs(10), "the server outlived its program");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_program_serves_answers_commands_beside_itself_and_stops() {
    let scratch = Scratch::new("serve");
    let folder = &scratch.0;
    let (ok, _, complaint) = run(folder, &["dsn", "app"]);
    assert!(!ok && complaint.contains("rowhouse serve"), "{complaint}");

    let mut serving = Serving::start(folder);
    assert!(serving.said.iter().any(|line| line.contains("tenant1user")), "{:?}", serving.said);
    assert!(serving.get("/login/").starts_with("HTTP/1.1 200"));
    assert!(serving.get("/readyz").ends_with("\r\n\r\nready\n"));

    let url = dsn(folder, "app");
    assert!(url.starts_with("postgresql://rowhouse_app:") && url.ends_with("/rowhouse"), "{url}");
    let (ok, _, said) = run(folder, &["migrate"]);
    assert!(ok && said.contains("up to date"), "{said}");
    let (ok, _, said) = run(folder, &["seed", "--tenants", "3", "--projects", "2", "--tasks", "2"]);
    assert!(ok && said.contains("3 tenants are there"), "{said}");
    let mut creating = program(folder, &["createsuperuser", "--username", "chief"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    creating.stdin.take().unwrap().write_all(b"a good password\n").unwrap();
    let output = creating.wait_with_output().unwrap();
    assert!(
        output.status.success()
            && String::from_utf8_lossy(&output.stderr).contains("created superuser chief")
    );

    let server = postmaster(folder).unwrap();
    serving.signal("TERM");
    assert!(!runs(&server), "a program that stops takes its server along");
    // The URL that somebody noted stays valid.
    let _serving = Serving::start(folder);
    assert_eq!(dsn(folder, "app"), url);
}

pub(crate) fn dsn(folder: &Path, role: &str) -> String {
    let (ok, url, complaint) = run(folder, &["dsn", role]);
    assert!(ok, "{complaint}");
    url.trim().to_owned()
}

#[tokio::test]
async fn every_role_connects_by_its_url() {
    let scratch = Scratch::new("dsn");
    let _serving = Serving::start(&scratch.0);
    for role in ["app", "auth", "admin", "operator", "migrator", "superuser"] {
        let (client, connection) =
            tokio_postgres::connect(&dsn(&scratch.0, role), tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let name: String = client.query_one("select current_user::text", &[]).await.unwrap().get(0);
        assert!(name.ends_with(role) || role == "superuser" && name == "postgres", "{role}: {name}");
    }
}

#[test]
fn a_killed_program_leaves_no_server_and_the_next_one_recovers() {
    let scratch = Scratch::new("kill");
    let mut serving = Serving::start(&scratch.0);
    let server = postmaster(&scratch.0).unwrap();
    serving.signal("KILL");
    // At once, while the old server may still be shutting down.
    let next = Serving::start(&scratch.0);
    assert!(next.get("/login/").starts_with("HTTP/1.1 200"));
    await_end(&server);
}

#[test]
fn a_killed_server_is_recovered_from() {
    let scratch = Scratch::new("crash");
    let server = Server::start(&scratch.options()).unwrap();
    assert!(server.was_initialised());
    let (port, pid) = (server.port(), postmaster(&scratch.0).unwrap());
    assert!(Command::new("kill").args(["-KILL", &pid]).status().unwrap().success());
    drop(server);
    let server = Server::start(&scratch.options()).unwrap();
    assert!(!server.was_initialised());
    assert_eq!(server.port(), port, "the port stays the same");
    server.stop().unwrap();
}

#[test]
fn a_folder_serves_one_at_a_time() {
    let scratch = Scratch::new("twice");
    let first = Server::start(&scratch.options()).unwrap();
    let second = Server::start(&scratch.options());
    assert!(matches!(second, Err(Error::InUse(_))), "{second:?}");
    first.stop().unwrap();
    Server::start(&scratch.options()).unwrap().stop().unwrap();
}

#[test]
fn a_port_that_somebody_took_is_told_and_how_to_have_another() {
    let scratch = Scratch::new("port");
    let server = Server::start(&scratch.options()).unwrap();
    let port = server.port();
    server.stop().unwrap();
    let taken = TcpListener::bind(("127.0.0.1", port)).unwrap();
    let refusal = Server::start(&scratch.options()).unwrap_err();
    assert!(matches!(refusal, Error::PortTaken { .. }), "{refusal}");
    assert!(refusal.to_string().contains("delete"), "{refusal}");
    fs::remove_file(scratch.0.join("port")).unwrap();
    let server = Server::start(&scratch.options()).unwrap();
    assert_ne!(server.port(), port);
    drop(taken);
}

#[test]
fn data_of_another_version_is_told() {
    let scratch = Scratch::new("version");
    Server::start(&scratch.options()).unwrap().stop().unwrap();
    fs::write(scratch.0.join("data/PG_VERSION"), "11\n").unwrap();
    let refusal = Server::start(&scratch.options()).unwrap_err();
    assert!(matches!(refusal, Error::OtherVersion { written: 11, .. }), "{refusal}");
}

#[test]
fn a_folder_without_programs_is_told() {
    let scratch = Scratch::new("programs");
    let options = Options { pg_bin: Some(PathBuf::from("/usr/share")), ..scratch.options() };
    let refusal = Server::start(&options).unwrap_err();
    assert!(matches!(refusal, Error::NotInFolder(_)), "{refusal}");
    assert!(refusal.to_string().contains("PG_BIN"), "{refusal}");
}

#[test]
fn an_initdb_that_was_killed_leaves_no_half_cluster() {
    let scratch = Scratch::new("half");
    let half = scratch.0.join("data.new");
    fs::create_dir_all(half.join("base")).unwrap();
    fs::write(half.join("PG_VERSION"), "15\n").unwrap();
    Server::start(&scratch.options()).unwrap().stop().unwrap();
    assert!(!half.exists());
}

#[test]
fn a_long_path_is_no_obstacle() {
    let scratch = Scratch::new("long");
    let options = Options { data_dir: scratch.0.join("x".repeat(120)), ..scratch.options() };
    Server::start(&options).unwrap().stop().unwrap();
}

/// PostgreSQL refuses to run as root, and the user it runs as must reach the folder.
#[test]
fn a_folder_that_the_servers_user_cannot_enter_is_told_and_another_is_used() {
    use rowhouse::operate::embedded::locate;
    use std::os::unix::fs::PermissionsExt;

    let scratch = Scratch::new("closed");
    fs::create_dir_all(&scratch.0).unwrap();
    fs::set_permissions(&scratch.0, fs::Permissions::from_mode(0o700)).unwrap();
    let inside = scratch.0.join("clone/.rowhouse");
    let location = locate(&inside).unwrap();
    if rustix::process::geteuid().is_root() {
        assert!(location.fallback && location.dir.starts_with("/var/lib/rowhouse"), "{location:?}");
        assert_eq!(locate(&inside).unwrap(), location, "the same every time");
        let options = Options { data_dir: inside, ..scratch.options() };
        let refusal = Server::start(&options).unwrap_err();
        assert!(matches!(refusal, Error::NotEnterable { .. }), "{refusal}");
    } else {
        assert_eq!(location.dir, inside);
        Server::start(&Options { data_dir: inside, ..scratch.options() }).unwrap().stop().unwrap();
    }
}

#[test]
fn wrong_settings_are_told_without_their_secrets() {
    let scratch = Scratch::new("settings");
    let output = program(&scratch.0, &["serve"])
        .env("DATABASE_URL", "postgresql://rowhouse_app:hunter2@127.0.0.1:1/rowhouse")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("AUTH_DATABASE_URL is not set"), "{said}");
    let output = program(&scratch.0, &["serve"]).env("DATABASE_URL", "hunter2@nowhere").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        !output.status.success()
            && said.contains("DATABASE_URL is not a PostgreSQL URL")
            && !said.contains("hunter2"),
        "{said}"
    );
    let output =
        program(&scratch.0, &["dsn", "app"]).env("DATABASE_URL", "postgresql://x@y/z").output().unwrap();
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("embedded"));
}
