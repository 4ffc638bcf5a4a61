//! A web server that changes while it runs: it can be given another release, spoil a file, or go away in the middle of a
//! visit. Knows files and what can be wrong with an answer, nothing of the app.

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
const LONG: Duration = Duration::from_secs(3600);

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoil {
    /// There is no such file.
    Missing,
    /// A page of the network's own comes instead, as in a hotel, and calls itself right.
    Portal,
    /// The line is cut in the middle of the file.
    Half,
    /// The answer never comes.
    Never,
}

#[derive(Default)]
struct State {
    folder: PathBuf,
    spoilt: Option<(String, Spoil)>,
    // How many more requests are answered; no end where there is none.
    left: Option<usize>,
    asked: Vec<String>,
    headers: Vec<(String, String)>,
}

/// A running server. It stops when this value is dropped.
pub struct Host {
    /// Where the app is, with the slash at the end.
    pub url: String,
    state: Arc<Mutex<State>>,
    _http: HttpServer,
}

/// The connection is closed without a word.
#[derive(Debug)]
struct Gone;

impl std::fmt::Display for Gone {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("the network is gone")
    }
}

impl std::error::Error for Gone {}

impl Host {
    /// Serves a folder below a path of its own, because browsers keep what they know of an address and a port.
    pub fn of(folder: &Path) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
        let state = Arc::new(Mutex::new(State { folder: folder.to_path_buf(), ..State::default() }));
        let shared = Arc::clone(&state);
        let service = service_fn(move |request: Request| {
            let state = Arc::clone(&shared);
            async move { answer(&request, &state).await.ok_or(Gone) }
        });
        // An answer that never comes is waited for as long as a test likes.
        let limits = Limits { connection: LONG, ..Limits::default() };
        let http = http::serve(listener, limits, service).expect("the system gives threads");
        Self { url: format!("http://{}/app/", http.address), state, _http: http }
    }

    fn change(&self, how: impl FnOnce(&mut State)) {
        how(&mut self.state.lock().expect("no thread has panicked"));
    }

    /// Another release is put in the place of the one that was there.
    pub fn deploys(&self, folder: &Path) {
        self.change(|state| state.folder = folder.to_path_buf());
    }

    /// Answers wrongly from now on to whatever has this in its name.
    pub fn spoils(&self, name: &str, how: Spoil) {
        self.change(|state| state.spoilt = Some((name.to_owned(), how)));
    }

    /// Answers so many more requests, and then none: the network is gone.
    pub fn answers_only(&self, requests: usize) {
        self.change(|state| state.left = Some(requests));
    }

    /// Answers everything again.
    pub fn is_well(&self) {
        self.change(|state| (state.spoilt, state.left) = (None, None));
    }

    /// Sends this with every answer from now on.
    pub fn sends(&self, name: &str, value: &str) {
        self.change(|state| state.headers.push((name.to_owned(), value.to_owned())));
    }

    /// The same, and leaves it written down.
    pub fn asked_so_far(&self) -> Vec<String> {
        let mut asked = Vec::new();
        self.change(|state| asked.clone_from(&state.asked));
        asked
    }

    /// What has been asked for since this was last called, in order; `./` is the page.
    pub fn asked(&self) -> Vec<String> {
        let mut asked = Vec::new();
        self.change(|state| std::mem::swap(&mut state.asked, &mut asked));
        asked
    }
}

async fn answer(request: &Request, state: &Mutex<State>) -> Option<Response> {
    let missing = |headers: &[(String, String)]| send(StatusCode::NOT_FOUND, "text/plain", headers, Body::empty());
    let Some(inside) = request.uri().path().strip_prefix("/app/") else { return Some(missing(&[])) };
    let shown = if inside.is_empty() { "./" } else { inside };
    let (folder, spoilt, headers) = {
        let mut state = state.lock().ok()?;
        state.asked.push(shown.to_owned());
        if let Some(left) = &mut state.left {
            *left = left.checked_sub(1)?;
        }
        let spoilt = state.spoilt.as_ref().filter(|(part, _)| shown.contains(part)).map(|(_, how)| *how);
        (state.folder.clone(), spoilt, state.headers.clone())
    };
    let Some(name) = path::relative(inside) else { return Some(missing(&headers)) };
    let Ok(bytes) = std::fs::read(folder.join(&name)) else { return Some(missing(&headers)) };
    let kind = content_type::of(&name);
    match spoilt {
        None => Some(send(StatusCode::OK, kind, &headers, Body::from(bytes))),
        Some(Spoil::Missing) => Some(missing(&headers)),
        Some(Spoil::Portal) => Some(send(StatusCode::OK, kind, &headers, Body::from("<h1>Welcome</h1>"))),
        Some(Spoil::Half) => {
            let half = Bytes::copy_from_slice(&bytes[..bytes.len() / 2]);
            let mut response = send(StatusCode::OK, kind, &headers, Body::new(Cut(Some(half))));
            response.headers_mut().insert(header::CONTENT_LENGTH, bytes.len().into());
            Some(response)
        }
        Some(Spoil::Never) => std::future::pending().await,
    }
}

/// A body that breaks off after these bytes.
struct Cut(Option<Bytes>);

impl hyper::body::Body for Cut {
    type Data = Bytes;
    type Error = Gone;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Gone>>> {
        Poll::Ready(Some(self.0.take().map(Frame::data).ok_or(Gone)))
    }
}

fn send(status: StatusCode, kind: &str, headers: &[(String, String)], body: Body) -> Response {
    // A connection that is used again would have the browser ask twice where one is closed without a word.
    let own = [("content-type", kind), ("cache-control", "no-cache"), ("connection", "close")];
    let more = headers.iter().map(|(name, value)| (&**name, &**value));
    let mut response = hyper::Response::builder().status(status);
    for (name, value) in own.into_iter().chain(more) {
        response = response.header(name, value);
    }
    response.body(body).expect("tests send headers that HTTP allows")
}
