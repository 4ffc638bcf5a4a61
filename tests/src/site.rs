//! The built app on a web server, shared by all tests of this run. Builds nothing.

use std::path::Path;
use std::sync::OnceLock;
use xtask::server::{self, Server};

/// The URL of the app, with a trailing slash.
pub fn url() -> &'static str {
    static SERVER: OnceLock<Server> = OnceLock::new();
    &SERVER.get_or_init(|| serve(&xtask::dist())).url
}

/// The URL of the app with the made-up rule book of `tests/book/`.
pub fn second_url() -> &'static str {
    static SERVER: OnceLock<Server> = OnceLock::new();
    &SERVER.get_or_init(|| serve(&xtask::second_dist())).url
}

fn serve(dist: &Path) -> Server {
    assert!(
        dist.join("index.html").is_file(),
        "{} holds no build; xtask/README.md says how to make one",
        dist.display()
    );
    server::start(dist, 0).expect("a port is free")
}
