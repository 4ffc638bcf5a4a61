//! The server as a browser meets it: over a socket. Knows nothing of its inside.

use anyhow::{Context, Result};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use xtask::server::{self, Server};

/// A folder with a small site, removed at the end.
struct Site(PathBuf);

impl Site {
    fn new(name: &str) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("huiqi-server-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        for (file, text) in [
            ("index.html", "<p>惠企</p>"),
            ("index.html.br", "brotli"),
            ("index.html.gz", "gzip"),
            ("app-0123456789abcdef.wasm", "\0asm"),
            ("icon.svg", "<svg/>"),
        ] {
            std::fs::write(folder.join(file), text)?;
        }
        Ok(Self(folder))
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // What cannot be removed stays in the system's folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct Answer {
    head: String,
    body: String,
}

impl Answer {
    fn code(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

fn ask(server: &Server, line: &str, headers: &str) -> Result<Answer> {
    let address = server.url.trim_start_matches("http://").split('/').next().context("an address")?;
    let mut socket = TcpStream::connect(address)?;
    write!(socket, "{line} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n")?;
    let mut bytes = Vec::new();
    socket.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").context("an answer without an empty line")?;
    Ok(Answer { head: head.to_owned(), body: body.to_owned() })
}

#[test]
fn the_smallest_copy_that_the_browser_accepts_is_sent() -> Result<()> {
    let site = Site::new("copies")?;
    let server = server::start(&site.0, 0)?;
    for (accepted, encoding, body) in [
        ("Accept-Encoding: gzip, deflate, br\r\n", Some("br"), "brotli"),
        ("Accept-Encoding: gzip\r\n", Some("gzip"), "gzip"),
        ("", None, "<p>惠企</p>"),
    ] {
        let answer = ask(&server, "GET /", accepted)?;
        assert_eq!((answer.code(), answer.header("Content-Encoding"), answer.body.as_str()), ("200", encoding, body));
        assert_eq!(answer.header("Content-Type"), Some("text/html; charset=utf-8"));
        assert_eq!(answer.header("Vary"), Some("Accept-Encoding"));
    }
    Ok(())
}

#[test]
fn every_answer_carries_the_policy_even_a_refusal() -> Result<()> {
    let site = Site::new("policy")?;
    let server = server::start(&site.0, 0)?;
    for (line, code) in [("GET /", "200"), ("GET /no", "404"), ("GET /../x", "400"), ("POST /", "405")] {
        let answer = ask(&server, line, "")?;
        assert_eq!(answer.code(), code, "{line}");
        assert_eq!(answer.header("Content-Security-Policy"), Some(xtask::csp::header().as_str()), "{line}");
        assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"), "{line}");
    }
    Ok(())
}

#[test]
fn the_page_is_asked_for_again_and_hashed_files_are_kept() -> Result<()> {
    let site = Site::new("caching")?;
    let server = server::start(&site.0, 0)?;
    let page = ask(&server, "GET /?from=portal", "")?;
    assert_eq!(page.header("Cache-Control"), Some("no-cache"));
    let tag = page.header("ETag").context("a tag")?;
    let again = ask(&server, "GET /", &format!("If-None-Match: {tag}\r\n"))?;
    assert_eq!((again.code(), again.body.as_str()), ("304", ""));
    let program = ask(&server, "HEAD /app-0123456789abcdef.wasm", "")?;
    assert_eq!(program.header("Cache-Control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(program.header("Content-Type"), Some("application/wasm"));
    assert_eq!((program.header("Content-Length"), program.body.as_str()), (Some("4"), ""));
    Ok(())
}

#[test]
fn below_a_path_only_that_path_is_served() -> Result<()> {
    let site = Site::new("path")?;
    let server = server::start_under(&site.0, 0, "policies/huiqi")?;
    assert!(server.url.ends_with("/policies/huiqi/"), "{}", server.url);
    assert_eq!(ask(&server, "GET /policies/huiqi/icon.svg", "")?.code(), "200");
    let bare = ask(&server, "GET /policies/huiqi", "")?;
    assert_eq!((bare.code(), bare.header("Location")), ("308", Some("/policies/huiqi/")));
    assert_eq!(ask(&server, "GET /", "")?.code(), "404");
    Ok(())
}

#[test]
fn a_taken_port_gives_the_next_one_and_a_dropped_server_gives_its_port_back() -> Result<()> {
    let site = Site::new("ports")?;
    let first = server::start_at_or_after(&site.0, 18_480)?;
    let second = server::start_at_or_after(&site.0, 18_480)?;
    assert_ne!(first.url, second.url);
    assert_eq!(ask(&second, "GET /icon.svg", "")?.code(), "200");
    drop(first);
    drop(second);
    // Answered connections may keep a port for a while, so not necessarily the same one.
    server::start_at_or_after(&site.0, 18_480)?;
    Ok(())
}
