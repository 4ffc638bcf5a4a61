//! Compiles the rule book into the binary that the app embeds; a mistake in it fails the build with its place.

#[path = "xtask/src/book/carried.rs"]
mod carried;

#[expect(dead_code, reason = "a command needs more of it")]
#[path = "xtask/src/phrases/scan.rs"]
mod scan;

use huiqi_compiler::{Source, compile, english, read_folder, render_diagnostics};
use huiqi_engine::RuleBook;
use huiqi_engine::assess::initial_subset;
use huiqi_engine::case::fingerprint;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What the linker put where, which the last step of a build needs for cutting the program in two.
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    println!("cargo::rerun-if-env-changed={}", carried::CHOICE);
    println!("cargo::rerun-if-changed=policies");
    // Cargo runs this in the root of the project.
    let folder = carried::folder(Path::new(""))?;
    println!("cargo::rerun-if-changed={folder}");
    let sources: Vec<_> = read_folder(Path::new(&folder), &folder)?
        .into_iter()
        .filter(|source| !source.path.contains("/cases/") && !source.path.ends_with("prose.md"))
        .collect();
    let compiled = compile(&sources).map_err(|problems| render_diagnostics(&sources, &problems))?;
    english::translate(&sources, &compiled, &[]).map_err(|problems| render_diagnostics(&sources, &problems))?;
    every_sentence_has_english()?;
    let to = std::env::var_os("OUT_DIR").ok_or("cargo did not say where to write")?;
    // The app starts with the first questions; everything else comes in a file of its own. Where there is no such file,
    // tests have it all.
    let in_browser = std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32");
    let opening = initial_subset(RuleBook::decode(&compiled.binary)?).encode()?;
    std::fs::write(Path::new(&to).join("book.bin"), if in_browser { &opening } else { &compiled.binary })?;
    println!("cargo::rustc-env=BOOK_FINGERPRINT={}", fingerprint(&compiled.binary));
    Ok(())
}

// What the pages say is said in English, too, where that is chosen.
fn every_sentence_has_english() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=i18n");
    println!("cargo::rerun-if-changed=src");
    let text = std::fs::read_to_string("i18n/en.toml")?;
    let sources = [Source { path: "i18n/en.toml".into(), text }];
    let phrases = english::phrases(&sources).map_err(|problems| render_diagnostics(&sources, &problems))?;
    let mistakes = scan::mistakes(&scan::everything(Path::new("."))?, &phrases);
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes.join("\n").into()) }
}
