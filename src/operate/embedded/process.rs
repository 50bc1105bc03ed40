//! The server process: started, known to be ready, ended; and it ends when we do, however we end.
//!
//! No unsafe code and no signal handler is needed for that: a shell stands between, reads from a pipe whose other end we
//! hold, and stops the server when the pipe closes, which the kernel does even after SIGKILL.

use std::{
    fs::{self, OpenOptions},
    net::{Ipv4Addr, TcpListener},
    os::unix::{fs::OpenOptionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use super::{
    Options, Port,
    error::{Attempt, Error},
    folder::Folder,
    programs::Programs,
};

const READY: Duration = Duration::from_mins(1);
const STOPPED: Duration = Duration::from_secs(30);
const GONE: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(3);
/// A log that has grown past this is begun anew at the next start, the old one kept beside it.
const LOG_BYTES: u64 = 8 * 1024 * 1024;
/// The file that keeps the port.
const PORT: &str = "port";

/// SIGINT is PostgreSQL's fast shutdown: sessions end, nothing is lost. It is sent until it is heard: a shell starts what
/// runs in the background with SIGINT ignored, and that lasts until the server has come as far as asking for it.
const STAND_BY: &str = r#"
exec 3<&0 </dev/null
"$@" & server=$!
trap 'kill -INT $server 2>/dev/null' INT TERM HUP
( read -r _ <&3; while kill -INT $server 2>/dev/null; do sleep 0.1; done ) & watch=$!
exec 3<&-
while :; do wait $server; status=$?; kill -0 $server 2>/dev/null || break; done
kill $watch 2>/dev/null
exit $status"#;

/// The port of the server: on 127.0.0.1 for psql, and in the name of the socket in any case.
pub(super) fn choose_port(folder: &Folder, port: Port) -> Result<u16, Error> {
    if port == Port::None {
        return Ok(5432);
    }
    let file = folder.root.join(PORT);
    let free = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    if let Some(port) = fs::read_to_string(&file).ok().and_then(|text| text.trim().parse().ok()) {
        return match free(port) {
            Ok(_) => Ok(port),
            Err(_taken) => Err(Error::PortTaken { port, file }),
        };
    }
    let port =
        free(0).and_then(|listener| listener.local_addr()).attempt("find a port on", "127.0.0.1")?.port();
    folder.write_private(PORT, &port.to_string())?;
    Ok(port)
}

/// Waits until the server of an earlier run, whose program was just killed, has let go of the cluster.
pub(super) fn await_predecessor(folder: &Folder) -> Result<(), Error> {
    let begun = Instant::now();
    while let Some(pid) = pid_file(&folder.data()).and_then(|lines| lines.first()?.trim().parse::<i32>().ok())
    {
        let alive = rustix::process::Pid::from_raw(pid).is_some_and(|pid| {
            !matches!(rustix::process::test_kill_process(pid), Err(rustix::io::Errno::SRCH))
        });
        // A process of that number which is no server of this folder: postgres itself knows what to do.
        let ours = fs::read_to_string(format!("/proc/{pid}/cmdline"))
            .map_or(alive, |line| line.contains(&*folder.data().to_string_lossy()));
        if !alive || !ours {
            break;
        }
        if begun.elapsed() > GONE {
            return Err(Error::StillRunning { pid, folder: folder.data() });
        }
        sleep(POLL);
    }
    Ok(())
}

/// Starts the server and waits until it takes connections.
pub(super) fn start(
    folder: &Folder,
    programs: &Programs,
    options: &Options,
    socket_folder: &Path,
    port: u16,
) -> Result<Child, Error> {
    let log_path = folder.root.join("log");
    if fs::metadata(&log_path).is_ok_and(|log| log.len() > LOG_BYTES) {
        fs::rename(&log_path, folder.root.join("log.old")).attempt("rename", &log_path)?;
    }
    let log = OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(&log_path)
        .attempt("open", &log_path)?;
    let errors = log.try_clone().attempt("open", &log_path)?;

    let address = if options.port == Port::None { "" } else { "127.0.0.1" };
    let mut settings = vec![
        format!("unix_socket_directories={}", socket_folder.display()),
        format!("listen_addresses={address}"),
        format!("port={port}"),
    ];
    if !options.durable {
        settings.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"].map(str::to_owned));
    }
    settings.extend(options.settings.iter().map(|(name, value)| format!("{name}={value}")));

    let mut command = folder.command("/bin/sh");
    command.args(["-c", STAND_BY, "sh"]).arg(programs.folder.join("postgres")).arg("-D").arg(folder.data());
    for setting in settings {
        command.args(["-c", &setting]);
    }
    // A process group of its own: a terminal's ^C must not stop the server before we have finished with it.
    command.stdin(Stdio::piped()).stdout(log).stderr(errors).process_group(0);
    let stale = pid_file(&folder.data());
    let child = command.spawn().attempt("run", programs.folder.join("postgres"))?;
    await_ready(child, &folder.data(), &log_path, stale.as_deref())
}

/// The last line of postmaster.pid says when the server is ready, so no connection has to be tried. `stale` is what a
/// killed server left in that file; it says "ready" as well.
fn await_ready(mut child: Child, data: &Path, log: &Path, stale: Option<&[String]>) -> Result<Child, Error> {
    let begun = Instant::now();
    loop {
        if child.try_wait().attempt("watch", data)?.is_some() {
            return Err(Error::NotStarted(tail(log)));
        }
        let ready = |lines: &Vec<String>| lines.get(7).is_some_and(|status| status.trim() == "ready");
        if pid_file(data).filter(|lines| stale != Some(lines)).is_some_and(|lines| ready(&lines)) {
            return Ok(child);
        }
        if begun.elapsed() > READY {
            stop(&mut child)?;
            return Err(Error::NotReady(READY.as_secs()));
        }
        sleep(POLL);
    }
}

/// Stops the server and waits until it is gone.
pub(super) fn stop(child: &mut Child) -> Result<(), Error> {
    drop(child.stdin.take());
    let begun = Instant::now();
    while child.try_wait().attempt("await", "the database")?.is_none() {
        if begun.elapsed() > STOPPED {
            return Err(Error::NotStopped(STOPPED.as_secs()));
        }
        sleep(POLL);
    }
    Ok(())
}

/// PostgreSQL documentation, "Server File Locations": pid, data directory, time of start, port, socket directory, address,
/// shared memory, status.
fn pid_file(data: &Path) -> Option<Vec<String>> {
    let text = fs::read_to_string(PathBuf::from(data).join("postmaster.pid")).ok()?;
    Some(text.lines().map(str::to_owned).collect())
}

fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(6)..].join("\n")
}
