//! Creates a cluster: UTF-8, the locale C.UTF-8, passwords by SCRAM, page checksums.
//!
//! It is made under another name and renamed when it is whole, so an initdb that is killed leaves no half cluster.

use std::{fs, process::Stdio};

use super::{
    error::{Attempt, Error},
    folder::Folder,
    programs::Programs,
};

/// The file of the superuser's password.
pub(super) const PASSWORD: &str = "password";

/// Creates the cluster of an empty folder; `durable` has it on the disk before it is used.
pub(super) fn create(folder: &Folder, programs: &Programs, durable: bool) -> Result<(), Error> {
    let scratch = folder.root.join("data.new");
    let password = folder.write_private(PASSWORD, &super::random_word())?;
    let mut refusal = String::new();
    for locale in locales(programs.major) {
        if scratch.exists() {
            fs::remove_dir_all(&scratch).attempt("remove", &scratch)?;
        }
        let output = folder
            .command(programs.folder.join("initdb"))
            .arg("-D")
            .arg(&scratch)
            .args(["-U", "postgres", "-E", "UTF8", "--data-checksums", "--no-sync", "--auth=scram-sha-256"])
            // Not by /dev/stdin, which another user may not open.
            .arg("--pwfile")
            .arg(&password)
            .args(*locale)
            .stdin(Stdio::null())
            .output()
            .attempt("run", programs.folder.join("initdb"))?;
        if output.status.success() {
            if durable {
                sync(folder, &scratch);
            }
            return fs::rename(&scratch, folder.data()).attempt("rename", &scratch);
        }
        String::from_utf8_lossy(&output.stderr).trim().clone_into(&mut refusal);
    }
    Err(Error::Initdb(refusal))
}

/// From 17 the server brings C.UTF-8 itself. Before, the system has it, or (an old macOS) does not; then letters outside
/// ASCII are compared as they are written.
fn locales(major: u32) -> &'static [&'static [&'static str]] {
    if major >= 17 {
        &[&["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]]
    } else {
        &[&["--locale=C.UTF-8"], &["--locale=C"]]
    }
}

/// One sync of the whole is faster than initdb's own, file by file. A system without it syncs when it likes.
fn sync(folder: &Folder, scratch: &std::path::Path) {
    if let Err(failure) = folder.command("sync").arg("-f").arg(scratch).status() {
        tracing::debug!(%failure, "the new cluster was not synced");
    }
}
