//! A small site in a temporary folder, and a raw HTTP client.

use anyhow::{Context, Result};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;
use xtask::server::Server;

/// The text of a file beside the served folder, which no response may contain.
pub const SECRET: &str = "not for visitors";
/// The page of the site.
pub const PAGE: &str = "<p>惠企</p>";
/// More than the system buffers for a client that does not read.
pub const BIG: u64 = 64 << 20;

/// A folder with a small site, and a secret beside it; removed on drop.
pub struct TestSite {
    outside: PathBuf,
    /// The served folder.
    pub dist: PathBuf,
}

impl TestSite {
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

    /// The same with links: one stays inside, the others lead to the secret; and with a pipe that has no writer.
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

impl Drop for TestSite {
    fn drop(&mut self) {
        // A folder that cannot be removed stays in the system's temporary folder.
        let _ = std::fs::remove_dir_all(&self.outside);
    }
}

pub struct TestResponse {
    pub head: String,
    pub body: String,
}

impl TestResponse {
    pub fn code(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

/// The host and port of a URL.
pub fn address(url: &str) -> &str {
    url.trim_start_matches("http://").split('/').next().unwrap_or_default()
}

/// The response to a request line with more headers.
pub fn ask(server: &Server, line: &str, headers: &str) -> Result<TestResponse> {
    let address = address(&server.url);
    let request = format!("{line} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n");
    let text = String::from_utf8_lossy(&tell(address, request.as_bytes())?).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").with_context(|| format!("no whole answer to {line}: {text}"))?;
    Ok(TestResponse { head: head.to_owned(), body: body.to_owned() })
}

/// A connection with timeouts for reads and writes.
pub fn connect(address: &str) -> Result<TcpStream> {
    let socket = TcpStream::connect(address)?;
    socket.set_read_timeout(Some(Duration::from_secs(20)))?;
    socket.set_write_timeout(Some(Duration::from_secs(20)))?;
    Ok(socket)
}

/// Sends these bytes and returns everything received until the server closes the connection.
pub fn tell(address: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut socket = connect(address)?;
    // The server may close the connection before reading everything.
    let _ = socket.write_all(bytes);
    rest(&mut socket)
}

/// Everything received until the server closes the connection.
pub fn rest(socket: &mut TcpStream) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match socket.read_to_end(&mut bytes) {
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
            anyhow::bail!("the connection stays open")
        }
        // An aborted connection is closed, too.
        _ => Ok(bytes),
    }
}

/// Whether a path leads to the secret: it checks that the tests themselves work.
pub fn holds_the_secret(folder: &Path) -> bool {
    std::fs::read_to_string(folder.join("../secret.txt")).is_ok_and(|text| text == SECRET)
}
