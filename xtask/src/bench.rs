//! `cargo xtask bench`: the time to re-evaluate a changed answer, compared with three other engines in the same page
//! and browser, and the Lighthouse results of the app. Writes `docs/benchmark.md` and `docs/benchmark.json`. Knows how
//! to run and report the measurements, which are in `xtask/bench/`.

pub mod json_rules;
mod lighthouse;
mod page_load;
mod scaled_book;
mod table;

pub use scaled_book::scale;

use crate::book::RuleBookFolder;
use crate::build::{self, BuildMode};
use crate::http::{self, Bytes, Limits, Response, StatusCode};
use crate::os_packages;
use crate::process;
use crate::tools::{self, WASM};
use crate::{budget, size_by_crate};
use anyhow::{Context, Result, bail, ensure};
use axum::Router;
use axum::middleware::map_response;
use axum::routing::post;
use huiqi_build_support::selected_book;
use huiqi_engine::RuleBook;
use hyper::http::{HeaderName, HeaderValue};
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use tower_http::services::ServeDir;

const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// The factors by which the rule book is scaled.
const TIMES: [usize; 3] = [1, 10, 100];
/// The timeout of the page with the engines.
const PATIENCE: Duration = Duration::from_secs(900);
// Without cross-origin isolation the clock of the page is too coarse for these measurements.
const HEADERS: [(&str, &str); 3] = [
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cache-control", "no-store"),
];

/// The results, and the failed measurements.
#[derive(Default)]
struct Results {
    all: serde_json::Map<String, Value>,
    failed: Vec<String>,
}

impl Results {
    /// Runs a measurement and stores its fields, or its error. A failure does not affect the other measurements.
    fn take(&mut self, name: &str, measure: impl FnOnce() -> Result<Value>) {
        println!("Measuring: {name} …");
        let measured = match measure() {
            Ok(measured) => measured,
            Err(error) => json!({ "failed": { name: format!("{error:#}") } }),
        };
        for (field, value) in measured.as_object().cloned().unwrap_or_default() {
            if field != "failed" {
                self.all.insert(field, value);
                continue;
            }
            for (what, reason) in value.as_object().cloned().unwrap_or_default() {
                let reason = reason.as_str().unwrap_or_default().lines().next().unwrap_or_default().to_owned();
                println!("Not measured: {what}: {reason}");
                self.failed.push(format!("{what}: {reason}"));
            }
        }
    }
}

/// Builds, measures and writes both files. If a measurement fails, the results of the others are still printed and
/// saved below `target/bench/`.
///
/// # Errors
/// A requirement is missing, a measurement fails, or another engine gives other verdicts.
pub fn run(root: &Path) -> Result<()> {
    os_packages::ready()?;
    let site = root.join("target/bench");
    std::fs::create_dir_all(&site)?;
    install(root)?;
    println!("This takes some minutes. A busy machine measures what else it does.");
    let mut results = Results::default();
    results.take("the engines in one page", || {
        write_books(root, &site)?;
        build_program(root, &site)?;
        bundle_page(root, &site)?;
        measured(&site)
    });
    println!("Building the app, for what a person waits for.");
    build::build_app(root, &tools::ready(root)?, BuildMode::Release, None)?;
    results.take("what a person waits for", || page_load::run(root, &crate::dist(), &chromium()?));
    results
        .take("what each crate costs", || Ok(json!({ "crates": size_by_crate::as_json(&size_by_crate::both(root)?) })));
    results.take("what is downloaded", || {
        let after = budget::after_first_page(&crate::dist())?;
        Ok(json!({ "first_visit": budget::report(&crate::dist())?, "after_first_page": after }))
    });
    results.take("Lighthouse", || Ok(json!({ "lighthouse": lighthouse::run(root, &crate::dist(), &chromium()?)? })));
    report(root, &site, results)
}

fn report(root: &Path, site: &Path, results: Results) -> Result<()> {
    let measured = Value::Object(results.all);
    let text = table::written(&measured)?;
    let is_whole = results.failed.is_empty();
    let folder = if is_whole { root.join("docs") } else { site.to_path_buf() };
    std::fs::write(folder.join("benchmark.json"), format!("{measured:#}\n"))?;
    std::fs::write(folder.join("benchmark.md"), &text)?;
    println!("\n{text}\nWritten to benchmark.md and benchmark.json in {}.", folder.display());
    ensure!(is_whole, "not everything could be measured:\n{}", results.failed.join("\n"));
    refuse_disagreement(&measured)
}

