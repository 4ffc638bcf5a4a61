//! The view position of a page: scroll position, open disclosures, search fields, focus. It is read from and restored
//! to elements by keys; knows no page.

use super::{document, focused, request_animation_frame, window};
use std::cell::Cell;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventInit, FocusOptions, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// The view position of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ViewPosition {
    // Whole pixels from the top.
    scroll: i32,
    // The keys of open disclosures.
    unfolded: Vec<String>,
    // The keys of search fields and filters, each with its value.
    fields: Vec<(String, String)>,
    // The key of the focused element, and its distance from the top of the viewport in pixels.
    focus: Option<(String, i32)>,
}

// Open disclosures. A button that disappears when pressed stays in the DOM as a hidden one.
const UNFOLDED: &str = "main details[open], main [aria-expanded='true'], main button[data-unfolds][hidden]";
// Search fields and filters; answers are not included.
const FIELDS: &str = "main input[type='search'], main .filters select";
// A page that is rendered in steps is waited for at most this many frames.
const MOST_FRAMES: u32 = 120;
const BETWEEN: char = '\u{1f}';

thread_local! {
    // Generation number of a restoration. User activity and opening another page increment it, which cancels the
    // restoration.
    static TURN: Cell<u32> = const { Cell::new(0) };
    static COMING: Cell<bool> = const { Cell::new(false) };
    // The element pressed last. Safari does not focus a link or button when it is pressed.
    static PRESSED: Cell<Option<Element>> = const { Cell::new(None) };
}

/// Tracks the element pressed last, and cancels a restoration when the user acts on the page.
pub fn watch_the_person() {
    for sign in ["wheel", "touchmove", "keydown", "pointerdown"] {
        super::add_window_listener(sign, stop);
    }
    listen_early("click", |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        PRESSED.set(target.and_then(|target| target.closest("a, button, summary").ok().flatten()));
    });
}

/// Calls `then` whenever this event occurs anywhere on the page, in the capture phase.
pub fn listen_early(event: &str, then: impl Fn(Event) + 'static) {
    let Some(window) = window() else { return };
    let closure = Closure::<dyn Fn(Event)>::new(then);
    let _ = window.add_event_listener_with_callback_and_bool(event, closure.as_ref().unchecked_ref(), true);
    // The listener lives as long as the page.
    closure.forget();
}

/// Cancels a restoration.
pub fn stop() {
    TURN.set(TURN.get().wrapping_add(1));
    COMING.set(false);
}

/// Whether a restoration is in progress.
pub fn is_coming() -> bool {
    COMING.get()
}

// The key of an element: its id, or the id of its nearest ancestor that has one, with its kind and index there.
fn key(element: &Element) -> Option<String> {
    if !element.id().is_empty() {
        return Some(element.id());
    }
    let around = element.closest("[id]").ok()??;
    let kind = kind(element);
    let same = around.query_selector_all(&kind).ok()?;
    let at = (0..same.length()).find(|at| same.get(*at).is_some_and(|one| one.is_same_node(Some(element))))?;
    Some(format!("{}{BETWEEN}{kind}{BETWEEN}{at}", around.id()))
}

// Links are identified by their target, because the sentences around them change.
fn kind(element: &Element) -> String {
    let tag = element.local_name();
    let href = element.get_attribute("href").filter(|href| !href.contains(['"', '\\']) && !href.contains("/case/"));
    href.map_or(tag.clone(), |href| format!("{tag}[href=\"{href}\"]"))
}

fn find(key: &str) -> Option<Element> {
    let document = document()?;
    let mut parts = key.split(BETWEEN);
    let around = document.get_element_by_id(parts.next()?)?;
    let Some(kind) = parts.next() else { return Some(around) };
    let at = parts.next()?.parse().ok()?;
    around.query_selector_all(kind).ok()?.get(at)?.dyn_into().ok()
}

fn elements(selector: &str) -> Vec<Element> {
    let found = document().and_then(|document| document.query_selector_all(selector).ok());
    found.map_or_else(Vec::new, |found| {
        (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<Element>().ok()).collect()
    })
}

fn value(field: &Element) -> Option<String> {
    let text = field.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value);
    text.or_else(|| field.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value))
}

fn put(field: &Element, text: &str) {
    if value(field).as_deref() == Some(text) {
        return;
    }
    let event = if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        input.set_value(text);
        "input"
    } else if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
        select.set_value(text);
        "change"
    } else {
        return;
    };
    let options = EventInit::new();
    options.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict(event, &options) {
        let _ = field.dispatch_event(&event);
    }
}

fn is_unfolded(element: &Element) -> bool {
    element.matches(UNFOLDED).unwrap_or(true)
}

fn unfold(element: &Element) {
    if is_unfolded(element) {
        return;
    }
    if element.local_name() == "details" {
        let _ = element.set_attribute("open", "");
    } else if let Some(button) = element.dyn_ref::<HtmlElement>() {
        button.click();
    }
}

