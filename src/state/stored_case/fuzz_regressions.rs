//! Stored cases, damaged in generated ways, are parsed or rejected, and what was parsed round-trips. The fuzz target
//! `stored_case` checks the same; its corpus is run here.

use super::StoredCase;
use huiqi_engine::testing::TestRng;

fn corpus() -> Vec<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus/stored_case");
    let mut files: Vec<_> = folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    files.iter().filter_map(|file| std::fs::read(file).ok()).collect()
}

fn is_read_or_refused(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    if let Ok(saved) = StoredCase::read(text) {
        assert_eq!(StoredCase::read(&saved.write()).as_ref(), Ok(&saved), "{text}");
    }
}

#[test]
fn damaged_stored_case_is_parsed_or_rejected() {
    let corpus = corpus();
    assert!(corpus.len() >= 20, "a corpus of {}", corpus.len());
    let mut random = TestRng::new(2023);
    for whole in &corpus {
        is_read_or_refused(whole);
        for _ in 0..200 {
            let mut bytes = whole.clone();
            for _ in 0..=random.gen_range(4) {
                let at = random.gen_range(bytes.len());
                let byte = u8::try_from(random.gen_range(256)).unwrap_or(0);
                match random.gen_range(4) {
                    0 if !bytes.is_empty() => bytes[at] = byte,
                    1 if !bytes.is_empty() => drop(bytes.remove(at)),
                    2 => bytes.truncate(at),
                    _ => bytes.insert(at, byte),
                }
            }
            is_read_or_refused(&bytes);
        }
    }
}
