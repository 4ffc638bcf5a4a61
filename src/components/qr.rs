//! A link as a QR code: one SVG path, and the size to print it at. Knows no page and no case.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use std::fmt::Write;

/// A QR code, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Modules per side, including the quiet zone: the view box of the path is `0 0 side side`.
    pub side: u32,
    /// The dark modules as one filled path, with a rectangle per horizontal run.
    pub path: String,
    /// Printed side length in millimetres, including the quiet zone: the minimum at which a phone reads it from a poor
    /// printer.
    pub millimetres: u32,
}

// The quiet zone that readers require, in modules.
const QUIET: u32 = 4;

// The usual printed side lengths in millimetres, and the maximum number of modules for each. A module has 0.44 mm (on
// the large side, with up to 69 modules), which a plain reader reads from a blurred print of 150 dots per inch, or
// 0.41 mm, which is read once the picture is sharpened.
const SMALL: (u32, u32) = (25, 57);
const LARGE: (u32, u32) = (30, 73);
// The ratio for codes with more modules: 0.46 mm a module. At 0.44 mm, a print of 81 modules was not read.
const LARGEST: (u32, u32) = (46, 100);

/// Draws a link; `None` if it exceeds the capacity of a QR code (about 7000 digits).
///
/// The trailing digits use numeric mode, which packs three digits into ten bits. The code uses the smallest version
/// that holds the data, and the highest error correction that fits into it: on a poor print, larger modules help more
/// than stronger error correction.
pub fn code(link: &str) -> Option<Code> {
    let (address, digits) = link.split_at(link.trim_end_matches(|c: char| c.is_ascii_digit()).len());
    let segments = [QrSegment::make_bytes(address.as_bytes()), QrSegment::make_numeric(digits)];
    // The last argument raises the error correction if that needs no more modules.
    let code =
        QrCode::encode_segments_advanced(&segments, QrCodeEcc::Low, Version::MIN, Version::MAX, None, true).ok()?;
    Some(Code { side: side(&code), path: path(&code), millimetres: millimetres(side(&code)) })
}

fn side(code: &QrCode) -> u32 {
    u32::try_from(code.size()).unwrap_or(0) + 2 * QUIET
}

fn millimetres(side: u32) -> u32 {
    if side <= SMALL.1 {
        SMALL.0
    } else {
        // A code with more modules than `LARGE` allows has larger modules than a small code, because more of them can
        // be misread.
        LARGE.0.max(if side > LARGE.1 { (side * LARGEST.0).div_ceil(LARGEST.1) } else { 0 })
    }
}

fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let from = x;
            while code.get_module(x, y) {
                x += 1;
            }
            if x > from {
                let (left, top, run) = (from + 4, y + 4, x - from);
                // Writing to a string cannot fail.
                let _ = write!(path, "M{left} {top}h{run}v1h-{run}z");
            }
            x += 1;
        }
    }
    path
}

#[cfg(test)]
mod tests;
