//! Finds the server programs that are installed: `PG_BIN` if it is given, else wherever systems put them.
//!
//! Nothing is ever downloaded.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::error::Error;

/// The oldest major version that Rowhouse runs on.
const OLDEST: u32 = 15;

/// Where systems put server programs: a folder that holds one folder a version, and where in that the programs are.
const PLACES: [(&str, &str); 10] = [
    ("/usr/lib/postgresql", "bin"), // Debian, Ubuntu
    ("/usr/libexec", "."),          // Alpine
    ("/usr", "bin"),                // PGDG on Red Hat: /usr/pgsql-17
    ("/opt/homebrew/opt", "bin"),
    ("/usr/local/opt", "bin"),
    ("/home/linuxbrew/.linuxbrew/opt", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "bin"),
    ("/Library/PostgreSQL", "bin"),
    ("/opt/local/lib", "bin"),
    ("/usr/local/pgsql", "."),
];

/// The server programs of one version.
#[derive(Clone, Debug)]
pub(super) struct Programs {
    pub(super) folder: PathBuf,
    pub(super) major: u32,
}

impl Programs {
    /// The programs of a folder. `pg_config --bindir` exists with the client library alone, so both are asked for.
    fn in_folder(folder: &Path) -> Option<Self> {
        if !folder.join("postgres").is_file() || !folder.join("initdb").is_file() {
            return None;
        }
        let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let number = text.split_whitespace().nth(2)?;
        let major: String = number.chars().take_while(char::is_ascii_digit).collect();
        Some(Self { folder: folder.to_owned(), major: major.parse().ok()? })
    }
}

/// All programs that can be used, the newest first; those of `folder` alone when it is given.
pub(super) fn find(folder: Option<&Path>) -> Result<Vec<Programs>, Error> {
    // A variable that is set to nothing says nothing.
    let mut found = match folder.filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => {
            vec![Programs::in_folder(folder).ok_or_else(|| Error::NotInFolder(folder.to_owned()))?]
        }
        None => search(),
    };
    // Stable: among equals, the order of the search decides.
    found.sort_by_key(|programs| std::cmp::Reverse(programs.major));
    let newest = found.first().ok_or(Error::NoPrograms)?.major;
    found.retain(|programs| programs.major >= OLDEST);
    if found.is_empty() { Err(Error::TooOld(newest)) } else { Ok(found) }
}

fn search() -> Vec<Programs> {
    let mut found: Vec<Programs> = Vec::new();
    for folder in candidates() {
        let folder = fs::canonicalize(&folder).unwrap_or(folder);
        if !found.iter().any(|programs| programs.folder == folder) {
            found.extend(Programs::in_folder(&folder));
        }
    }
    found
}

fn candidates() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        folders.push(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    if let Some(path) = env::var_os("PATH") {
        folders.extend(env::split_paths(&path));
    }
    for (place, inside) in PLACES {
        for entry in fs::read_dir(place).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let named_for_postgres =
                ["postgresql", "pgsql-", "latest", "bin"].iter().any(|start| name.starts_with(start));
            if named_for_postgres || name.starts_with(|c: char| c.is_ascii_digit()) {
                folders.push(entry.path().join(inside));
            }
        }
    }
    folders
}
