//! The built app as a web server hands it out, for all tests of this run. Builds nothing.

use std::sync::OnceLock;
use xtask::server::{self, Server};

/// Where the app is, with the slash at the end.
pub fn url() -> &'static str {
    static SERVER: OnceLock<Server> = OnceLock::new();
    &SERVER.get_or_init(serve).url
}

fn serve() -> Server {
    let dist = xtask::dist();
    assert!(dist.join("index.html").is_file(), "there is no build; `cargo xtask build` makes one");
    server::start(&dist, 0).expect("a port is free")
}
