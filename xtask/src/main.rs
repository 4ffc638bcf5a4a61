//! `cargo xtask COMMAND`: reads the command line and calls the library. Knows no more of a command than its arguments.

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;
use std::process::ExitCode;
use xtask::{
    assess, bench, browser, budget,
    build::{self, BuildMode},
    check, diff, facts, handbook, i18n, mutate, post_build, server, size_by_crate, test, tools,
};

const HELP: &str = "\
cargo xtask COMMAND

  serve [--port N] [--no-open]   install what is missing, build, serve on http://127.0.0.1:8080
  build [--quick]                install what is missing, build into dist/; quick: larger and slower, for trying out
  test [--skip-browser]          install what is missing, run every check
  size [--record | --crates]     what a first visit transfers, from dist/; record: as the figure it may not outgrow;
                                 crates: what each crate costs in both programs
  bench                          how fast a changed answer is judged, beside other engines: docs/benchmark.md
  phrases [--missing]            sentences of the pages without English
  finish                         the last step of a build; Trunk calls it

  check [FOLDER]                 compile the rule books, run their worked cases, prove what they cover
  mutate [--fast]                make small wrongs in the rules; the worked cases must notice each
  book [--out FILE.html]         the rule book in words, article by article
  diff OLD NEW                   which measures decide or pay differently in another edition
  facts [--json]                 every question: ids, types, units, options
  assess CASE.json [--json]      what a company gets, from a file of answers
  assess --table IN --out OUT    the same for a table of companies

cargo xtask COMMAND --help says more about the last six.
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut args = lexopt::Parser::from_env();
    let command = match args.next()? {
        Some(Value(word)) => word.string()?,
        Some(Long("help") | Short('h')) | None => "help".to_owned(),
        Some(other) => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "help" => print!("{HELP}"),
        "serve" => serve(args)?,
        "build" => build(args)?,
        "test" => return run_tests(args),
        "size" => size(args)?,
        "bench" => {
            no_more(args)?;
            bench::run(&xtask::root())?;
        }
        "finish" => {
            no_more(args)?;
            post_build::post_build_hook()?;
        }
        "check" => return check::command(args),
        "facts" => return facts::run(args),
        "assess" => return assess::run(args),
        "book" => return handbook::command(args),
        "phrases" => return i18n::command(args),
        "diff" => return diff::command(args),
        "mutate" => return mutate::command(args),
        other => bail!("unknown command `{other}`\n\n{HELP}"),
    }
    Ok(ExitCode::SUCCESS)
}

fn build(mut args: lexopt::Parser) -> Result<()> {
    let mut quick = false;
    while let Some(arg) = args.next()? {
        match arg {
            Long("quick") => quick = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let root = xtask::root();
    let tools = tools::ready(&root)?;
    if quick {
        build::build_app(&root, &tools, BuildMode::Quick, None)?;
        return build::build_app(&root, &tools, BuildMode::Quick, Some((xtask::SECOND_BOOK, &xtask::second_dist())));
    }
    build::build_app(&root, &tools, BuildMode::Release, None)?;
    budget::report(&xtask::dist()).map(drop)
}

fn size(mut args: lexopt::Parser) -> Result<()> {
    match args.next()? {
        None => budget::check(&xtask::dist()),
        Some(Long("record")) => {
            no_more(args)?;
            budget::record(&xtask::dist())
        }
        Some(Long("crates")) => {
            no_more(args)?;
            size_by_crate::print(&size_by_crate::both(&xtask::root())?);
            Ok(())
        }
        Some(other) => Err(other.unexpected().into()),
    }
}

fn serve(mut args: lexopt::Parser) -> Result<()> {
    let mut port = 8080;
    let mut open = true;
    while let Some(arg) = args.next()? {
        match arg {
            Long("port") => port = args.value()?.parse().context("--port needs a number")?,
            Long("no-open") => open = false,
            other => return Err(other.unexpected().into()),
        }
    }
    let root = xtask::root();
    build::build_app(&root, &tools::ready(&root)?, BuildMode::Release, None)?;
    let server = server::start_at_or_after(&xtask::dist(), port)?;
    println!("\n惠企 is served at {}\nCtrl-C ends it.", server.url);
    if open {
        browser::open(&server.url);
    }
    loop {
        // The server has threads of its own; this thread only keeps the process alive.
        std::thread::park();
    }
}

fn run_tests(mut args: lexopt::Parser) -> Result<ExitCode> {
    let mut with_browser = true;
    while let Some(arg) = args.next()? {
        match arg {
            Long("skip-browser") => with_browser = false,
            other => return Err(other.unexpected().into()),
        }
    }
    let passed = test::run(&xtask::root(), with_browser);
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn no_more(mut args: lexopt::Parser) -> Result<()> {
    match args.next()? {
        Some(arg) => Err(arg.unexpected().into()),
        None => Ok(()),
    }
}
