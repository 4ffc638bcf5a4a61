//! Compiles the rule book into the binary that the app embeds; a mistake in the rule book fails the build with its
//! location.

use huiqi_build_support::catalog::{CATALOG, check_catalog};
use huiqi_build_support::{extract, selected_book};
use huiqi_compiler::{Source, compile, english, read_folder, render_diagnostics};
use huiqi_engine::RuleBook;
use huiqi_engine::assess::initial_subset;
use huiqi_engine::case::fingerprint;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The relocations, which the splitter needs for cutting the module in two.
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    println!("cargo::rerun-if-env-changed={}", selected_book::VARIABLE);
    println!("cargo::rerun-if-changed=policies");
    // Cargo runs build scripts in the root of the package.
    let folder = selected_book::folder(Path::new(""))?;
    println!("cargo::rerun-if-changed={folder}");
    let sources: Vec<_> = read_folder(Path::new(&folder), &folder)?
        .into_iter()
        .filter(|source| !source.path.contains("/cases/") && !source.path.ends_with("prose.md"))
        .collect();
    let compiled = compile(&sources).map_err(|problems| render_diagnostics(&sources, &problems))?;
    english::translate(&sources, &compiled, &[]).map_err(|problems| render_diagnostics(&sources, &problems))?;
    check_messages()?;
    let to = std::env::var_os("OUT_DIR").ok_or("`OUT_DIR` is not set")?;
    // In the browser the app embeds only the first questions; the whole book is a separate file. Natively there is no
    // such file, so tests embed the whole book.
    let in_browser = std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32");
    let opening = initial_subset(RuleBook::decode(&compiled.binary)?).encode()?;
    std::fs::write(Path::new(&to).join("book.bin"), if in_browser { &opening } else { &compiled.binary })?;
    println!("cargo::rustc-env=BOOK_FINGERPRINT={}", fingerprint(&compiled.binary));
    Ok(())
}

// Checks that each message of the pages has English and each English entry has a message.
fn check_messages() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed={CATALOG}");
    println!("cargo::rerun-if-changed=src");
    let sources = [Source { path: CATALOG.to_owned(), text: std::fs::read_to_string(CATALOG)? }];
    let entries = english::phrases(&sources).map_err(|problems| render_diagnostics(&sources, &problems))?;
    let mistakes = check_catalog(&extract::extract_all(Path::new("."))?, &entries);
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes.join("\n").into()) }
}
