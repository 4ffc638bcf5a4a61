//! A web server that changes while it runs: it can be given another release, spoil a file, or go away in the middle of a
//! visit. Knows files and HTTP, nothing of the app.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use xtask::server::content_type;

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
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    stopping: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Host {
    /// Serves a folder below a path of its own, because browsers keep what they know of an address and a port.
    pub fn of(folder: &Path) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
        let address = listener.local_addr().expect("a port that is bound has an address");
        let state = Arc::new(Mutex::new(State { folder: folder.to_path_buf(), ..State::default() }));
        let stopping = Arc::new(AtomicBool::new(false));
        let (shared, ends) = (Arc::clone(&state), Arc::clone(&stopping));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if ends.load(Ordering::Relaxed) {
                    return;
                }
                let state = Arc::clone(&shared);
                // A browser opens several connections at once and may leave some of them unused.
                std::thread::spawn(move || answer(stream, &state));
            }
        });
        Self { url: format!("http://{address}/app/"), address, state, stopping, thread: Some(thread) }
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

impl Drop for Host {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

// A browser that has gone away is no error of the server's.
fn answer(stream: TcpStream, state: &Mutex<State>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.split('?').next()?.to_owned();
    while line != "\r\n" {
        line.clear();
        reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
    }
    let Some(name) = path.strip_prefix("/app/") else {
        return send(stream, "404 Not Found", "text/plain", &[], b"", 0);
    };
    let shown = if name.is_empty() { "./" } else { name };
    let name = if name.is_empty() { "index.html" } else { name };
    let (file, spoilt, headers) = {
        let mut state = state.lock().ok()?;
        state.asked.push(shown.to_owned());
        if let Some(left) = &mut state.left {
            // The connection is closed without a word.
            *left = left.checked_sub(1)?;
        }
        let spoilt = state.spoilt.as_ref().filter(|(part, _)| shown.contains(part)).map(|(_, how)| *how);
        (state.folder.join(name), spoilt, state.headers.clone())
    };
    let Ok(bytes) = std::fs::read(file) else { return send(stream, "404 Not Found", "text/plain", &headers, b"", 0) };
    let kind = content_type::of(name);
    match spoilt {
        None => send(stream, "200 OK", kind, &headers, &bytes, bytes.len()),
        Some(Spoil::Missing) => send(stream, "404 Not Found", "text/plain", &headers, b"", 0),
        Some(Spoil::Portal) => send(stream, "200 OK", kind, &headers, b"<h1>Welcome</h1>", 16),
        Some(Spoil::Half) => send(stream, "200 OK", kind, &headers, &bytes[..bytes.len() / 2], bytes.len()),
        Some(Spoil::Never) => {
            // Until the browser gives up.
            let _ = reader.read_line(&mut line);
            None
        }
    }
}

fn send(
    mut stream: TcpStream,
    status: &str,
    kind: &str,
    headers: &[(String, String)],
    bytes: &[u8],
    length: usize,
) -> Option<()> {
    let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nCache-Control: no-cache\r\n{more}Connection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(bytes).ok()?;
    stream.flush().ok()
}