fn scrolled() -> f64 {
    window().and_then(|window| window.scroll_y().ok()).unwrap_or_default()
}

fn height() -> i32 {
    document().and_then(|document| document.document_element()).map_or(0, |root| root.scroll_height())
}

// Whole pixels of a page fit without loss.
fn top(element: &Element) -> i32 {
    element.get_bounding_client_rect().top() as i32
}

impl ViewPosition {
    /// The current view position.
    pub fn now() -> Self {
        let body = document().and_then(|document| document.body());
        let active = focused().filter(|active| body.as_deref() != Some(active));
        let pressed = PRESSED.take();
        PRESSED.set(pressed.clone());
        let focus = active.or(pressed.filter(|pressed| pressed.is_connected()));
        Self {
            scroll: scrolled() as i32,
            unfolded: elements(UNFOLDED).iter().filter_map(key).collect(),
            fields: elements(FIELDS).iter().filter_map(|field| Some((key(field)?, value(field)?))).collect(),
            focus: focus.and_then(|element| Some((key(&element)?, top(&element)))),
        }
    }

    /// Restores this position step by step, as the page is rendered. User activity cancels it.
    pub fn come_back(self) {
        stop();
        COMING.set(true);
        Coming { turn: TURN.get(), place: self, height: 0, is_focused: false }.step(MOST_FRAMES);
    }

    /// Serializes the position, one fact per line.
    pub fn write(&self) -> String {
        let mut text = format!("s{}\n", self.scroll);
        for key in &self.unfolded {
            text.push_str(&format!("u{key}\n"));
        }
        for (key, value) in &self.fields {
            text.push_str(&format!("f{}\t{key}\n", value.replace(['\n', '\t'], " ")));
        }
        if let Some((key, top)) = &self.focus {
            text.push_str(&format!("a{top}\t{key}\n"));
        }
        text
    }

    /// Parses the output of [`Self::write`]; unknown lines are skipped.
    pub fn read(text: &str) -> Self {
        let mut place = Self::default();
        for line in text.lines() {
            let Some((kind, rest)) = line.split_at_checked(1) else { continue };
            match (kind, rest.split_once('\t')) {
                ("s", _) => place.scroll = rest.parse().unwrap_or_default(),
                ("u", _) => place.unfolded.push(rest.to_owned()),
                ("f", Some((value, key))) => place.fields.push((key.to_owned(), value.to_owned())),
                ("a", Some((top, key))) => place.focus = top.parse().ok().map(|top| (key.to_owned(), top)),
                _ => {}
            }
        }
        place
    }
}

// A restoration in progress.
struct Coming {
    turn: u32,
    place: ViewPosition,
    // Height of the page one frame ago.
    height: i32,
    is_focused: bool,
}

impl Coming {
    fn step(mut self, frames: u32) {
        request_animation_frame(move || {
            if TURN.get() != self.turn {
                return;
            }
            self.place.fields.retain(|(key, text)| find(key).map(|field| put(&field, text)).is_none());
            self.place.unfolded.retain(|key| find(key).map(|element| unfold(&element)).is_none());
            let is_there = self.scroll() && self.place.fields.is_empty() && self.place.unfolded.is_empty();
            let stands = std::mem::replace(&mut self.height, height()) == self.height;
            if frames > 0 && !(is_there && stands) {
                return self.step(frames - 1);
            }
            if !self.is_focused && !is_there {
                // The element that had the focus no longer exists.
                focus(find("main").and_then(|main| main.query_selector("h1").ok().flatten()));
            }
            COMING.set(false);
        });
    }

    // Scrolls the page and returns whether it is in place: the focused element as far below the top of the viewport as
    // it was.
    fn scroll(&mut self) -> bool {
        let Some(window) = window() else { return true };
        let Some((key, was)) = self.place.focus.clone() else {
            window.scroll_to_with_x_and_y(0.0, f64::from(self.place.scroll));
            return scrolled() as i32 == self.place.scroll;
        };
        let Some(element) = find(&key) else {
            window.scroll_to_with_x_and_y(0.0, f64::from(self.place.scroll));
            return false;
        };
        if !self.is_focused {
            focus(Some(element.clone()));
            self.is_focused = true;
        }
        let gap = top(&element) - was;
        window.scroll_by_with_x_and_y(0.0, f64::from(gap));
        gap.abs() <= 1
    }
}

fn focus(element: Option<Element>) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus_with_options(&options);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scroll_position_round_trips() {
        let place = ViewPosition {
            scroll: 1200,
            unfolded: vec!["m-12-1".into(), format!("main{BETWEEN}details{BETWEEN}3")],
            fields: vec![(format!("main{BETWEEN}input{BETWEEN}0"), "研发 费用".into())],
            focus: Some(("q-rd_expense_cur".into(), -14)),
        };
        assert_eq!(ViewPosition::read(&place.write()), place);
        assert_eq!(ViewPosition::read("x\n\ns"), ViewPosition::default());
    }
}
