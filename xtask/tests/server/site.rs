//! A small site in a folder of its own, and what its server answers. Knows HTTP as bytes on a socket.

use anyhow::{Context, Result};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;
use xtask::server::Server;

/// What no answer may hold: it stands in a file beside the served folder.
pub const SECRET: &str = "not for visitors";
/// The page of the site.
pub const PAGE: &str = "<p>惠企</p>";
/// More than the system keeps for a visitor who does not read.
pub const BIG: u64 = 64 << 20;

/// A folder with a small site and a secret beside it, removed at the end.
pub struct SampleSite {
    outside: PathBuf,
    /// The folder that is served.
    pub dist: PathBuf,
}

impl SampleSite {
    pub fn new(name: &str) -> Result<Self> {
        let outside = std::env::temp_dir().join(format!("huiqi-server-{name}-{}", std::process::id()));
        let dist = outside.join("dist");
        std::fs::create_dir_all(dist.join("folder"))?;
        for (file, text) in [
            ("index.html", PAGE),
            ("index.html.br", "brotli"),
            ("index.html.gz", "gzip"),
            ("app-0123456789abcdef.wasm", "\0asm"),
            ("icon.svg", "<svg/>"),
            ("script.js", "script"),
            ("folder/index.html", "inner"),
            (".hidden", SECRET),
            ("../secret.txt", SECRET),
        ] {
            std::fs::write(dist.join(file), text)?;
        }
        std::fs::File::create(dist.join("big.bin"))?.set_len(BIG)?;
        Ok(Self { outside, dist })
    }

    /// The same with links: one that stays inside, the others lead to the secret; and with a pipe nobody writes to.
    #[cfg(unix)]
    pub fn with_links(name: &str) -> Result<Self> {
        use std::os::unix::fs::symlink;
        let site = Self::new(name)?;
        symlink("icon.svg", site.dist.join("inside.svg"))?;
        symlink("../secret.txt", site.dist.join("out.txt"))?;
        symlink(site.outside.join("secret.txt"), site.dist.join("absolute.txt"))?;
        symlink("..", site.dist.join("out"))?;
        symlink("../secret.txt", site.dist.join("script.js.br"))?;
        let made = std::process::Command::new("mkfifo").arg(site.dist.join("pipe")).status()?;
        anyhow::ensure!(made.success(), "a pipe can be made");
        Ok(site)
    }
}

impl Drop for SampleSite {
    fn drop(&mut self) {
        // What cannot be removed stays in the system's folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.outside);
    }
}

pub struct HttpAnswer {
    pub head: String,
    pub body: String,
}

impl HttpAnswer {
    pub fn code(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

/// The address in a URL.
pub fn address(url: &str) -> &str {
    url.trim_start_matches("http://").split('/').next().unwrap_or_default()
}

/// What is answered to a request line and more headers.
pub fn ask(server: &Server, line: &str, headers: &str) -> Result<HttpAnswer> {
    let address = address(&server.url);
    let request = format!("{line} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n");
    let text = String::from_utf8_lossy(&tell(address, request.as_bytes())?).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").with_context(|| format!("no whole answer to {line}: {text}"))?;
    Ok(HttpAnswer { head: head.to_owned(), body: body.to_owned() })
}

/// A connection whose reads and writes come to an end.
pub fn connect(address: &str) -> Result<TcpStream> {
    let socket = TcpStream::connect(address)?;
    socket.set_read_timeout(Some(Duration::from_secs(20)))?;
    socket.set_write_timeout(Some(Duration::from_secs(20)))?;
    Ok(socket)
}

/// All that comes back after these bytes, until the server closes the connection.
pub fn tell(address: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut socket = connect(address)?;
    // A server that has heard enough does not listen to the end.
    let _ = socket.write_all(bytes);
    rest(&mut socket)
}

/// All that still comes, until the server closes the connection.
pub fn rest(socket: &mut TcpStream) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match socket.read_to_end(&mut bytes) {
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
            anyhow::bail!("the connection stays open")
        }
        // Cut off is closed, too.
        _ => Ok(bytes),
    }
}

/// Whether a path leads to the secret of no site: a check of the tests themselves.
pub fn holds_the_secret(folder: &Path) -> bool {
    std::fs::read_to_string(folder.join("../secret.txt")).is_ok_and(|text| text == SECRET)
}
