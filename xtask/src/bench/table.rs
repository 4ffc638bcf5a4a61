//! The measurements as Markdown. Knows their structure, not how they were taken.

use super::page_load;
use crate::budget;
use anyhow::{Context, Result};
use serde_json::Value;
use std::fmt::Write;

/// The text of `docs/benchmark.md`.
pub fn written(results: &Value) -> Result<String> {
    let mut text = String::from(BEFORE);
    let browser = results["browser"].as_str().unwrap_or_default();
    let browser = browser.split_whitespace().find(|word| word.contains("Chrome/")).unwrap_or(browser);
    writeln!(text, "Browser: {browser}. {}\n", machine())?;
    part(&mut text, |text| own(text, &results["ours"]))?;
    part(&mut text, |text| beside(text, results))?;
    part(&mut text, |text| page_load::told(text, &results["visit"]))?;
    part(&mut text, |text| sizes(text, results))?;
    part(&mut text, |text| said_by_lighthouse(text, &results["lighthouse"]))?;
    text.push_str(AFTER);
    Ok(text)
}

// A part without measurements says so and does not affect the others.
fn part(text: &mut String, write: impl FnOnce(&mut String) -> Result<()>) -> Result<()> {
    let before = text.len();
    if let Err(reason) = write(text) {
        text.truncate(before);
        writeln!(text, "\n(Not measured: {reason:#}.)")?;
    }
    Ok(())
}

const BEFORE: &str = "\
# Benchmark

Written by `cargo xtask bench`; the same figures are in `benchmark.json`. All of it is measured in one page of one headless
Chromium, with the release profile of the app. The machine may have been doing other things at the same time: compare
figures of one run, not of two.

";

const AFTER: &str = "
## What is compared

All engines get the rule book `policies/` compiles to, and the same companies, which have answered every question. Before
anything is timed, each must come to the same verdicts and amounts as the app on all of these companies.

| | the app | publicodes | json-rules-engine | JsonLogic |
|---|---|---|---|---|
| verdict of every measure | yes, with what is not known yet | yes or no | yes or no | yes or no |
| amounts | exact decimals, as ranges, capped | upper end, binary fractions | left out: no arithmetic | upper end, binary fractions |
| findings, missing facts, totals, next question | yes | left out | left out | left out |
| several projects, loans, … | yes | one of each | one of each | one of each |
| gates of questions | yes | left out | left out | left out |

- Back to back: every answered question is answered otherwise and back, one change after the other; of the app, each change is
  repeated and its mean is one value, because one change is shorter than the clock's step.
- After a pause: each change alone, after the page did nothing for 20 ms, so that caches and the processor's clock have gone down.
- publicodes: `setSituation` with `keepPreviousSituation` and `evaluate` of every measure and amount, as documented.
  json-rules-engine: `run`; what is compared is reckoned by functions of the page. JsonLogic: `apply` for every measure and amount.
- publicodes has no lists: an option of a list is a yes/no rule there. Numbers that are reckoned are rules of their own.
- The larger books are copies of the measures, each with questions of its own; who applies, where, when, and what concerns the
  company is one question for all of them, and changing it touches all of them (that is the longest).
";

fn machine() -> String {
    let count = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("System: {} {}, {count} processors.", std::env::consts::OS, std::env::consts::ARCH)
}

fn own(text: &mut String, ours: &Value) -> Result<()> {
    text.push_str("## One changed answer, everything recomputed (milliseconds)\n\n");
    text.push_str("| rule book | measures | back to back: median | 95th percentile | longest | after 20 ms: median | 95th percentile |\n");
    text.push_str("|---|---:|---:|---:|---:|---:|---:|\n");
    for (times, one) in ours.as_object().context("the app was not measured")? {
        let figure = |kind: &str, which: &str| shown(one[kind][which].as_f64());
        writeln!(
            text,
            "| {times}× | {} | {} | {} | {} | {} | {} |",
            one["measures"],
            figure("backToBack", "median"),
            figure("backToBack", "p95"),
            figure("backToBack", "most"),
            figure("paused", "median"),
            figure("paused", "p95"),
        )?;
    }
    Ok(())
}

