//! How long a user waits for the served release: until it is interactive, until the consequences of an answer are
//! painted; and its memory use. Knows no figure of ours; the measurements are in `xtask/bench/page-load.js`.

use crate::{process, server};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// The measurements of `xtask/bench/page-load.js`.
pub fn run(root: &Path, dist: &Path, chromium: &Path) -> Result<Value> {
    let server = server::start(dist, 0)?;
    let node = ["node", "nodejs"].iter().find_map(|name| process::find(name)).context("Node.js is missing")?;
    let mut command = Command::new(node);
    command.arg("page-load.js").arg(&server.url).arg(chromium).current_dir(root.join("xtask/bench"));
    // Each of its measurements has a timeout of its own; this one is for Node.js itself.
    let output = process::output_within(&mut command, PATIENCE)?;
    let mut visit: Value = serde_json::from_slice(&output).context("xtask/bench/page-load.js wrote no JSON")?;
    let failed = visit["failed"].take();
    Ok(json!({ "visit": visit, "failed": failed }))
}

const PATIENCE: Duration = Duration::from_secs(3600);

// The reported figures: their JSON pointers, and their limits in ms.
const STARTS: [(&str, &str, f64); 7] = [
    ("first visit, nothing slowed", "/starts/cold/median", f64::NAN),
    ("the same, opening the first questions at once, until answers are judged", "/starts/judged/median", f64::NAN),
    ("first visit, slow 4G and processor 4× slowed", "/slow/cold/median", 2000.0),
    ("the same, opening the first questions at once, until answers are judged", "/slow/judged/median", f64::NAN),
    ("repeat visit", "/starts/warm/median", f64::NAN),
    ("repeat visit without a network", "/starts/offline/median", 300.0),
    ("the same with an answer kept, which is judged before the page comes", "/starts/kept/median", 300.0),
];
const PAINTS: [(&str, &str, f64); 6] = [
    ("an answer on a page of questions", "topic", f64::NAN),
    ("the page of results is opened", "open", f64::NAN),
    ("the page of results, an answer given in another window", "results", 50.0),
    ("the same with all sections unfolded", "unfolded", 150.0),
    ("the page of results, all answers of a project come back by an undo", "undone", 50.0),
    ("the same with all sections unfolded", "undone_unfolded", 150.0),
];

/// The tables in Markdown. A missing figure is a dash.
pub fn told(text: &mut String, visit: &Value) -> Result<()> {
    ensure!(visit.is_object(), "nobody has visited the app");
    text.push_str("\n## Until the app can be used (ms, medians of starts with an empty or a known profile)\n\n");
    text.push_str("| start | median | goal |\n|---|---:|---:|\n");
    for (name, pointer, goal) in STARTS {
        let time = visit.pointer(pointer).and_then(Value::as_f64);
        writeln!(text, "| {name} | {} | {} |", milliseconds(time), at_most(goal))?;
    }
    text.push_str("\n## From an event to the painted frame, the processor 4× slowed (ms)\n\n");
    text.push_str("| what happens | median | 95th percentile | goal |\n|---|---:|---:|---:|\n");
    for (name, pointer, goal) in PAINTS {
        let of = |which: &str| milliseconds(visit["paints"][pointer][which].as_f64());
        writeln!(text, "| {name} | {} | {} | {} |", of("median"), of("p95"), at_most(goal))?;
    }
    let memory = &visit["memory"];
    let megabytes =
        |name: &str| memory[name].as_f64().map_or_else(|| "–".to_owned(), |bytes| format!("{:.1}", bytes / 1e6));
    writeln!(
        text,
        "\nMemory on the page of results: {} MB of WebAssembly, {} MB of scripts, {} nodes.",
        megabytes("program"),
        megabytes("scripts"),
        memory["nodes"].as_u64().map_or_else(|| "–".to_owned(), |count| count.to_string())
    )?;
    Ok(())
}

fn milliseconds(time: Option<f64>) -> String {
    time.map_or_else(|| "–".to_owned(), |time| format!("{time:.0}"))
}

fn at_most(goal: f64) -> String {
    if goal.is_nan() { "–".to_owned() } else { format!("≤ {goal:.0}") }
}
