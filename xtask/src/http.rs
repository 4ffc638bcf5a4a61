//! Web servers on this machine, for the person at it and for tests: connections, their limits, and the host names that
//! are answered. hyper reads and writes HTTP. What is served is the caller's.

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
/// An answer.
pub type Response = hyper::Response<Body>;

/// The connections that may wait until they are accepted.
const WAITING: i32 = 1024;
/// How long each connection is safe from newer ones.
const GRACE: Duration = Duration::from_millis(20);

/// What one server grants its visitors.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The host names that are answered besides `localhost`, `127.0.0.1` and `[::1]`. A name of another machine that is
    /// made to point here (DNS rebinding) would let any page on the web read what is served.
    pub more_hosts: Vec<String>,
    /// The time for the whole head of a request; also how long a connection may stay open unused.
    pub head: Duration,
    /// After this a connection gets no further request, and after twice as long it is cut.
    pub connection: Duration,
    /// The connections at one time. The one that has been idle for longest makes way for a newer one.
    pub connections: usize,
    /// The bytes of a request's head, 8192 or more.
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
    /// Where it listens.
    pub address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // An answer that is being written is cut, as when the process ends.
            runtime.shutdown_timeout(Duration::from_secs(1));
        }
    }
}

/// Serves on a port. Each connection has a task of its own, so a slow visitor delays nobody. An error of the service
/// closes the connection without an answer.
///
/// # Errors
/// Where the system gives no threads.
pub fn serve<S>(listener: std::net::TcpListener, limits: Limits, service: S) -> Result<HttpServer>
where
    S: Service<Request, Response = Response> + Send + Sync + 'static,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    S::Future: Send + 'static,
{
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    // The system sends nobody away while a flood is being dealt with: who is sent away comes again after a second.
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
            // The process has too many files open: some connection has to end first.
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

/// Whether a connection waits for its answer, and since when it does not.
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

/// Cuts the connection that has been idle for longest where there are too many. Each has a moment in which it is safe, so
/// that a flood of new ones waits and not the visitors among it.
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
    // A visitor that goes away in the middle is no error of the server.
    if tokio::time::timeout(limits.connection, connection.as_mut()).await.is_err() {
        connection.as_mut().graceful_shutdown();
        let _ = tokio::time::timeout(limits.connection, connection).await;
    }
}

/// An answer of one line of text.
pub fn text(status: StatusCode, line: &'static str) -> Response {
    let mut response = Response::new(Body::from(line));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
