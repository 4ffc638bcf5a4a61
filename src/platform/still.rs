//! Scroll anchoring: the element in use keeps its position on the screen while the page changes around it. Knows no
//! page.

use super::{document, request_animation_frame, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The focused element.
pub fn focused() -> Option<Element> {
    document()?.active_element()
}

/// Moves the focus back to an element, if it is still on the page.
pub fn focus_again(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Whether the focus is in the element with this id.
pub fn has_focus_in(id: &str) -> bool {
    let part = document().and_then(|document| document.get_element_by_id(id));
    part.is_some_and(|part| part.contains(focused().as_deref()))
}

/// Moves the focus to the heading if the focused element was removed from the page.
pub fn rescue_focus() {
    let body = document().and_then(|document| document.body());
    if focused().is_none_or(|focused| body.as_deref() == Some(&focused)) {
        super::focus("h1");
    }
}

/// Changes the page, and then scrolls so that this element keeps its position.
pub fn keep_still(element: Option<Element>, then: impl FnOnce()) {
    let kept = element.filter(|element| element.closest(".still").is_ok_and(|still| still.is_some()));
    let before = kept.as_ref().map(top);
    then();
    let (Some(element), Some(before)) = (kept, before) else { return };
    request_animation_frame(move || {
        if element.is_connected() {
            move_back(&element, before);
        }
    });
}

fn top(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

// If the page cannot be scrolled far enough, space is added: below a folded question further up, or at the end of the
// page.
fn move_back(element: &Element, before: f64) {
    let rest = || top(element) - before;
    scroll_by(rest());
    let gap = rest();
    if gap <= -1.0 {
        let lines = document().and_then(|document| document.query_selector_all(".still .needless").ok());
        let Some(lines) = lines else { return };
        let above = (0..lines.length()).filter_map(|at| lines.get(at)?.dyn_into::<HtmlElement>().ok());
        if let Some(line) = above.rev().find(|line| top(line) < top(element)) {
            make_high(&line, line.get_bounding_client_rect().height() - gap);
        }
    } else if gap >= 1.0
        && let Some(page) =
            element.closest(".still").ok().flatten().and_then(|page| page.dyn_into::<HtmlElement>().ok())
    {
        make_high(&page, page.get_bounding_client_rect().height() + gap);
        scroll_by(rest());
    }
}

// In whole pixels: formatting fractions takes 4 KB of the main module.
fn make_high(element: &HtmlElement, pixels: f64) {
    let _ = element.style().set_property("min-height", &format!("{}px", pixels.ceil() as u32));
}

fn scroll_by(pixels: f64) {
    if pixels.abs() >= 1.0
        && let Some(window) = window()
    {
        window.scroll_by_with_x_and_y(0.0, pixels);
    }
}
