//! Tests of the HTTP server.

use super::*;
use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::TcpListener;

#[test]
fn silent_connections_block_no_others() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    let service =
        service_fn(async |request: Request| Ok::<_, Infallible>(Response::new(Body::from(request.uri().to_string()))));
    let server = serve(listener, Limits::default(), service).expect("it serves");
    let connect = || std::net::TcpStream::connect(server.address).expect("it listens");
    let idle: Vec<_> = (0..50).map(|_| connect()).collect();
    let mut last = connect();
    last.write_all(b"GET /here HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("it reads");
    let mut response = String::new();
    last.read_to_string(&mut response).expect("it answers");
    assert!(response.starts_with("HTTP/1.1 200") && response.ends_with("/here"), "{response}");
    drop(idle);
}

#[test]
fn service_error_closes_connection_without_response() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    let service = service_fn(async |_: Request| Err::<Response, _>("gone"));
    let server = serve(listener, Limits::default(), service).expect("it serves");
    let mut socket = std::net::TcpStream::connect(server.address).expect("it listens");
    socket.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("it reads");
    let mut response = Vec::new();
    let _ = socket.read_to_end(&mut response);
    assert!(response.is_empty(), "{}", String::from_utf8_lossy(&response));
}
