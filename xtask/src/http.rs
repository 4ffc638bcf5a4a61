//! A web server on this machine of which one function gives every answer. Knows HTTP and nothing of what is served.

use anyhow::Result;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};

pub use hyper::body::Bytes;
pub use hyper::{Method, StatusCode};

/// A request that has come in whole.
pub type Request = hyper::Request<Bytes>;
/// An answer that goes out whole.
pub type Response = hyper::Response<Full<Bytes>>;

/// A running server. It stops when this value is dropped.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    _runtime: Runtime,
}

/// Answers what comes to a port, every connection for itself: a browser opens more of them than it uses.
///
/// # Errors
/// Where the system gives no threads.
pub fn serve(
    listener: std::net::TcpListener,
    answer: impl Fn(&Request) -> Response + Send + Sync + 'static,
) -> Result<Server> {
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_io().build()?;
    let answer = Arc::new(answer);
    let inside = runtime.enter();
    let listener = tokio::net::TcpListener::from_std(listener)?;
    drop(inside);
    runtime.spawn(async move {
        loop {
            // What fails here is one visitor's connection.
            if let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, Arc::clone(&answer)));
            }
        }
    });
    Ok(Server { address, _runtime: runtime })
}

// A browser that goes away in the middle is no error of ours.
async fn converse<F: Fn(&Request) -> Response>(stream: TcpStream, answer: Arc<F>) {
    let service = service_fn(|request: hyper::Request<Incoming>| async {
        let (head, body) = request.into_parts();
        let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
        Ok::<_, Infallible>(answer(&Request::from_parts(head, body)))
    });
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// An answer; a header that HTTP does not allow is left out.
pub fn response<'a>(
    status: StatusCode,
    body: impl Into<Bytes>,
    headers: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Response {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    #[test]
    fn connections_that_say_nothing_keep_nobody_waiting() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
        let server =
            serve(listener, |request| response(StatusCode::OK, request.uri().to_string(), [])).expect("it serves");
        let connect = || std::net::TcpStream::connect(server.address).expect("it listens");
        let idle: Vec<_> = (0..50).map(|_| connect()).collect();
        let mut last = connect();
        last.write_all(b"GET /here HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("it reads");
        let mut said = String::new();
        last.read_to_string(&mut said).expect("it answers");
        assert!(said.starts_with("HTTP/1.1 200") && said.ends_with("/here"), "{said}");
        drop(idle);
    }
}
