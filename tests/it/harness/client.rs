//! The client programs of PostgreSQL, as operators use them: psql, `pg_dump`, `pg_restore`.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tokio_postgres::{Config, config::Host};

/// A client program: beside the server programs that the tests are told to use, on the path, or where Debian puts it.
fn program(name: &str) -> PathBuf {
    let told = env::var_os("PG_BIN").map(|folder| Path::new(&folder).join(name));
    let on_path =
        env::split_paths(&env::var_os("PATH").unwrap_or_default()).map(|folder| folder.join(name)).collect();
    let mut versions: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin").join(name))
        .collect();
    versions.sort();
    versions.reverse();
    let places: [Vec<PathBuf>; 3] = [told.into_iter().collect(), on_path, versions];
    places
        .concat()
        .into_iter()
        .find(|program| program.is_file())
        .unwrap_or_else(|| panic!("no {name}: install the client programs of PostgreSQL, or set PG_BIN"))
}

/// Runs a client program of PostgreSQL's on a database, and gives what it printed.
#[track_caller]
pub(crate) fn run_client(name: &str, config: &Config, arguments: &[&str]) -> Vec<u8> {
    let output = client(name, config).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {arguments:?}: {said}");
    output.stdout
}

/// Runs a script in psql, whatever fails of it, and gives the complaints: a line with the SQLSTATE for each.
pub(crate) fn run_script(config: &Config, script: &str) -> String {
    let mut psql = client("psql", config)
        .args(["-qX", "-v", "VERBOSITY=sqlstate"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    psql.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    String::from_utf8(psql.wait_with_output().unwrap().stderr).unwrap()
}

fn client(name: &str, config: &Config) -> Command {
    let (host, port) = (&config.get_hosts()[0], config.get_ports().first().copied().unwrap_or(5432));
    let host = match host {
        Host::Unix(folder) => folder.to_str().unwrap().to_owned(),
        Host::Tcp(name) => name.clone(),
    };
    let mut command = Command::new(program(name));
    command
        .env("PGHOST", host)
        .env("PGPORT", port.to_string())
        .env("PGUSER", config.get_user().unwrap())
        .env("PGPASSWORD", String::from_utf8(config.get_password().unwrap_or_default().to_vec()).unwrap())
        .env("PGDATABASE", config.get_dbname().unwrap())
        .env("PSQLRC", "/dev/null");
    command
}
