//! A web server with fault injection: it can replace the release, respond wrongly for a file, or stop responding during
//! a visit. Knows nothing of the app.

use hyper::body::Frame;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;
use xtask::http::{self, Body, Bytes, HttpServer, Limits, Request, Response, StatusCode, header, service_fn};
use xtask::server::{content_type, path};

/// Longer than any test.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(3600);

/// The fault of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file is not found.
    Missing,
    /// A captive portal answers with its own page and status 200.
    Portal,
    /// The connection breaks in the middle of the file.
    Half,
    /// There is no response.
    Never,
}

#[derive(Default)]
struct ServerState {
    folder: PathBuf,
    fault: Option<(String, Fault)>,
    // The number of requests still answered; `None` is no limit.
    left: Option<usize>,
    requests: Vec<String>,
    headers: Vec<(String, String)>,
}

/// A running server. It stops when this value is dropped.
pub struct FaultyServer {
    /// The URL of the app, with a trailing slash.
    pub url: String,
    state: Arc<Mutex<ServerState>>,
    _http: HttpServer,
}

/// An error that closes the connection without a response.
#[derive(Debug)]
struct ConnectionClosed;

impl std::fmt::Display for ConnectionClosed {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("the network is gone")
    }
}

impl std::error::Error for ConnectionClosed {}

impl FaultyServer {
    /// Serves a folder on a port of its own, because browsers cache by address and port.
    pub fn new(folder: &Path) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
        let state = Arc::new(Mutex::new(ServerState { folder: folder.to_path_buf(), ..ServerState::default() }));
        let shared = Arc::clone(&state);
        let service = service_fn(move |request: Request| {
            let state = Arc::clone(&shared);
            async move { answer(&request, &state).await.ok_or(ConnectionClosed) }
        });
        // A test may wait for a response that never comes.
        let limits = Limits { connection: CONNECTION_TIMEOUT, ..Limits::default() };
        let http = http::serve(listener, limits, service).expect("the system gives threads");
        Self { url: format!("http://{}/app/", http.address), state, _http: http }
    }

    fn change(&self, how: impl FnOnce(&mut ServerState)) {
        how(&mut self.state.lock().expect("no thread has panicked"));
    }

    /// Replaces the release.
    pub fn deploy(&self, folder: &Path) {
        self.change(|state| state.folder = folder.to_path_buf());
    }

    /// Injects a fault into requests whose name contains this text.
    pub fn inject_fault(&self, name: &str, fault: Fault) {
        self.change(|state| state.fault = Some((name.to_owned(), fault)));
    }

    /// Answers this many more requests and then closes connections, as if the network were lost.
    pub fn limit_requests(&self, requests: usize) {
        self.change(|state| state.left = Some(requests));
    }

    /// Answers every request correctly again.
    pub fn clear_fault(&self) {
        self.change(|state| (state.fault, state.left) = (None, None));
    }

    /// Sends this header with every response from now on.
    pub fn add_header(&self, name: &str, value: &str) {
        self.change(|state| state.headers.push((name.to_owned(), value.to_owned())));
    }

    /// The same, without clearing the log.
    pub fn requests_so_far(&self) -> Vec<String> {
        let mut requests = Vec::new();
        self.change(|state| requests.clone_from(&state.requests));
        requests
    }

    /// The requests since the last call, in order; `./` is the page.
    pub fn take_requests(&self) -> Vec<String> {
        let mut requests = Vec::new();
        self.change(|state| std::mem::swap(&mut state.requests, &mut requests));
        requests
    }
}

async fn answer(request: &Request, state: &Mutex<ServerState>) -> Option<Response> {
    let missing = |headers: &[(String, String)]| send(StatusCode::NOT_FOUND, "text/plain", headers, Body::empty());
    let Some(inside) = request.uri().path().strip_prefix("/app/") else { return Some(missing(&[])) };
    let name = if inside.is_empty() { "./" } else { inside };
    let (folder, fault, headers) = {
        let mut state = state.lock().ok()?;
        state.requests.push(name.to_owned());
        if let Some(left) = &mut state.left {
            *left = left.checked_sub(1)?;
        }
        let fault = state.fault.as_ref().filter(|(part, _)| name.contains(part)).map(|(_, fault)| *fault);
        (state.folder.clone(), fault, state.headers.clone())
    };
    let Some(path) = path::relative(inside) else { return Some(missing(&headers)) };
    let Ok(bytes) = std::fs::read(folder.join(&path)) else { return Some(missing(&headers)) };
    let kind = content_type::of(&path);
    match fault {
        None => Some(send(StatusCode::OK, kind, &headers, Body::from(bytes))),
        Some(Fault::Missing) => Some(missing(&headers)),
        Some(Fault::Portal) => Some(send(StatusCode::OK, kind, &headers, Body::from("<h1>Welcome</h1>"))),
        Some(Fault::Half) => {
            let half = Bytes::copy_from_slice(&bytes[..bytes.len() / 2]);
            let mut response = send(StatusCode::OK, kind, &headers, Body::new(TruncatedBody(Some(half))));
            response.headers_mut().insert(header::CONTENT_LENGTH, bytes.len().into());
            Some(response)
        }
        Some(Fault::Never) => std::future::pending().await,
    }
}

/// A body that fails after these bytes.
struct TruncatedBody(Option<Bytes>);

impl hyper::body::Body for TruncatedBody {
    type Data = Bytes;
    type Error = ConnectionClosed;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ConnectionClosed>>> {
        Poll::Ready(Some(self.0.take().map(Frame::data).ok_or(ConnectionClosed)))
    }
}

fn send(status: StatusCode, kind: &str, headers: &[(String, String)], body: Body) -> Response {
    // Browsers retry if a reused connection is closed without a response, so no connection is reused.
    let base = [("content-type", kind), ("cache-control", "no-cache"), ("connection", "close")];
    let more = headers.iter().map(|(name, value)| (&**name, &**value));
    let mut response = hyper::Response::builder().status(status);
    for (name, value) in base.into_iter().chain(more) {
        response = response.header(name, value);
    }
    response.body(body).expect("tests send headers that HTTP allows")
}
