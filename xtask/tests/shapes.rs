//! The made-up rule book of `tests/shapes`, which has the shapes of rules that other documents use: its worked cases
//! hold, reach every boundary, and notice every small wrong.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::process::Command;

fn run(command: &str) -> (bool, String) {
    let root = xtask::root();
    let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = xtask.args([command, "tests/shapes"]).current_dir(root).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn shapes_pass_every_check() {
    let (succeeds, text) = run("check");
    assert!(succeeds && text.contains("0处不符"), "{text}");
}

#[test]
fn no_mutant_of_the_shapes_survives() {
    let (succeeds, text) = run("mutate");
    assert!(succeeds && text.contains("没有发现0处"), "{text}");
}
