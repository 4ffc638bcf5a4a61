//! The development server, tested over a socket.

#[path = "server/hostile.rs"]
mod hostile;
#[path = "server/site.rs"]
mod site;
#[path = "server/table.rs"]
mod table;

use anyhow::{Context, Result};
use site::{PAGE, TestSite, ask};
use xtask::server;

#[test]
fn smallest_accepted_encoding_is_sent() -> Result<()> {
    let site = TestSite::new("copies")?;
    let server = server::start(&site.dist, 0)?;
    for (accepted, encoding, body) in [
        ("Accept-Encoding: gzip, deflate, br\r\n", Some("br"), "brotli"),
        ("Accept-Encoding: gzip\r\n", Some("gzip"), "gzip"),
        ("", None, PAGE),
    ] {
        let answer = ask(&server, "GET /", accepted)?;
        assert_eq!((answer.code(), answer.header("Content-Encoding"), answer.body.as_str()), ("200", encoding, body));
        assert_eq!(answer.header("Content-Type"), Some("text/html; charset=utf-8"));
        assert_eq!(answer.header("Vary"), Some("Accept-Encoding"));
    }
    Ok(())
}

#[test]
fn every_response_carries_the_csp() -> Result<()> {
    let site = TestSite::new("policy")?;
    let server = server::start(&site.dist, 0)?;
    for (line, code) in [("GET /", "200"), ("GET /no", "404"), ("GET /../x", "400"), ("POST /", "405")] {
        let answer = ask(&server, line, "")?;
        assert_eq!(answer.code(), code, "{line}");
        assert_eq!(answer.header("Content-Security-Policy"), Some(xtask::csp::header().as_str()), "{line}");
        assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"), "{line}");
    }
    Ok(())
}

#[test]
fn page_is_revalidated_and_hashed_files_are_immutable() -> Result<()> {
    let site = TestSite::new("caching")?;
    let server = server::start(&site.dist, 0)?;
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
fn server_under_a_path_serves_only_that_path() -> Result<()> {
    let site = TestSite::new("path")?;
    let server = server::start_under(&site.dist, 0, "policies/huiqi")?;
    assert!(server.url.ends_with("/policies/huiqi/"), "{}", server.url);
    assert_eq!(ask(&server, "GET /policies/huiqi/icon.svg", "")?.code(), "200");
    let bare = ask(&server, "GET /policies/huiqi", "")?;
    assert_eq!((bare.code(), bare.header("Location")), ("308", Some("/policies/huiqi/")));
    let folder = ask(&server, "GET /policies/huiqi/folder", "")?;
    assert_eq!((folder.code(), folder.header("Location")), ("307", Some("/policies/huiqi/folder/")));
    assert_eq!(ask(&server, "GET /policies/huiqi/folder/", "")?.body, "inner");
    for outside in ["/", "/icon.svg", "/policies/", "/policies/huiqi2/icon.svg", "/policies/other"] {
        assert_eq!(ask(&server, &format!("GET {outside}"), "")?.code(), "404", "{outside}");
    }
    Ok(())
}

#[test]
fn taken_port_is_skipped_and_dropped_server_frees_it() -> Result<()> {
    let site = TestSite::new("ports")?;
    let first = server::start_at_or_after(&site.dist, 18_480)?;
    let second = server::start_at_or_after(&site.dist, 18_480)?;
    assert_ne!(first.url, second.url);
    assert_eq!(ask(&second, "GET /icon.svg", "")?.code(), "200");
    drop(first);
    drop(second);
    // Closed connections may occupy a port for a while, so the port may differ.
    server::start_at_or_after(&site.dist, 18_480)?;
    Ok(())
}
