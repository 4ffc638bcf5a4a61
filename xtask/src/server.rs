//! A web server for `dist/`, configured as a careful web master would: content types, compressed copies, caching,
//! security headers. For local development and tests: it listens on this machine only and knows nothing of the app.
//! tower-http's `ServeDir` finds and sends the files.

pub mod content_type;
mod files;
mod headers;
pub mod path;

use crate::http::{self, Limits, Response, StatusCode};
use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::middleware::{self, Next};
use hyper_util::service::TowerToHyperService;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

/// The number of ports to try after the requested one.
const PORTS: u16 = 50;

/// A running server. It stops when this value is dropped.
pub struct Server {
    /// The URL of the app, with a trailing slash.
    pub url: String,
    _http: http::HttpServer,
}

/// Serves a folder at the root of a port; port 0 means any free one.
///
/// # Errors
/// The port is taken.
pub fn start(dist: &Path, port: u16) -> Result<Server> {
    start_under(dist, port, "/")
}

/// Serves a folder below a path such as `/policies/huiqi/`, to test that the app works under any path.
///
/// # Errors
/// The port is taken.
pub fn start_under(dist: &Path, port: u16, prefix: &str) -> Result<Server> {
    start_with(dist, port, prefix, Limits::default())
}

/// Serves a folder below a path, with other limits or additional host names.
///
/// # Errors
/// The port is taken.
pub fn start_with(dist: &Path, port: u16, prefix: &str, limits: Limits) -> Result<Server> {
    let listener = TcpListener::bind(("127.0.0.1", port)).with_context(|| format!("port {port} is taken"))?;
    serve(listener, dist, prefix, limits)
}

/// Serves a folder on this port, or on the next free one.
///
/// # Errors
/// All tried ports are taken.
pub fn start_at_or_after(dist: &Path, port: u16) -> Result<Server> {
    let last = port.saturating_add(PORTS);
    let listener = (port..=last).find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok());
    serve(listener.with_context(|| format!("no free port from {port} to {last}"))?, dist, "/", Limits::default())
}

fn serve(listener: TcpListener, dist: &Path, prefix: &str, limits: Limits) -> Result<Server> {
    let prefix = format!("/{}/", prefix.trim_matches('/')).replace("//", "/");
    let url = format!("http://{}{prefix}", listener.local_addr()?);
    let site: Arc<str> = prefix.into();
    let files = files::service(dist, &site);
    let app = Router::new().fallback_service(files).layer(middleware::from_fn_with_state(site, answer));
    let app = headers::security()?.into_iter().fold(app, Router::layer);
    let http = http::serve(listener, limits, TowerToHyperService::new(app))?;
    Ok(Server { url, _http: http })
}

/// Serves the requested file, or the refusal. A refused request never reaches the files.
async fn answer(State(prefix): State<Arc<str>>, request: axum::extract::Request, next: Next) -> Response {
    let asked = match files::asked(request, &prefix) {
        Ok(asked) => asked,
        Err(refusal) => return *refusal,
    };
    let name = asked.name;
    let response = next.run(asked.request).await;
    match response.status() {
        StatusCode::NOT_FOUND => http::text(StatusCode::NOT_FOUND, "404 not found\n"),
        status if status.is_success() || status == StatusCode::NOT_MODIFIED => headers::described(response, &name),
        _ => response,
    }
}
