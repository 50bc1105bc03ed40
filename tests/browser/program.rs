//! The programs that the journeys need: Rowhouse itself, which can go away and come back, and the browser's driver.
//! All end with the test process, however that ends, and leave nothing behind.

use std::{
    env, fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{self, Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::stage::stage;

/// Ends with us: a shell waits for the end of its input, which is ours, and then stops it. When we are gone, so is what is
/// `left` behind.
fn with_us(program: &str, arguments: &[&str], variables: &[(&str, String)], left: &Path) -> Child {
    let script = "exec 3<&0 </dev/null; \"$@\" & child=$!; read -r _ <&3; kill $child; wait $child
        kill -0 $PPID 2>/dev/null || [ -z \"$LEFT\" ] || rm -rf \"$LEFT\"";
    Command::new("/bin/sh")
        .args(["-c", script, "sh", program])
        .args(arguments)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .env("LEFT", left)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn await_port(port: u16, what: &str) {
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{what} does not answer");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The program, with a database of its own.
pub(crate) struct Program {
    pub(crate) port: u16,
    folder: PathBuf,
    running: Option<Child>,
}

impl Program {
    const PATH: &str = env!("CARGO_BIN_EXE_rowhouse");

    /// A program that serves, with the sample data. Its name tells its folder from those of the others of this process; those
    /// of another process have another number.
    pub(crate) fn start(name: &str) -> Self {
        let base = if PathBuf::from("/dev/shm").is_dir() { "/dev/shm".into() } else { env::temp_dir() };
        let folder = base.join(format!("rowhouse-browser-{}-{name}", process::id()));
        let mut program = Self { port: free_port(), folder, running: None };
        program.resume();
        program
    }

    /// Serves, at the same place and with what there was.
    pub(crate) fn resume(&mut self) {
        self.running = Some(with_us(Self::PATH, &["serve"], &self.surroundings(), &self.folder));
        await_port(self.port, "the program");
        // The port is taken first; what is asked then is answered when the sample is there.
        let mut asked = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        asked.write_all(b"GET /readyz HTTP/1.0\r\n\r\n").unwrap();
        let _ = asked.read(&mut [0]);
    }

    /// Is gone, until it resumes.
    pub(crate) fn stop(&mut self) {
        let mut running = self.running.take().unwrap();
        drop(running.stdin.take());
        running.wait().unwrap();
    }

    fn surroundings(&self) -> [(&'static str, String); 4] {
        [
            ("ROWHOUSE_LISTEN", format!("127.0.0.1:{}", self.port)),
            ("ROWHOUSE_DATA_DIR", self.folder.to_str().unwrap().to_owned()),
            ("DATABASE_URL", String::new()),
            // As long as may be: it has a place on every page of the panel.
            ("ROWHOUSE_ENVIRONMENT", "PRODUCTION EU-12".to_owned()),
        ]
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if self.running.is_some() {
            self.stop();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What an operator does at the command line, beside the program that serves; `input` is what it reads.
pub(crate) fn operate(arguments: &[&str], input: &str) {
    let mut command = Command::new(Program::PATH);
    command.args(arguments).envs(stage().program.surroundings());
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

pub(crate) fn start_driver() -> u16 {
    let port = free_port();
    std::mem::forget(with_us("chromedriver", &[&format!("--port={port}")], &[], Path::new("")));
    await_port(port, "chromedriver (script/bootstrap --test installs it)");
    port
}
