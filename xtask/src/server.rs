//! A small web server for `dist/`, as a careful web master would set one up: types, compression, caching, security
//! headers. For one person at a desk and for the tests; it listens on this machine only and knows nothing of the app.

mod answer;
pub mod content_type;

use crate::http;
use anyhow::{Context, Result};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

/// How many ports to try after the one that was asked for.
const PORTS: u16 = 50;

/// A running server. It stops when this value is dropped.
pub struct Server {
    /// Where the app is, with the slash at the end.
    pub url: String,
    _http: http::Server,
}

/// Serves a folder at the root of a port; port 0 means any free one.
pub fn start(dist: &Path, port: u16) -> Result<Server> {
    start_under(dist, port, "/")
}

/// Serves a folder below a path such as `/policies/huiqi/`, to show that the app does not care where it is put.
pub fn start_under(dist: &Path, port: u16, prefix: &str) -> Result<Server> {
    let listener = TcpListener::bind(("127.0.0.1", port)).with_context(|| format!("port {port} is taken"))?;
    serve(listener, dist, prefix)
}

/// Serves a folder on this port, or on the next free one.
pub fn start_at_or_after(dist: &Path, port: u16) -> Result<Server> {
    let last = port.saturating_add(PORTS);
    let listener = (port..=last).find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok());
    serve(listener.with_context(|| format!("no free port from {port} to {last}"))?, dist, "/")
}

fn serve(listener: TcpListener, dist: &Path, prefix: &str) -> Result<Server> {
    let site = Site { dist: dist.to_path_buf(), prefix: format!("/{}/", prefix.trim_matches('/')).replace("//", "/") };
    let url = format!("http://{}{}", listener.local_addr()?, site.prefix);
    let http = http::serve(listener, move |request| answer::answer(request, &site))?;
    Ok(Server { url, _http: http })
}

/// What is served, and below which path.
struct Site {
    dist: PathBuf,
    /// Begins and ends with a slash.
    prefix: String,
}
