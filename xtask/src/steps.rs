//! Runs named steps in sequence, with a heading and the duration of each, and counts failures. Knows none of the steps.

use anyhow::Result;
use std::time::{Duration, Instant};

/// Steps run so far.
#[derive(Default)]
pub struct Steps {
    results: Vec<StepResult>,
}

struct StepResult {
    name: &'static str,
    passed: bool,
    time: Duration,
}

impl Steps {
    /// Runs a step; a failure is printed and counted, and the next step runs anyway, so that one run reports all
    /// failures.
    pub fn run(&mut self, name: &'static str, step: impl FnOnce() -> Result<()>) -> bool {
        println!("\n=== {name}");
        let started = Instant::now();
        let result = step();
        let time = started.elapsed();
        if let Err(error) = &result {
            println!("\n{name} failed: {error:#}");
        }
        println!("--- {name}: {} in {:.1} s", word(result.is_ok()), time.as_secs_f64());
        self.results.push(StepResult { name, passed: result.is_ok(), time });
        result.is_ok()
    }

    /// Counts a step as failed that could not run because another one failed.
    pub fn skip(&mut self, name: &'static str, reason: &str) {
        println!("\n=== {name}\n--- {name}: not run, because {reason}");
        self.results.push(StepResult { name, passed: false, time: Duration::ZERO });
    }

    /// Prints the result of every step and, last, the machine-readable line; returns whether all passed.
    pub fn report(self) -> bool {
        println!();
        for step in &self.results {
            println!("{:<8} {:>7.1} s  {}", word(step.passed), step.time.as_secs_f64(), step.name);
        }
        let failed = self.results.iter().filter(|step| !step.passed).count();
        println!("\n{} passed, {failed} failed", self.results.len() - failed);
        failed == 0
    }
}

fn word(passed: bool) -> &'static str {
    if passed { "passed" } else { "FAILED" }
}
