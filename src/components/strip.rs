//! A strip to scale: what is certain solid, what the department decides hatched. The pattern tells them apart without
//! colour; the key beside the strip says the same in words.

use huiqi_engine::number::{divide, multiply, subtract};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// A part of a strip or its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StripPart {
    /// Certain: solid.
    Exact,
    /// Decided by the department: hatched.
    Decided,
}

/// Renders the strip of a certain sum and of the most that the department may decide; empty if one of them is zero,
/// because a single part compares nothing. `says`: the same in words.
pub fn strip(exact: Decimal, decided: Decimal, says: String) -> Option<AnyView> {
    if exact.is_zero() || decided.is_zero() {
        return None;
    }
    let whole = exact.checked_add(decided)?;
    let share = percent(exact, whole)?;
    let rest = subtract(Decimal::ONE_HUNDRED, share)?;
    let (width, from, rest) = (format!("{share}%"), format!("{share}%"), format!("{rest}%"));
    let strip = view! {
        <svg class="strip" role="img" aria-label=says>
            {hatch()}
            <rect class="exact" width=width height="100%"></rect>
            <rect x=from width=rest height="100%" fill="url(#hatch-deep)"></rect>
        </svg>
    };
    Some(strip.into_any())
}

/// Renders a bar below an amount: its share of the largest.
pub fn share_bar(amount: Decimal, largest: Decimal, part: StripPart) -> Option<AnyView> {
    let width = format!("{}%", percent(amount, largest)?);
    let (class, fill) = match part {
        StripPart::Exact => ("exact", None),
        StripPart::Decided => ("upto", Some("url(#hatch)")),
    };
    let bar = view! {
        <svg class="share-bar" aria-hidden="true">
            <rect class=class width=width height="100%" fill=fill></rect>
        </svg>
    };
    Some(bar.into_any())
}

/// The pattern of hatched bars on sheets. A page that has such bars holds it once.
pub fn hatch_pattern() -> AnyView {
    view! {
        <svg class="vh" aria-hidden="true">
            <defs>
                <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="hatch" width="2" height="6"></rect>
                </pattern>
            </defs>
        </svg>
    }
    .into_any()
}

/// Renders the swatch of a part in the key of a strip, whose pattern it uses.
pub fn swatch(part: StripPart) -> AnyView {
    let (class, fill) = match part {
        StripPart::Exact => ("exact", None),
        StripPart::Decided => ("", Some("url(#hatch-deep)")),
    };
    view! { <svg class="swatch" aria-hidden="true"><rect class=class width="20" height="14" fill=fill></rect></svg> }
        .into_any()
}

/// A part in percent of a whole, for the length of a bar: with two decimal places, and at least so much that a part that
/// is not zero is visible. `None` if the whole is zero.
pub fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let least = if part.is_zero() { Decimal::ZERO } else { Decimal::new(6, 1) };
    Some(divide(multiply(part, Decimal::ONE_HUNDRED)?, whole)?.round_dp(2).max(least))
}

// The pattern of what the department decides, on the deep panel.
fn hatch() -> AnyView {
    view! {
        <defs>
            <pattern id="hatch-deep" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect class="hatch-ground" width="8" height="8"></rect>
                <path class="hatch-line" d="M2 0v8"></path>
            </pattern>
        </defs>
    }
    .into_any()
}
