//! A page printed to PDF, read with the tools of poppler.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::ops::Range;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;
use unicode_normalization::UnicodeNormalization;

/// A PDF file.
pub struct Pdf {
    // Deletes the file when dropped.
    _folder: TempDir,
    file: PathBuf,
}

impl Pdf {
    /// A PDF from the base64 text that the browser returns.
    pub(crate) fn from_base64(base64: &str) -> Self {
        let folder = TempDir::with_prefix("huiqi-pdf-").expect("the temporary folder can be written to");
        let file = folder.path().join("page.pdf");
        std::fs::write(&file, STANDARD.decode(base64).expect("the browser sends base64")).expect("it can be written");
        Self { _folder: folder, file }
    }

    /// Saves a copy under `target/shots/`, for review.
    pub fn save_copy(&self, name: &str) {
        let folder = xtask::root().join("target/shots");
        std::fs::create_dir_all(&folder).expect("target can be written to");
        std::fs::copy(&self.file, folder.join(name)).expect("target can be written to");
    }

    /// Fails unless the pages are A4. Browsers round the size to their own units.
    #[track_caller]
    pub fn assert_a4(&self) {
        const A4: [f64; 2] = [595.28, 841.89];
        let paper = self.info("Page size:");
        let size: Vec<f64> = paper.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let fits = |(actual, expected): (&f64, f64)| (actual - expected).abs() < 2.0;
        assert!(size.len() == 2 && size.iter().zip(A4).all(fits), "not A4: {paper}");
    }

    /// The number of pages.
    pub fn count(&self) -> usize {
        self.info("Pages:").parse().unwrap_or_default()
    }

    // A field of `pdfinfo`.
    fn info(&self, name: &str) -> String {
        let info = self.run("pdfinfo", &[]);
        info.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned()
    }

    /// The text of each page without spaces, in drawing order, which is that of the document.
    pub fn pages(&self) -> Vec<String> {
        let text = self.run("pdftotext", &["-raw"]);
        text.split_terminator('\u{c}').map(dense).collect()
    }

    /// The contents of the QR codes on the first page, rendered at this many dots per inch.
    pub fn qr_codes_on_first_page(&self, dots: usize) -> Vec<String> {
        let page = self.render(dots, &["-l", "1"]).remove(0);
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(page.width, page.height, |x, y| page.pixel(x, y));
        image.detect_grids().iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect()
    }

    /// Every page as a greyscale image at this many dots per inch.
    pub fn grey_images(&self, dots: usize) -> Vec<GreyImage> {
        self.render(dots, &[])
    }

    fn render(&self, dots: usize, words: &[&str]) -> Vec<GreyImage> {
        let folder = TempDir::with_prefix("huiqi-pages-").expect("the temporary folder can be written to");
        let mut command = Command::new("pdftoppm");
        command.args(["-gray", "-r", &dots.to_string()]).args(words).arg(&self.file).arg(folder.path().join("page"));
        assert!(command.status().expect("pdftoppm is installed").success());
        let entries = std::fs::read_dir(folder.path()).expect("the folder can be read");
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        files.sort();
        files.iter().map(|file| GreyImage::from_pgm(&std::fs::read(file).expect("a picture"))).collect()
    }

    /// The lines of each page from top to bottom, without spaces and without the footer, each with its height in
    /// points.
    pub fn lines(&self) -> Vec<Vec<(String, f64)>> {
        let text = self.run("pdftotext", &["-bbox-layout"]);
        let mut pages: Vec<Vec<(String, f64)>> = Vec::new();
        let mut bottom = 0.0;
        for tag in text.lines().map(str::trim) {
            let number = |name: &str| {
                let rest = tag.split_once(&format!("{name}=\"")).map_or("", |(_, rest)| rest);
                rest.split('"').next().and_then(|digits| digits.parse::<f64>().ok()).unwrap_or_default()
            };
            if tag.starts_with("<page ") {
                pages.push(Vec::new());
            } else if tag.starts_with("<line ") {
                bottom = number("yMax");
                pages.last_mut().expect("a line is on a page").push((String::new(), bottom));
            } else if let Some((_, word)) = tag.split_once("\">").filter(|_| tag.starts_with("<word ")) {
                let word = word.trim_end_matches("</word>").replace("&amp;", "&").replace("&lt;", "<");
                let line = pages.last_mut().and_then(|page| page.last_mut()).expect("a word is on a line");
                line.0.push_str(&dense(&word));
                line.1 = bottom;
            }
        }
        for page in &mut pages {
            page.retain(|(text, _)| !(text.starts_with('第') && text.contains("页共")));
            page.sort_by(|a, b| a.1.total_cmp(&b.1));
        }
        pages
    }

    fn run(&self, program: &str, words: &[&str]) -> String {
        let mut command = Command::new(program);
        command.args(words).arg(&self.file);
        if program == "pdftotext" {
            command.arg("-");
        }
        let output = command.output().unwrap_or_else(|error| panic!("{program}: {error}"));
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

/// A page as a greyscale image: 0 is black, 255 is white.
pub struct GreyImage {
    /// Dots in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    dots: Vec<u8>,
}

impl GreyImage {
    // Three header words, then one byte per dot: `P5 1240 1754 255`.
    fn from_pgm(bytes: &[u8]) -> Self {
        let mut words = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
        let mut number = || {
            let word = words.next().unwrap_or_default();
            String::from_utf8_lossy(word).parse::<usize>().unwrap_or_default()
        };
        let (_, width, height) = (number(), number(), number());
        Self { width, height, dots: bytes[bytes.len() - width * height..].to_vec() }
    }

    /// The brightness of a dot.
    pub fn pixel(&self, x: usize, y: usize) -> u8 {
        self.dots[y * self.width + x]
    }

    /// Whether anything is printed in this part of the page.
    pub fn has_ink(&self, across: Range<usize>, mut down: Range<usize>) -> bool {
        down.any(|y| across.clone().any(|x| self.pixel(x, y) < 200))
    }

    /// The share of dots that are neither nearly black nor nearly white: low for text on paper.
    pub fn grey_share(&self) -> f64 {
        let grey = self.dots.iter().filter(|dot| (96..=215).contains(*dot)).count();
        grey as f64 / self.dots.len() as f64
    }
}

/// A text without spaces, in Unicode normalization form KC: fonts map some characters to look-alikes.
pub fn dense(text: &str) -> String {
    text.nfkc().filter(|letter| !letter.is_whitespace()).collect()
}
