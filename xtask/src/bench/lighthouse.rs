//! Runs Lighthouse on the served release build, with its default throttling: a mid-range phone with slow 4G. Knows no
//! figure of ours.

use crate::{process, server};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(600);

const CATEGORIES: [&str; 3] = ["performance", "accessibility", "best-practices"];
const TIMES: [&str; 5] = [
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "interactive",
    "cumulative-layout-shift",
];
const FLAGS: &str = "--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu --no-first-run \
                     --disable-background-networking --disable-component-update --disable-sync";

/// Scores from 0 to 100 and times in ms (the layout shift has no unit) of the app in `dist`. Lighthouse is in `bench`.
pub fn run(root: &Path, dist: &Path, chromium: &Path) -> Result<Value> {
    let server = server::start(dist, 0)?;
    let report = root.join("target/bench/lighthouse.json");
    let mut command = Command::new(root.join("xtask/bench/node_modules/.bin/lighthouse"));
    command.arg(&server.url).args(["--quiet", "--output=json", "--no-enable-error-reporting"]);
    command.arg(format!("--only-categories={}", CATEGORIES.join(","))).arg(format!("--chrome-flags={FLAGS}"));
    command.arg(format!("--output-path={}", report.display())).env("CHROME_PATH", chromium);
    process::output_within(&mut command, PATIENCE)?;
    let report_text = std::fs::read_to_string(&report).with_context(|| format!("cannot read {}", report.display()))?;
    picked(&serde_json::from_str(&report_text)?)
}

fn picked(report: &Value) -> Result<Value> {
    let mut scores = serde_json::Map::new();
    for name in CATEGORIES {
        let score = report["categories"][name]["score"].as_f64().with_context(|| format!("no score for {name}"))?;
        scores.insert(name.to_owned(), json!((score * 100.0).round()));
    }
    let mut times = serde_json::Map::new();
    for name in TIMES {
        let time = report["audits"][name]["numericValue"].as_f64().with_context(|| format!("no value for {name}"))?;
        times.insert(name.to_owned(), json!((time * 1000.0).round() / 1000.0));
    }
    Ok(json!({ "version": report["lighthouseVersion"], "scores": scores, "values": times }))
}