// Installs the bundler of the page, the compared engines, and Lighthouse.
fn install(root: &Path) -> Result<()> {
    let words = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    process::run(Command::new("npm").args(words).current_dir(root.join("xtask/bench")))
}

fn write_books(root: &Path, site: &Path) -> Result<()> {
    let folder = selected_book::folder(root).map_err(anyhow::Error::msg)?;
    let opened = RuleBookFolder::open(&root.join(folder))?;
    let book: RuleBook<'_> = opened.book()?;
    for times in TIMES {
        std::fs::write(site.join(format!("book-{times}.bin")), scale(&book, times)?.encode()?)?;
    }
    std::fs::write(site.join("book.json"), json_rules::neutral(&book).to_string())?;
    Ok(())
}

// Uses the release profile, and the same wasm-bindgen that generates the app's own glue.
fn build_program(root: &Path, site: &Path) -> Result<()> {
    tools::ready(root)?;
    let words = ["build", "--package", "huiqi-bench", "--lib", "--release", "--target", WASM];
    let mut cargo = process::cargo();
    crate::build_std::apply(&mut cargo)?;
    process::run(cargo.args(words).current_dir(root))?;
    let program = root.join("target").join(WASM).join("release/huiqi_bench.wasm");
    let mut bindgen = tools::wasm_bindgen_command(root)?;
    let bindgen = bindgen.args(["--target", "web", "--no-typescript", "--out-name", "program", "--out-dir"]);
    process::run(bindgen.arg(site).arg(program))
}

fn bundle_page(root: &Path, site: &Path) -> Result<()> {
    let folder = root.join("xtask/bench");
    let bundler = folder.join("node_modules/.bin/esbuild");
    let words =
        ["page/main.js", "--bundle", "--format=esm", "--minify", "--external:/program.js", "--log-level=warning"];
    let to = format!("--outfile={}", site.join("main.js").display());
    process::run(Command::new(bundler).args(words).arg(to).current_dir(&folder))?;
    std::fs::copy(folder.join("page/index.html"), site.join("index.html"))?;
    Ok(())
}

fn chromium() -> Result<PathBuf> {
    BROWSERS.iter().find_map(|name| process::find(name)).context("Chromium is missing")
}

/// A browser process with a profile of its own; both are removed on drop.
struct Browser {
    process: Child,
    profile: PathBuf,
}

impl Browser {
    fn open(url: &str) -> Result<Self> {
        let program = chromium()?;
        let profile = std::env::temp_dir().join(format!("huiqi-bench-{}", std::process::id()));
        let process = Command::new(program)
            .args(["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("Chromium does not start")?;
        Ok(Self { process, profile })
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

// Serves the page to a browser until it posts its results.
fn measured(site: &Path) -> Result<Value> {
    let (sender, receiver) = mpsc::channel();
    let results = post(move |body: Bytes| {
        // The receiver is gone if the page exceeded its timeout.
        let _ = sender.send(body);
        std::future::ready(StatusCode::NO_CONTENT)
    });
    let page = Router::new().route("/results", results).fallback_service(ServeDir::new(site));
    let page = page.layer(map_response(async |mut response: Response| {
        for (name, value) in HEADERS {
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        response
    }));
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    // The page reuses its connection after measuring.
    let limits = Limits { connection: PATIENCE, ..Limits::default() };
    let server = http::serve(listener, limits, TowerToHyperService::new(page))?;
    let browser = Browser::open(&format!("http://{}/", server.address))?;
    let Ok(body) = receiver.recv_timeout(PATIENCE) else {
        bail!("the page has not answered within {} minutes", PATIENCE.as_secs() / 60)
    };
    drop(browser);
    Ok(serde_json::from_slice(&body)?)
}

fn refuse_disagreement(results: &Value) -> Result<()> {
    let engines = results["theirs"].as_object().context("no other engine was measured")?;
    for (name, engine) in engines {
        let differ = engine["check"]["differ"].as_array().context("no comparison of verdicts")?;
        let first: Vec<&str> = differ.iter().take(10).filter_map(Value::as_str).collect();
        ensure!(differ.is_empty(), "{name} comes to something else {} times: {}", differ.len(), first.join("; "));
    }
    Ok(())
}
