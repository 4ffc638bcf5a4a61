//! Guidance: the examples of LANGUAGE.md hold.

use super::{example_book, examples, expect_result};
use huiqi_compiler::Source;

// The example book with this line in an advice or, if it starts with `papers`, in an issuer.
fn with_guidance(line: &str) -> Vec<Source> {
    let text = if line.starts_with("papers") {
        format!("[[issuer]]\nname = \"税务机关\"\n{line}\n")
    } else {
        format!("[[advice]]\nsays = \"向{{department}}申报。\"\n{line}\n")
    };
    let mut sources = example_book();
    sources.push(Source { path: "book/guidance.toml".into(), text });
    sources
}

#[test]
fn documented_guidance_holds() {
    for (written, expected) in examples("guidance") {
        expect_result(&with_guidance(written), expected, written);
    }
}
