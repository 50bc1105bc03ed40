//! The data folder: where it is, whose it is, what lies in it, and that one process at a time has it.
//!
//! ```text
//! lock  password  port  log  data/ (the cluster)  run/ (its socket)
//! ```
//!
//! PostgreSQL refuses to run as root. So as root the folder belongs to an unprivileged user, and the server runs as that.

use std::{
    env,
    ffi::OsStr,
    fs::{self, File, OpenOptions, Permissions},
    hash::{DefaultHasher, Hash, Hasher},
    io::Write,
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, chown, fchown},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::Command,
};

use super::error::{Attempt, Error};

/// Where clusters live whose own folder the server's user cannot enter.
const FALLBACK: &str = "/var/lib/rowhouse";
/// A socket's path has 108 bytes on Linux and 104 on macOS, the name of the socket and a NUL included.
const LONGEST_SOCKET_FOLDER: usize = 85;

/// Where a cluster is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The data folder.
    pub dir: PathBuf,
    /// Whether that is another folder than was asked for.
    pub fallback: bool,
}

/// Who the server runs as, when that is not us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    uid: u32,
    gid: u32,
}

/// Where the cluster of the folder `requested` really is: there, or below `/var/lib/rowhouse` when we are root and the
/// server's user cannot enter it (a clone below root's home). The same for the same folder every time.
///
/// # Errors
/// When the folder cannot be created, or root finds no user to run the server as.
pub fn locate(requested: &Path) -> Result<Location, Error> {
    let dir = std::path::absolute(requested).attempt("find", requested)?;
    let existing = nearest_existing(&dir);
    match Owner::of(&dir)? {
        Some(owner) if !owner.may_enter(existing) => {
            let mut hasher = DefaultHasher::new();
            dir.hash(&mut hasher);
            Ok(Location {
                dir: Path::new(FALLBACK).join(format!("{:016x}", hasher.finish())),
                fallback: true,
            })
        }
        _ => Ok(Location { dir, fallback: false }),
    }
}

fn nearest_existing(dir: &Path) -> &Path {
    dir.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("/"))
}

impl Owner {
    /// Whoever owns the cluster that is there; else `postgres`, else `nobody`. None unless we are root.
    pub(super) fn of(dir: &Path) -> Result<Option<Self>, Error> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        if let Ok(cluster) = fs::metadata(dir.join("data/PG_VERSION")) {
            return Ok(Some(Self { uid: cluster.uid(), gid: cluster.gid() }));
        }
        Self::named("postgres").or_else(|| Self::named("nobody")).map(Some).ok_or(Error::NoUser)
    }

    fn named(name: &str) -> Option<Self> {
        let users = fs::read_to_string("/etc/passwd").ok()?;
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let fields: Vec<_> = line.split(':').collect();
        Some(Self { uid: fields.get(2)?.parse().ok()?, gid: fields.get(3)?.parse().ok()? })
    }

    fn may_enter(self, folder: &Path) -> bool {
        command("test", Some(self), Path::new("/"))
            .args([OsStr::new("-x"), folder.as_os_str()])
            .status()
            .is_ok_and(|status| status.success())
    }
}

/// A data folder that is ours for as long as this lives.
#[derive(Debug)]
pub(super) struct Folder {
    pub(super) root: PathBuf,
    pub(super) owner: Option<Owner>,
    _lock: File,
}

impl Folder {
    /// Creates the folder if need be, gives it to the server's user, closes it to all others, and locks it.
    pub(super) fn open(dir: &Path) -> Result<Self, Error> {
        let root = std::path::absolute(dir).attempt("find", dir)?;
        fs::create_dir_all(&root).attempt("create", &root)?;
        let owner = Owner::of(&root)?;
        give(&root, owner)?;
        if let Some(owner) = owner.filter(|owner| !owner.may_enter(&root)) {
            return Err(Error::NotEnterable { folder: root, uid: owner.uid });
        }
        fs::set_permissions(&root, Permissions::from_mode(0o700)).attempt("close", &root)?;
        let path = root.join("lock");
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .attempt("open", &path)?;
        lock.try_lock().map_err(|_held| Error::InUse(root.clone()))?;
        Ok(Self { root, owner, _lock: lock })
    }

    /// The cluster itself.
    pub(super) fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    /// The major version that wrote the cluster; none when there is no cluster yet.
    pub(super) fn version(&self) -> Option<u32> {
        fs::read_to_string(self.data().join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    /// Writes a file that only the server's user and root can read.
    pub(super) fn write_private(&self, name: &str, text: &str) -> Result<PathBuf, Error> {
        let path = self.root.join(name);
        // A new file and never one that is there: in a folder of the server's user, that could be a link to anywhere.
        if path.symlink_metadata().is_ok() {
            fs::remove_file(&path).attempt("replace", &path)?;
        }
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .attempt("write", &path)?;
        file.write_all(text.as_bytes()).attempt("write", &path)?;
        if let Some(owner) = self.owner {
            fchown(&file, Some(owner.uid), Some(owner.gid)).attempt("give away", &path)?;
        }
        Ok(path)
    }

    /// The folder of the socket; outside of a data folder whose path is too long for one.
    pub(super) fn socket_folder(&self) -> Result<PathBuf, Error> {
        let mut folder = self.root.join("run");
        if folder.as_os_str().len() > LONGEST_SOCKET_FOLDER {
            let mut hasher = DefaultHasher::new();
            self.root.hash(&mut hasher);
            folder = env::temp_dir().join(format!("rowhouse-{:016x}", hasher.finish()));
        }
        fs::create_dir_all(&folder).attempt("create", &folder)?;
        give(&folder, self.owner)?;
        fs::set_permissions(&folder, Permissions::from_mode(0o700)).attempt("close", &folder)?;
        Ok(folder)
    }

    /// A command that runs as the server's user.
    pub(super) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        command(program, self.owner, &self.root)
    }
}

fn give(path: &Path, owner: Option<Owner>) -> Result<(), Error> {
    match owner {
        Some(owner) => chown(path, Some(owner.uid), Some(owner.gid)).attempt("give away", path),
        None => Ok(()),
    }
}

/// A command with a small environment of its own: root's HOME, unreadable to the server's user, would break every use of
/// the client library inside the server. As root, `uid` also clears the supplementary groups.
fn command(program: impl AsRef<OsStr>, owner: Option<Owner>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", env::var_os("PATH").unwrap_or_default())
        .env("LC_ALL", "C")
        .env("HOME", folder)
        .env("TZ", "UTC")
        .current_dir(folder);
    if let Some(owner) = owner {
        command.gid(owner.gid).uid(owner.uid);
    }
    command
}
