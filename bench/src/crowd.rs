//! Many connections that are open at once, as browsers keep them: each has asked for a page and waits for its next click.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result, ensure};

use crate::sessions::Person;

/// Opens so many connections and asks each for a dashboard. They stay open until they are dropped.
pub(crate) fn open(address: SocketAddr, people: &[Person], count: usize) -> Result<Vec<TcpStream>> {
    people.iter().cycle().take(count).map(|person| ask(address, &person.cookie)).collect()
}

fn ask(address: SocketAddr, cookie: &str) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(
        format!("GET / HTTP/1.1\r\nHost: localhost\r\nCookie: rowhouse={cookie}\r\n\r\n").as_bytes(),
    )?;
    let (mut answer, mut piece) = (Vec::new(), [0; 16 * 1024]);
    loop {
        let length = stream.read(&mut piece)?;
        ensure!(length > 0, "the connection was closed");
        answer.extend_from_slice(&piece[..length]);
        let text = String::from_utf8_lossy(&answer);
        let Some((head, _)) = text.split_once("\r\n\r\n") else { continue };
        ensure!(head.starts_with("HTTP/1.1 200"), "{head}");
        let said = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let body: usize = said.context("an answer without its length")?.parse()?;
        if answer.len() >= head.len() + 4 + body {
            return Ok(stream);
        }
    }
}
