//! Local web servers for the developer and for tests: connections, their limits, and the permitted host names. hyper
//! reads and writes HTTP. The caller provides the content.

mod host;
#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test may stop at the first surprise")]
mod tests;

use anyhow::Result;
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::SockRef;
use std::error::Error;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{AbortHandle, JoinSet};

pub use axum::body::{Body, Bytes};
pub use hyper::service::service_fn;
pub use hyper::{HeaderMap, Method, StatusCode, header};

/// A request whose body has not been read.
pub type Request = hyper::Request<Incoming>;
/// A response.
pub type Response = hyper::Response<Body>;

/// The length of the accept backlog.
const WAITING: i32 = 1024;
/// How long a new connection is protected from being replaced by a newer one.
const GRACE: Duration = Duration::from_millis(20);

/// The limits of a server.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The permitted host names besides `localhost`, `127.0.0.1` and `[::1]`. A foreign name that resolves to this
    /// machine (DNS rebinding) would let any web page read the served files.
    pub more_hosts: Vec<String>,
    /// The time limit for the head of a request, and for an idle connection.
    pub head: Duration,
    /// After this time a connection gets no further request; after twice this time it is closed.
    pub connection: Duration,
    /// The maximum number of connections. The one that has been idle longest is closed for a newer one.
    pub connections: usize,
    /// The maximum size of a request's head in bytes, at least 8192.
    pub head_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            more_hosts: Vec::new(),
            head: Duration::from_secs(10),
            connection: Duration::from_secs(60),
            connections: 256,
            head_bytes: 16 * 1024,
        }
    }
}

/// A running server. It stops when this value is dropped.
pub struct HttpServer {
    /// The local address.
    pub address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // A response in progress is cut off, as when the process ends.
            runtime.shutdown_timeout(Duration::from_secs(1));
        }
    }
}

/// Serves on a port. Each connection has a task of its own, so a slow client delays no other. An error of the service
/// closes the connection without a response.
///
/// # Errors
/// The system provides no threads.
pub fn serve<S>(listener: std::net::TcpListener, limits: Limits, service: S) -> Result<HttpServer>
where
    S: Service<Request, Response = Response> + Send + Sync + 'static,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    S::Future: Send + 'static,
{
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    // A long backlog, so that the system refuses no client during a flood: a refused client retries only after a
    // second.
    SockRef::from(&listener).listen(WAITING)?;
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let inside = runtime.enter();
    let listener = TcpListener::from_std(listener)?;
    drop(inside);
    runtime.spawn(accept(listener, Arc::new(limits), Arc::new(service)));
    Ok(HttpServer { address, runtime: Some(runtime) })
}

async fn accept<S>(listener: TcpListener, limits: Arc<Limits>, service: Arc<S>)
where
    S: Service<Request, Response = Response> + Send + Sync + 'static,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    S::Future: Send + 'static,
{
    let mut tasks = JoinSet::new();
    let mut connections: Vec<Connection> = Vec::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // The process has too many open files: wait until a connection ends.
            tokio::time::sleep(GRACE).await;
            continue;
        };
        while tasks.try_join_next().is_some() {}
        make_room(&mut connections, limits.connections).await;
        let used = Used::default();
        let task = tasks.spawn(converse(stream, Arc::clone(&limits), Arc::clone(&service), used.clone()));
        connections.push(Connection { used, task });
    }
}

/// Whether the connection waits for its response, and the time of the last change.
type Use = (bool, Instant);

#[derive(Clone)]
struct Used(Arc<Mutex<Use>>);

impl Default for Used {
    fn default() -> Self {
        Self(Arc::new(Mutex::new((false, Instant::now()))))
    }
}

impl Used {
    fn set(&self, is_waiting: bool) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (is_waiting, Instant::now());
    }

    fn get(&self) -> Use {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Connection {
    used: Used,
    task: AbortHandle,
}

/// Closes the connection that has been idle longest if there are too many. Each is protected for a moment, so that a
/// flood of new connections waits instead of replacing real visitors.
async fn make_room(connections: &mut Vec<Connection>, most: usize) {
    loop {
        connections.retain(|connection| !connection.task.is_finished());
        if connections.len() < most {
            return;
        }
        let used = connections.iter().map(|connection| connection.used.get());
        let Some((index, (_, since))) = used.enumerate().min_by_key(|(_, used)| *used) else { return };
        if since.elapsed() >= GRACE {
            connections.swap_remove(index).task.abort();
            return;
        }
        tokio::time::sleep(GRACE.saturating_sub(since.elapsed())).await;
    }
}

async fn converse<S>(stream: TcpStream, limits: Arc<Limits>, service: Arc<S>, used: Used)
where
    S: Service<Request, Response = Response>,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let answer = service_fn(async |request: Request| {
        used.set(true);
        let answer = match host::refusal(&request, &limits.more_hosts) {
            Some(refusal) => Ok(refusal),
            None => service.call(request).await,
        };
        used.set(false);
        answer
    });
    let mut builder = hyper::server::conn::http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(limits.head_bytes);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), answer));
    // A client that disconnects early is no error of the server.
    if tokio::time::timeout(limits.connection, connection.as_mut()).await.is_err() {
        connection.as_mut().graceful_shutdown();
        let _ = tokio::time::timeout(limits.connection, connection).await;
    }
}

/// A response with one line of text.
pub fn text(status: StatusCode, line: &'static str) -> Response {
    let mut response = Response::new(Body::from(line));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
