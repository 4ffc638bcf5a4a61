//! The pictograms that a rule book can name: lines of 2 px with a gold tint, 48 px wide. The text beside a pictogram
//! carries the meaning, so it is hidden from screen readers.

use huiqi_engine::book::Pictogram;
use leptos::prelude::*;

// The tinted area and the lines.
const fn drawn(picture: Pictogram) -> (&'static str, &'static str) {
    match picture {
        Pictogram::Factory => {
            ("M6 41V21l11 8v-8l11 8 2-20h8l4 32z", "M6 41V21l11 8v-8l11 8 2-20h8l4 32zM13 35h4M22 35h4M31 35h4")
        }
        Pictogram::Code => (
            "M8 9h32a3 3 0 0 1 3 3v19a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3V12a3 3 0 0 1 3-3z",
            "M8 9h32a3 3 0 0 1 3 3v19a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3V12a3 3 0 0 1 3-3zM17 17l-5 5 5 5M31 17l5 5-5 5M26 15l-4 14M16 41h16M24 34v7",
        ),
        Pictogram::Truck => (
            "M3 13h25v22H16.5a4.5 4.5 0 0 0-9 0H3z",
            "M7.5 35H3V13h25v22H16.5M28 21h8l8 7v7h-3.5M31.5 35H28M7.5 36a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0M31.5 36a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0",
        ),
        Pictogram::Ship => {
            ("M5 29h38l-6 12H11z", "M5 29h38l-6 12H11zM11 29V18h9v11M20 29V18h9v11M29 29V13h8v16M15.5 18v11M24.5 18v11")
        }
        Pictogram::Wheat => (
            "M24 29c-8 0-11-4-11-10 7 0 11 4 11 10zm0 0c8 0 11-4 11-10-7 0-11 4-11 10zm0 11c-9 0-12-4-12-10 8 0 12 4 12 10zm0 0c9 0 12-4 12-10-8 0-12 4-12 10z",
            "M24 43V18c-5-2-6-7 0-13 6 6 5 11 0 13M24 29c-8 0-11-4-11-10 7 0 11 4 11 10zm0 0c8 0 11-4 11-10-7 0-11 4-11 10zm0 11c-9 0-12-4-12-10 8 0 12 4 12 10zm0 0c9 0 12-4 12-10-8 0-12 4-12 10z",
        ),
        Pictogram::Star => (
            "M10 15a8 8 0 1 0 16 0a8 8 0 1 0-16 0M34 25l2.8 5.7 6.2.9-4.5 4.4 1.1 6.2L34 39.3l-5.6 2.9 1.1-6.2-4.5-4.4 6.2-.9z",
            "M10 15a8 8 0 1 0 16 0a8 8 0 1 0-16 0M4 42c0-10 6-15 14-15 3 0 5 .6 7 1.5M34 25l2.8 5.7 6.2.9-4.5 4.4 1.1 6.2L34 39.3l-5.6 2.9 1.1-6.2-4.5-4.4 6.2-.9z",
        ),
        Pictogram::Incubator => (
            "M24 31c0-7 4-10 11-10 0 7-4 10-11 10zm0 4c0-6-4-9-10-9 0 6 4 9 10 9z",
            "M5 21L24 6l19 15M9 18v24h30V18M24 42V31c0-7 4-10 11-10 0 7-4 10-11 10M24 35c0-6-4-9-10-9 0 6 4 9 10 9",
        ),
        Pictogram::Shop => (
            "M6 18l4-10h28l4 10c0 6-9 6-9 0 0 6-9 6-9 0 0 6-9 6-9 0 0 6-9 6-9 0z",
            "M6 18l4-10h28l4 10c0 6-9 6-9 0 0 6-9 6-9 0 0 6-9 6-9 0 0 6-9 6-9 0zM9 23v18h30V23M20 41V30h8v11",
        ),
        Pictogram::Flask => {
            ("M15 29h18l7 12H8z", "M19 6v13L8 39a2 2 0 0 0 2 3h28a2 2 0 0 0 2-3L29 19V6M16 6h16M14 29h20")
        }
        Pictogram::Medal => (
            "M13 31a11 11 0 1 0 22 0a11 11 0 1 0-22 0",
            "M13 31a11 11 0 1 0 22 0a11 11 0 1 0-22 0M18 22L11 5h8l5 12M30 22l7-17h-8l-5 12M20 31l3 3 6-6",
        ),
        Pictogram::Chart => (
            "M8 30h8v12H8zM20 24h8v18h-8zM32 16h8v26h-8z",
            "M8 30h8v12H8zM20 24h8v18h-8zM32 16h8v26h-8zM6 20L24 7M17 6l7 1-1 7",
        ),
        Pictogram::Globe => (
            "M6 24a18 18 0 1 0 36 0a18 18 0 1 0-36 0",
            "M6 24a18 18 0 1 0 36 0a18 18 0 1 0-36 0M24 6c-11 11-11 25 0 36 11-11 11-25 0-36M6 24h36M9 15h30M9 33h30",
        ),
        Pictogram::Flash => ("M27 5L11 27h11l-3 16 18-24H25z", "M27 5L11 27h11l-3 16 18-24H25z"),
        Pictogram::Building => {
            ("M10 6h20v36H10z", "M10 42V6h20v36M30 18h9v24M5 42h38M16 14h2M22 14h2M16 22h2M22 22h2M16 30h2M22 30h2")
        }
    }
}

/// Renders a pictogram.
pub fn pictogram(picture: Pictogram) -> AnyView {
    let (tint, lines) = drawn(picture);
    svg(tint, lines)
}

/// Renders the pictogram of one's own answers: a sheet that is filled in.
pub fn pictogram_of_answers() -> AnyView {
    svg("M10 5h20l8 8v30H10z", "M10 5h20l8 8v30H10zM30 5v8h8M16 21l2 2 4-4M26 21h6M16 31l2 2 4-4M26 31h6")
}

fn svg(tint: &'static str, lines: &'static str) -> AnyView {
    view! {
        <svg class="pictogram" viewBox="0 0 48 48" aria-hidden="true">
            <path class="tint" d=tint></path>
            <path d=lines></path>
        </svg>
    }
    .into_any()
}
