//! Hostile clients: they get nothing from outside the served folder and delay no other client.

use crate::site::{SECRET, TestSite, address, connect, holds_the_secret, rest, tell};
use crate::table;
use anyhow::{Context, Result, ensure};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use xtask::http::Limits;
use xtask::server::{self, Server};

const AT_ONCE: Duration = Duration::from_millis(100);
const HEAD: Duration = Duration::from_millis(700);
const CONNECTION: Duration = Duration::from_millis(1500);
/// The tolerance of a timeout on a busy machine.
const SLACK: Duration = Duration::from_secs(10);

/// Limits short enough for a test.
fn strict() -> Limits {
    Limits { head: HEAD, connection: CONNECTION, connections: 32, ..Limits::default() }
}

/// A client that requests the page repeatedly, on a new connection each time, during an attack. In parallel, a bare
/// server measures how long the machine itself needs for a connection at that time.
struct ConcurrentVisitors {
    stopping: Arc<AtomicBool>,
    thread: JoinHandle<Result<Vec<(Duration, Duration)>>>,
}

impl ConcurrentVisitors {
    fn visit(server: &Server) -> Result<Self> {
        let stopping = Arc::new(AtomicBool::new(false));
        let (ends, page) = (Arc::clone(&stopping), address(&server.url).to_owned());
        let plain = TcpListener::bind(("127.0.0.1", 0))?;
        let beside = plain.local_addr()?.to_string();
        std::thread::spawn(move || {
            for mut stream in plain.incoming().flatten() {
                let _ = stream.read(&mut [0; 512]);
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            }
        });
        let thread = std::thread::spawn(move || {
            let mut times = Vec::new();
            loop {
                times.push((visit(&page)?, visit(&beside)?));
                if ends.load(Ordering::Relaxed) {
                    return Ok(times);
                }
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        Ok(Self { stopping, thread })
    }

    /// Fails if a client had to wait.
    fn were_answered_at_once(self) -> Result<()> {
        self.stopping.store(true, Ordering::Relaxed);
        let times = self.thread.join().ok().context("the other visitor fell over")??;
        let slowest = times.iter().map(|(ours, _)| *ours).max().context("nobody else came")?;
        let machine = times.iter().map(|(_, plain)| *plain).max().unwrap_or_default();
        println!("{} other visits, the slowest {slowest:?}; a bare socket took {machine:?}", times.len());
        ensure!(
            slowest <= AT_ONCE + machine,
            "another visitor waited {slowest:?}, where a bare socket took {machine:?}"
        );
        Ok(())
    }
}

fn visit(address: &str) -> Result<Duration> {
    let start = Instant::now();
    let response = tell(address, b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    ensure!(response.starts_with(b"HTTP/1.1 200"), "another visitor was told {:?}", String::from_utf8_lossy(&response));
    Ok(start.elapsed())
}

/// Fails unless the server closes the connection by itself; returns what it sent before.
fn is_closed(socket: &mut TcpStream, within: Duration) -> Result<Vec<u8>> {
    let start = Instant::now();
    socket.set_read_timeout(Some(within + SLACK))?;
    let response = rest(socket)?;
    ensure!(start.elapsed() < within + SLACK, "closed after {:?}", start.elapsed());
    Ok(response)
}

fn check_table(site: &TestSite, with_links: bool) -> Result<()> {
    ensure!(holds_the_secret(&site.dist), "there is something to be stolen");
    let server = server::start_with(&site.dist, 0, "/", strict())?;
    let others = ConcurrentVisitors::visit(&server)?;
    let rows = table::rows(with_links);
    ensure!(rows.len() >= 40, "{} rows", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let response = tell(address(&server.url), &row.bytes).with_context(|| row.name.clone())?;
        let text = String::from_utf8_lossy(&response);
        let code = text.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)?.parse().ok()).unwrap_or(0);
        let is_stolen = [SECRET, "root:", "PATH=", "HOME="].iter().any(|inside| text.contains(inside));
        if is_stolen || !row.codes.contains(&code) {
            wrong.push(format!("{}: {code} instead of {:?}: {text:.300}", row.name, row.codes));
        }
    }
    ensure!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
    println!("{} hostile requests, nothing given", rows.len());
    others.were_answered_at_once()
}

#[cfg(unix)]
#[test]
fn hostile_requests_never_leave_the_folder() -> Result<()> {
    check_table(&TestSite::with_links("hostile")?, true)
}

#[cfg(not(unix))]
#[test]
fn hostile_requests_never_leave_the_folder() -> Result<()> {
    check_table(&TestSite::new("hostile")?, false)
}

#[cfg(unix)]
#[test]
fn symlink_inside_the_folder_is_followed() -> Result<()> {
    let site = TestSite::with_links("links")?;
    let server = server::start(&site.dist, 0)?;
    assert_eq!(crate::site::ask(&server, "GET /inside.svg", "")?.body, "<svg/>");
    Ok(())
}

#[test]
fn slow_and_silent_clients_are_disconnected() -> Result<()> {
    let site = TestSite::new("slow")?;
    let server = server::start_with(&site.dist, 0, "/", strict())?;
    let address = address(&server.url);
    let others = ConcurrentVisitors::visit(&server)?;
    let starts: [(&str, &[u8]); 7] = [
        ("says nothing", b""),
        ("half a first line", b"GET /ind"),
        ("no end of the headers", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: "),
        ("an announced body", b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 400000000\r\n\r\n"),
        ("a body in parts", b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe"),
        ("an unused connection", b"GET /icon.svg HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        ("an answer to HEAD", b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    ];
    let mut slow = Vec::new();
    for (name, start) in starts {
        let mut socket = connect(address)?;
        socket.write_all(start)?;
        slow.push((name, socket));
    }
    for (name, socket) in &mut slow {
        is_closed(socket, HEAD).with_context(|| (*name).to_owned())?;
    }
    others.were_answered_at_once()
}

#[test]
fn slow_request_head_is_disconnected() -> Result<()> {
    let site = TestSite::new("drip")?;
    let server = server::start_with(&site.dist, 0, "/", strict())?;
    let others = ConcurrentVisitors::visit(&server)?;
    let mut socket = connect(address(&server.url))?;
    socket.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n")?;
    let start = Instant::now();
    while socket.write_all(b"X: y\r\n").is_ok() {
        ensure!(start.elapsed() < HEAD + SLACK, "still listened to after {:?}", start.elapsed());
        std::thread::sleep(Duration::from_millis(20));
    }
    others.were_answered_at_once()
}

#[test]
fn client_that_does_not_read_is_disconnected() -> Result<()> {
    let site = TestSite::new("deaf")?;
    let server = server::start_with(&site.dist, 0, "/", strict())?;
    let others = ConcurrentVisitors::visit(&server)?;
    let mut socket = connect(address(&server.url))?;
    socket.write_all(b"GET /big.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
    std::thread::sleep(CONNECTION * 2 + HEAD);
    let response = is_closed(&mut socket, CONNECTION)?;
    ensure!((response.len() as u64) < crate::site::BIG, "it was cut off before the end");
    others.were_answered_at_once()
}

#[test]
fn half_closed_connections_end() -> Result<()> {
    let site = TestSite::new("half")?;
    let server = server::start_with(&site.dist, 0, "/", strict())?;
    let others = ConcurrentVisitors::visit(&server)?;
    for start in
        ["", "GET", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n1"]
    {
        let mut socket = connect(address(&server.url))?;
        socket.write_all(start.as_bytes())?;
        socket.shutdown(Shutdown::Write)?;
        is_closed(&mut socket, HEAD).with_context(|| start.to_owned())?;
    }
    others.were_answered_at_once()
}

#[test]
fn idle_connections_block_no_clients() -> Result<()> {
    let site = TestSite::new("crowd")?;
    let limits = Limits { head: Duration::from_secs(600), connections: 128, ..strict() };
    let server = server::start_with(&site.dist, 0, "/", Limits { connection: limits.head, ..limits })?;
    let others = ConcurrentVisitors::visit(&server)?;
    let mut crowd = Vec::new();
    for number in 0..400 {
        let mut socket = connect(address(&server.url))?;
        socket.write_all(if number % 2 == 0 { b"" } else { b"GET / HTTP/1.1\r\nHost: local" })?;
        crowd.push(socket);
    }
    let [first, ..] = crowd.as_mut_slice() else { anyhow::bail!("nobody is there") };
    is_closed(first, Duration::ZERO).context("the first of 400 has made way")?;
    others.were_answered_at_once()
}

#[test]
fn request_body_is_rejected_before_it_is_sent() -> Result<()> {
    let site = TestSite::new("body")?;
    let server = server::start(&site.dist, 0)?;
    let mut socket = connect(address(&server.url))?;
    socket.write_all(
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 400000000\r\nExpect: 100-continue\r\n\r\n",
    )?;
    // Nothing of the body has been sent, but the response has arrived.
    let response = String::from_utf8_lossy(&is_closed(&mut socket, Duration::ZERO)?).into_owned();
    assert!(response.starts_with("HTTP/1.1 405"), "{response}");
    Ok(())
}

#[test]
fn configured_host_names_are_accepted() -> Result<()> {
    let site = TestSite::new("hosts")?;
    let limits = Limits { more_hosts: vec!["portal.test".to_owned()], ..strict() };
    let server = server::start_with(&site.dist, 0, "/", limits)?;
    for (host, code) in [("portal.test", "200"), ("portal.test:99", "200"), ("localhost", "200"), ("evil.test", "421")]
    {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let response = tell(address(&server.url), request.as_bytes())?;
        let response = String::from_utf8_lossy(&response);
        assert_eq!(response.split(' ').nth(1), Some(code), "{host}");
    }
    Ok(())
}
