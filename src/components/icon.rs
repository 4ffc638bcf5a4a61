//! The icons beside words of state, all of the same visual weight. The word carries the meaning, so the icon is hidden
//! from screen readers.

use huiqi_engine::Verdict;
use huiqi_engine::number::Truth;
use leptos::prelude::*;

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// ✓
    Yes,
    /// ✗
    No,
    /// ？
    Open,
    /// ◇
    Assessed,
    /// ∞
    Automatic,
    /// –
    None,
    /// ○
    Now,
    /// No drawing, but the same space.
    Blank,
    /// ‹
    Back,
    /// A closed lock.
    Lock,
    /// A pen.
    Pen,
    /// A sheet of paper.
    Paper,
}

impl Icon {
    const fn drawn(self) -> (&'static str, &'static str) {
        match self {
            Self::Yes => ("sign yes", "M4 10.5l4 4 8-9"),
            Self::No => ("sign unmet", "M5 5l10 10M15 5L5 15"),
            Self::Open => ("sign ask", "M7 7.2a3 3 0 1 1 4.6 2.5c-1 .7-1.6 1.2-1.6 2.6M10 15.6v.2"),
            Self::Assessed => ("sign assessed", "M10 3l7 7-7 7-7-7z"),
            Self::Automatic => (
                "sign auto",
                "M10 10c-1.6-2-2.7-3-4.3-3a3 3 0 0 0 0 6C9 13 11 7 14.3 7a3 3 0 0 1 0 6c-1.6 0-2.7-1-4.3-3z",
            ),
            Self::None => ("sign off", "M5 10h10"),
            Self::Now => ("sign now", "M7 10a3 3 0 1 0 6 0a3 3 0 1 0-6 0"),
            Self::Blank => ("sign", ""),
            Self::Back => ("sign", "M12.5 4l-6 6 6 6"),
            Self::Lock => ("sign", "M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3"),
            Self::Pen => ("sign", "M3 17l1-4 9-9 3 3-9 9zM11 6l3 3"),
            Self::Paper => ("sign", "M5 2h7l3 3v13H5zM8 9h4M8 13h4"),
        }
    }
}

/// Renders an icon.
pub fn sign(sign: Icon) -> AnyView {
    let (class, path) = sign.drawn();
    view! { <svg class=class viewBox="0 0 20 20" aria-hidden="true"><path d=path></path></svg> }.into_any()
}

/// The icon for the truth value of a condition.
pub const fn sign_of_truth(truth: Truth) -> Icon {
    match truth {
        Truth::True => Icon::Yes,
        Truth::False => Icon::No,
        Truth::Unknown => Icon::Open,
    }
}

/// The icon for a verdict.
pub const fn sign_of_verdict(verdict: Verdict) -> Icon {
    match verdict {
        Verdict::Eligible => Icon::Yes,
        Verdict::Ineligible => Icon::No,
        Verdict::Undecided => Icon::Open,
        Verdict::NotAsked | Verdict::OutOfForce | Verdict::NotForYou => Icon::None,
    }
}

/// A progress bar. Hidden from screen readers, because the text beside it states the same.
pub fn progress(share: impl Fn() -> String + Send + 'static) -> AnyView {
    view! {
        <svg class="progress" aria-hidden="true">
            <rect width="100%" height="6"></rect>
            <rect class="done" width=share height="6"></rect>
        </svg>
    }
    .into_any()
}
