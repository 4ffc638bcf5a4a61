//! A link as a QR code: one path to draw, and how large to print it. Knows no page and no case.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use std::fmt::Write;

/// A QR code, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Modules along a side, the quiet zone included: the path belongs into the view box `0 0 side side`.
    pub side: u32,
    /// The dark modules as one filled path, a rectangle per run of a row.
    pub path: String,
    /// The side in print, in millimetres, the quiet zone included: the least that a phone reads from a poor printer.
    pub millimetres: u32,
}

// The light border that readers need, in modules.
const QUIET: u32 = 4;

// The usual sides of print in millimetres, and the most modules on each: 0.44 mm a module, which a plain reader makes
// out of a blurred print of 150 dots per inch up to 69 modules on the large side; 0.41 mm, which it makes out once it
// sharpens the picture.
const SMALL: (u32, u32) = (25, 57);
const LARGE: (u32, u32) = (30, 73);
// What more modules than these are printed with: 0.46 mm a module. With 0.44 mm a print of 81 modules was not read.
const LARGEST: (u32, u32) = (46, 100);

/// Draws a link; `None` where it has more than fits a QR code (about 7000 digits).
///
/// The digits at its end are packed three to ten bits. The code has the fewest modules that hold it, and as much error
/// correction as these have room for: of a poor print, larger modules are read where more correction is not.
pub fn code(link: &str) -> Option<Code> {
    let (address, digits) = link.split_at(link.trim_end_matches(|c: char| c.is_ascii_digit()).len());
    let segments = [QrSegment::make_bytes(address.as_bytes()), QrSegment::make_numeric(digits)];
    // The last word: more correction where it takes no more modules.
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
        // Above the large side the modules are larger than on a small one: there are more of them to get wrong.
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
