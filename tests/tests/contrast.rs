//! Contrast of the colour tokens by the formula of WCAG 2.2, in the light and the dark theme. Large print has the same
//! colours.

use std::collections::BTreeMap;

type Colours = BTreeMap<String, [f64; 3]>;

// The declarations `--name: #colour` of every block whose selector satisfies `is_meant`.
fn colours(is_meant: impl Fn(&str) -> bool) -> Vec<Colours> {
    let sheet = std::fs::read_to_string(xtask::root().join("style/tokens.css")).expect("the tokens");
    let mut blocks = Vec::new();
    for block in sheet.split('}') {
        let Some((selector, body)) = block.rsplit_once('{') else { continue };
        let selector = selector.rsplit(['{', '/']).next().unwrap_or_default().trim();
        if !is_meant(selector) {
            continue;
        }
        let declared = body.split(';').filter_map(|one| {
            let (name, value) = one.split_once(": #")?;
            let name = name.rsplit("--").next()?;
            Some((name.to_owned(), rgb(value.trim())?))
        });
        blocks.push(declared.collect());
    }
    blocks
}

fn rgb(hex: &str) -> Option<[f64; 3]> {
    let wide: String =
        if hex.len() == 3 { hex.chars().flat_map(|digit| [digit, digit]).collect() } else { hex.to_owned() };
    let part = |at: usize| u8::from_str_radix(wide.get(at..at + 2)?, 16).ok().map(|part| f64::from(part) / 255.0);
    Some([part(0)?, part(2)?, part(4)?])
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[track_caller]
fn assert_readable(colours: &Colours, what: &str) {
    let colour = |name: &str| *colours.get(name).unwrap_or_else(|| panic!("{what} has no {name}"));
    for ground in ["page", "wash"] {
        // Body text, then all other text; lines and borders of controls.
        for (name, least) in [("ink", 7.0), ("muted", 4.5), ("primary", 4.5), ("yes", 4.5), ("open", 4.5), ("no", 4.5)]
        {
            let is = contrast(colour(name), colour(ground));
            assert!(is >= least, "{what}: {name} on {ground} is {is:.2}, not {least}");
        }
    }
    let button = contrast(colour("page"), colour("primary"));
    assert!(button >= 4.5, "{what}: the words of the main button are {button:.2}");
}

#[test]
fn text_contrast_is_sufficient_in_light_and_dark() {
    let day = colours(|selector| selector == ":root");
    assert_readable(&day[0], "by day");
    let night = colours(|selector| selector.contains("dark\"]") || selector.contains(":not("));
    assert_eq!(night.len(), 2, "chosen, and as the system has it");
    assert_eq!(night[0], night[1], "both nights are the same");
    assert_readable(&night[0], "by night");
}

#[test]
fn contrast_formula_gives_known_values() {
    let black_on_white = contrast([0.0; 3], [1.0; 3]);
    assert!((black_on_white - 21.0).abs() < 0.001, "{black_on_white}");
    let grey = contrast(rgb("767676").expect("a colour"), [1.0; 3]);
    assert!((grey - 4.54).abs() < 0.01, "{grey}");
}
