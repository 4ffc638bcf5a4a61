//! A web server for `dist/`, as a careful web master would set one up: types, compressed copies, caching, security
//! headers. For one person at a desk and for the tests; it listens on this machine only and knows nothing of the app.
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

/// How many ports to try after the one that was asked for.
const PORTS: u16 = 50;

/// A running server. It stops when this value is dropped.
pub struct Server {
    /// Where the app is, with the slash at the end.
    pub url: String,
    _http: http::HttpServer,
}

/// Serves a folder at the root of a port; port 0 means any free one.
///
/// # Errors
/// Where the port is taken.
pub fn start(dist: &Path, port: u16) -> Result<Server> {
    start_under(dist, port, "/")
}

/// Serves a folder below a path such as `/policies/huiqi/`, to show that the app does not care where it is put.
///
/// # Errors
/// Where the port is taken.
pub fn start_under(dist: &Path, port: u16, prefix: &str) -> Result<Server> {
    start_with(dist, port, prefix, Limits::default())
}

/// Serves a folder below a path, with other limits or for more host names than those of this machine.
///
/// # Errors
/// Where the port is taken.
pub fn start_with(dist: &Path, port: u16, prefix: &str, limits: Limits) -> Result<Server> {
    let listener = TcpListener::bind(("127.0.0.1", port)).with_context(|| format!("port {port} is taken"))?;
    serve(listener, dist, prefix, limits)
}

/// Serves a folder on this port, or on the next free one.
///
/// # Errors
/// Where all of them are taken.
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

/// The file that is asked for, or why there is none. A request that is refused never reaches the files.
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
