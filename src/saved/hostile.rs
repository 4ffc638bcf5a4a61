//! What a device has kept, damaged in generated ways: it is read or refused, and what was read is the same when it is
//! written and read again. The fuzz target `saved` demands the same; its corpus is run here.

use super::Saved;

/// A generator that gives the same numbers each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

fn corpus() -> Vec<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus/saved");
    let mut files: Vec<_> = folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    files.iter().filter_map(|file| std::fs::read(file).ok()).collect()
}

fn is_read_or_refused(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    if let Ok(saved) = Saved::read(text) {
        assert_eq!(Saved::read(&saved.write()).as_ref(), Ok(&saved), "{text}");
    }
}

#[test]
fn what_was_kept_and_damaged_in_thousands_of_ways_is_read_or_refused() {
    let corpus = corpus();
    assert!(corpus.len() >= 20, "a corpus of {}", corpus.len());
    let mut random = Random(2023);
    for whole in &corpus {
        is_read_or_refused(whole);
        for _ in 0..200 {
            let mut bytes = whole.clone();
            for _ in 0..=random.below(4) {
                let at = random.below(bytes.len());
                let byte = u8::try_from(random.below(256)).unwrap_or(0);
                match random.below(4) {
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
