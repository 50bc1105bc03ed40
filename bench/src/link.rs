//! A slow link to the database: a proxy that hands on every byte a fixed time after it came.
//!
//! Threads and `thread::sleep`, because the timers of tokio are exact to a millisecond only, which would be most of what is
//! measured. Bytes keep flowing while others wait, as on a real wire.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener},
    os::unix::net::UnixStream,
    path::PathBuf,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;

/// To the database and back.
pub(crate) const ROUND_TRIP: Duration = Duration::from_micros(2_500);
/// By how much a sleep is late on Linux unless a process asks for better: the slack of its timers, prctl(2).
const LATE: Duration = Duration::from_micros(55);

/// Serves the link on a port of 127.0.0.1 until this process ends. `socket` is where PostgreSQL listens.
pub(crate) fn open(socket: PathBuf) -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let Ok(server) = UnixStream::connect(&socket) else { continue };
            let _ = client.set_nodelay(true);
            let ends = (client.try_clone(), server.try_clone());
            let others = (client.try_clone(), server.try_clone());
            let (Ok(from_client), Ok(from_server)) = ends else { continue };
            let (Ok(client_end), Ok(server_end)) = others else { continue };
            carry(from_client, server, move || _ = server_end.shutdown(Shutdown::Both));
            carry(from_server, client, move || _ = client_end.shutdown(Shutdown::Both));
        }
    });
    Ok(port)
}

/// One direction of one connection. `end` tells the far side that no more will come.
fn carry(
    mut from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    end: impl FnOnce() + Send + 'static,
) {
    let (send, queue) = mpsc::channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            if send.send((Instant::now() + ROUND_TRIP / 2, buffer[..length].to_vec())).is_err() {
                return;
            }
        }
    });
    thread::spawn(move || {
        while let Ok((due, bytes)) = queue.recv() {
            thread::sleep(due.saturating_duration_since(Instant::now()).saturating_sub(LATE));
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        end();
    });
}
