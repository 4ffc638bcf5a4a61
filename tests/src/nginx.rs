//! Debian's nginx with the configuration of the deploy guide.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The configuration in the guide.
pub const CONFIGURATION: &str = include_str!("../../docs/nginx.conf");
// The folder in the configuration, which is replaced.
const FOLDER: &str = "/var/www/huiqi/";
const TIMEOUT: Duration = Duration::from_secs(60);
/// Another process may take a free port before nginx does, so starting is retried.
const TRIES: usize = 5;

/// A running nginx. It stops when this value is dropped.
pub struct Nginx {
    /// The URL of the app, with a trailing slash.
    pub url: String,
    port: u16,
    process: Child,
    folder: TempDir,
}

/// A response.
pub struct NginxResponse {
    /// The status code.
    pub status: u16,
    /// Headers by lower-case name.
    pub headers: BTreeMap<String, String>,
    /// As sent, possibly compressed.
    pub body: Vec<u8>,
}

impl NginxResponse {
    /// A header; empty if it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Nginx {
    /// Serves a folder with the configuration of the guide.
    pub fn start(dist: &Path) -> Self {
        let started = (0..TRIES).find_map(|_| Self::try_start(dist).ok());
        started.unwrap_or_else(|| panic!("{}", Self::try_start(dist).err().unwrap_or_default()))
    }

    // On failure returns the error log.
    fn try_start(dist: &Path) -> Result<Self, String> {
        let folder = TempDir::with_prefix("huiqi-nginx-").expect("the temporary folder can be written to");
        let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|one| one.local_addr()).expect("a port is free").port();
        let site = CONFIGURATION.replace(FOLDER, &format!("{}/", dist.display()));
        std::fs::write(folder.path().join("huiqi.conf"), site).expect("it can be written");
        std::fs::write(folder.path().join("nginx.conf"), main_configuration(folder.path(), port))
            .expect("it can be written");
        let mut command = Command::new(xtask::process::find("nginx").expect("nginx is installed"));
        let command =
            command.arg("-e").arg(folder.path().join("error.log")).arg("-c").arg(folder.path().join("nginx.conf"));
        let process = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().expect("nginx starts");
        let mut nginx = Self { url: format!("http://127.0.0.1:{port}/huiqi/"), port, process, folder };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let has_ended = !matches!(nginx.process.try_wait(), Ok(None));
            if has_ended || start.elapsed() > TIMEOUT {
                return Err(format!("nginx does not listen: {}", nginx.errors()));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        // If another process listens on the port, nginx has exited.
        if matches!(nginx.process.try_wait(), Ok(None)) { Ok(nginx) } else { Err(nginx.errors()) }
    }

    /// Requests a path of the site, with these accepted encodings.
    pub fn get(&self, path: &str, encodings: &str) -> NginxResponse {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("nginx listens");
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: {encodings}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).expect("nginx listens");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("nginx answers");
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("headers come to an end");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status line");
        let pairs = lines.filter_map(|line| line.split_once(": "));
        let headers = pairs.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
        NginxResponse { status, headers, body: bytes[end + 4..].to_vec() }
    }

    fn errors(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("error.log")).unwrap_or_default()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

// Debian's /etc/nginx/nginx.conf, with all files in one temporary folder.
fn main_configuration(folder: &Path, port: u16) -> String {
    let folder = folder.display();
    let mut paths = String::new();
    for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        let _ = writeln!(paths, "    {kind}_temp_path {folder}/{kind};");
    }
    format!(
        "daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n\
         include /etc/nginx/modules-enabled/*.conf;\nevents {{}}\nhttp {{\n{paths}    access_log off;\n    \
         include /etc/nginx/mime.types;\n    server {{\n        listen 127.0.0.1:{port};\n        include {folder}/huiqi.conf;\n    }}\n}}\n"
    )
}
