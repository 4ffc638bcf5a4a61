//! A page printed to a PDF, read back with poppler's tools. Knows no measures.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;
use unicode_normalization::UnicodeNormalization;

/// What came out of the printer.
pub struct Sheet {
    // Holds the file for as long as it is looked at.
    _folder: TempDir,
    file: PathBuf,
}

impl Sheet {
    /// A sheet from the base64 text in which the browser hands it out.
    pub(crate) fn of(base64: &str) -> Self {
        let folder = TempDir::with_prefix("huiqi-sheet-").expect("the temporary folder can be written to");
        let file = folder.path().join("sheet.pdf");
        std::fs::write(&file, STANDARD.decode(base64).expect("the browser sends base64")).expect("it can be written");
        Self { _folder: folder, file }
    }

    /// Leaves a copy under `target/shots/`, for looking at.
    pub fn keep(&self, name: &str) {
        let folder = xtask::root().join("target/shots");
        std::fs::create_dir_all(&folder).expect("target can be written to");
        std::fs::copy(&self.file, folder.join(name)).expect("target can be written to");
    }

    /// Width and height of the pages, as `pdfinfo` says them.
    pub fn paper(&self) -> String {
        let info = self.run("pdfinfo", &[]);
        info.lines().find_map(|line| line.strip_prefix("Page size:")).unwrap_or_default().trim().to_owned()
    }

    /// The text of each page in the order in which it was drawn, which is that of the document, without spaces.
    pub fn pages(&self) -> Vec<String> {
        let text = self.run("pdftotext", &["-raw"]);
        text.split_terminator('\u{c}').map(dense).collect()
    }

    /// What the QR codes on the first page say, printed and seen with this many dots per inch.
    pub fn codes_on_the_first_page(&self, dots: usize) -> Vec<String> {
        let picture = self.file.with_file_name("page");
        let mut command = Command::new("pdftoppm");
        let done =
            command.args(["-gray", "-singlefile", "-r", &dots.to_string()]).arg(&self.file).arg(&picture).status();
        assert!(done.expect("pdftoppm is installed").success());
        let bytes = std::fs::read(picture.with_extension("pgm")).expect("it drew a picture");
        // Three words, then a byte a dot: `P5 1240 1754 255`.
        let mut words = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
        let mut number = || {
            let word = words.next().unwrap_or_default();
            String::from_utf8_lossy(word).parse::<usize>().unwrap_or_default()
        };
        let (_, width, height) = (number(), number(), number());
        let at = bytes.len() - width * height;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| bytes[at + y * width + x]);
        image.detect_grids().iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect()
    }

    fn run(&self, program: &str, words: &[&str]) -> String {
        let mut command = Command::new(program);
        command.args(words).arg(&self.file);
        if program == "pdftotext" {
            command.arg("-");
        }
        let done = command.output().unwrap_or_else(|error| panic!("{program}: {error}"));
        assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).into_owned()
    }
}

/// A text without its spaces, and with each character in its usual form: fonts name some of them by their look-alikes.
pub fn dense(text: &str) -> String {
    text.nfkc().filter(|letter| !letter.is_whitespace()).collect()
}