fn beside(text: &mut String, results: &Value) -> Result<()> {
    let ours = &results["ours"]["1"];
    text.push_str("\n## Beside other engines, the same rules (milliseconds; × the app's median)\n\n");
    text.push_str(
        "| engine | back to back: median | × | 95th percentile | after 20 ms: median | × | 95th percentile |\n",
    );
    text.push_str("|---|---:|---:|---:|---:|---:|---:|\n");
    let theirs = results["theirs"].as_object().context("no other engine was measured")?;
    let app = "the app".to_owned();
    for (name, one) in [(&app, ours)].into_iter().chain(theirs) {
        let figure = |kind: &str, which: &str| one[kind][which].as_f64();
        let ratio = |kind: &str| {
            let ratio = figure(kind, "median").zip(ours[kind]["median"].as_f64()).map(|(theirs, ours)| theirs / ours);
            ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.0}"))
        };
        writeln!(
            text,
            "| {name} | {} | {} | {} | {} | {} | {} |",
            shown(figure("backToBack", "median")),
            ratio("backToBack"),
            shown(figure("backToBack", "p95")),
            shown(figure("paused", "median")),
            ratio("paused"),
            shown(figure("paused", "p95")),
        )?;
    }
    text.push('\n');
    for (name, one) in theirs {
        let check = &one["check"];
        writeln!(text, "{name} came to the same {} verdicts and {} amounts.", check["verdicts"], check["amounts"])?;
    }
    Ok(())
}

fn sizes(text: &mut String, results: &Value) -> Result<()> {
    let size = |which: &str| results[which].as_u64().with_context(|| format!("no {which}"));
    let (total, after) = (size("first_visit")?, size("after_first_page")?);
    writeln!(
        text,
        "\n## What is downloaded\n\nA first visit transfers {total} bytes with brotli (goal {}) until the first question can \
         be answered.\nWhile the first page is read another {after} follow: what judges the answers, all other pages, and the \
         rule book.\n",
        budget::GOAL
    )?;
    text.push_str(
        "What each crate adds to that, in bytes; with brotli: by how much the program would be smaller without it.\n\n",
    );
    text.push_str(
        "| crate | in the main module | with brotli | in the second | with brotli |\n|---|---:|---:|---:|---:|\n",
    );
    let list = |part: &str| results["crates"][part].as_array().context("no crates");
    let (first, second) = (list("first")?, list("second")?);
    let named = |list: &[Value], name: &Value| list.iter().find(|one| &one["crate"] == name).cloned();
    for one in first {
        let other = named(second, &one["crate"]).unwrap_or_default();
        let figure =
            |one: &Value, which: &str| one[which].as_u64().map_or_else(|| "–".to_owned(), |bytes| bytes.to_string());
        let name = one["crate"].as_str().unwrap_or_default();
        let row = [figure(one, "raw"), figure(one, "brotli"), figure(&other, "raw"), figure(&other, "brotli")];
        writeln!(text, "| {name} | {} |", row.join(" | "))?;
    }
    Ok(())
}

fn said_by_lighthouse(text: &mut String, said: &Value) -> Result<()> {
    let version = said["version"].as_str().context("Lighthouse was not run")?;
    writeln!(text, "\n## Lighthouse {version}, the served release build, as it throttles by default (mobile)\n")?;
    text.push_str("| what | value |\n|---|---:|\n");
    for (name, score) in said["scores"].as_object().context("no scores")? {
        writeln!(text, "| {name} | {:.0} of 100 |", score.as_f64().context("not a score")?)?;
    }
    for (name, value) in said["values"].as_object().context("no times")? {
        let value = value.as_f64().context("not a time")?;
        let shift = name == "cumulative-layout-shift";
        writeln!(text, "| {name} | {} |", if shift { format!("{value:.3}") } else { format!("{value:.0} ms") })?;
    }
    Ok(())
}

fn shown(milliseconds: Option<f64>) -> String {
    milliseconds
        .map_or_else(|| "–".to_owned(), |value| if value < 1.0 { format!("{value:.4}") } else { format!("{value:.1}") })
}
