//! Elements in the shape of Leptos' own builder (`html::p().class(..).child(..)`, `.on(ev::click, ..)`), all of one
//! type.
//!
//! `view!` and Leptos' builder generate a separate type for every element with its attributes and children, and the
//! compiler emits the code that builds and updates it once for each type. Measured with `erase_components`: 22 KB more
//! of the main module and 37 KB more of the lazy module, compressed. With one type this code is downloaded once.

use crate::platform::Event;
use leptos::control_flow::{For, ForProps};
pub use leptos::ev;
use leptos::ev::EventDescriptor;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::element::{ElementChild, custom};
use leptos::tachys::html::event::{Custom, on};
use leptos::tachys::html::property::prop;
use std::borrow::Cow;
use std::sync::Arc;

type Reactive<T> = Box<dyn Fn() -> T + Send>;
type Computed<T> = Box<dyn Fn(Option<&T>) -> T + Send + Sync>;

/// An element under construction.
pub struct Element(Box<ElementParts>);

struct ElementParts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element with this tag. The usual ones are in [`html`].
#[inline(never)]
pub fn element(tag: &'static str) -> Element {
    Element(Box::new(ElementParts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// A function for each HTML tag.
pub mod html {
    use super::{Element, element};

    macro_rules! tags {
        ($($tag:ident)*) => {
            $(#[doc = concat!("A `", stringify!($tag), "` element.")]
            pub fn $tag() -> Element {
                element(stringify!($tag))
            })*
        };
    }

    tags! {
        a article aside b bdi blockquote br button caption dd del details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 header input label legend li main mark nav ol optgroup option output p pre section select small span summary table tbody td tfoot th thead tr ul
    }
}

/// A type that can be a child of an element.
pub trait IntoChild {
    /// Converts it to a view; an absent child is an empty view.
    fn into_child(self) -> AnyView;
}

impl IntoChild for AnyView {
    fn into_child(self) -> AnyView {
        self
    }
}

impl IntoChild for Element {
    fn into_child(self) -> AnyView {
        self.into_any()
    }
}

impl IntoChild for String {
    fn into_child(self) -> AnyView {
        text(Cow::Owned(self))
    }
}

impl IntoChild for &'static str {
    fn into_child(self) -> AnyView {
        text(Cow::Borrowed(self))
    }
}

impl IntoChild for usize {
    fn into_child(self) -> AnyView {
        text(Cow::Owned(self.to_string()))
    }
}

impl<C: IntoChild> IntoChild for Option<C> {
    fn into_child(self) -> AnyView {
        self.map_or_else(empty_view, IntoChild::into_child)
    }
}

impl<C: IntoChild> IntoChild for Vec<C> {
    fn into_child(self) -> AnyView {
        fragment(self.into_iter().map(IntoChild::into_child).collect())
    }
}

/// A closure is a reactive child, as in Leptos: it is called again when something that it reads changes.
impl<F: Fn() -> C + Send + 'static, C: IntoChild> IntoChild for F {
    fn into_child(self) -> AnyView {
        reactive_view(Box::new(move || self().into_child()))
    }
}

#[inline(never)]
fn text(text: Cow<'static, str>) -> AnyView {
    text.into_any()
}

/// A view without an element.
pub fn empty_view() -> AnyView {
    ().into_any()
}

/// Several views, one after the other.
pub fn fragment(views: Vec<AnyView>) -> AnyView {
    views.into_any()
}

/// A view that is rendered again when a signal that the closure reads changes.
pub fn reactive<C: IntoChild>(make: impl Fn() -> C + Send + 'static) -> AnyView {
    make.into_child()
}

#[inline(never)]
fn reactive_view(make: Reactive<AnyView>) -> AnyView {
    make.into_any()
}

/// The value of an attribute: text, or a closure that returns one or `None` for an absent attribute.
pub trait AttributeValue {
    /// Adds the attribute to an element.
    fn add_to(self, element: Element, name: &'static str) -> Element;
}

impl AttributeValue for &'static str {
    fn add_to(self, element: Element, name: &'static str) -> Element {
        element.static_attr(name, Cow::Borrowed(self))
    }
}

impl AttributeValue for String {
    fn add_to(self, element: Element, name: &'static str) -> Element {
        element.static_attr(name, Cow::Owned(self))
    }
}

impl<F: Fn() -> Option<V> + Send + 'static, V: Into<Cow<'static, str>>> AttributeValue for F {
    fn add_to(self, element: Element, name: &'static str) -> Element {
        element.reactive_attr(name, Box::new(move || self().map(Into::into)))
    }
}

/// The value of a property: text that is set once, or a closure that is called again when something it reads changes.
pub trait PropertyValue {
    /// Adds the property to an element.
    fn add_to(self, element: Element, name: &'static str) -> Element;
}

impl PropertyValue for String {
    fn add_to(self, element: Element, name: &'static str) -> Element {
        element.static_prop(name, self)
    }
}

impl<F: Fn() -> String + Send + 'static> PropertyValue for F {
    fn add_to(self, element: Element, name: &'static str) -> Element {
        element.reactive_prop(name, Box::new(self))
    }
}

/// A computed value that notifies its subscribers only when it differs.
pub fn memo<T: PartialEq + Send + Sync + 'static>(compute: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    let compute: Computed<T> = Box::new(move |_| compute());
    Memo::new(compute)
}

/// A memo whose value is updated in place: `follow` returns whether it changed.
pub fn incremental_memo<T: Send + Sync + 'static>(
    first: impl Fn() -> T + Send + Sync + 'static,
    follow: impl Fn(&mut T) -> bool + Send + Sync + 'static,
) -> Memo<T> {
    Memo::new_owning(move |old: Option<T>| match old {
        None => (first(), true),
        Some(mut value) => {
            let changed = follow(&mut value);
            (value, changed)
        }
    })
}

/// Runs `act` now, and again whenever a signal that it reads changes. `act` receives whether this is the first run.
pub fn effect(act: impl FnMut(bool) + 'static) {
    boxed_effect(Box::new(act));
}

#[inline(never)]
fn boxed_effect(mut act: Box<dyn FnMut(bool)>) {
    Effect::new(move |before: Option<()>| act(before.is_none()));
}

/// A list that keeps the elements of unchanged items when other items change.
pub fn for_each_keyed(
    items: impl Fn() -> Vec<usize> + Send + Sync + 'static,
    view: impl Fn(usize) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    keyed_list(Box::new(items), Arc::new(view))
}

#[inline(never)]
fn keyed_list(
    items: Box<dyn Fn() -> Vec<usize> + Send + Sync>,
    view: Arc<dyn Fn(usize) -> AnyView + Send + Sync>,
) -> AnyView {
    let children = move |item| view(item);
    let props = ForProps::builder().each(items).key(|item: &usize| *item).children(children).build();
    For(props).into_any()
}

impl Element {
    #[inline(never)]
    fn with(mut self, attribute: AnyAttribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }

    #[inline(never)]
    fn static_attr(self, name: &'static str, value: Cow<'static, str>) -> Self {
        self.with(custom_attribute(name, value).into_any_attr())
    }

    #[inline(never)]
    fn reactive_attr(self, name: &'static str, value: Reactive<Option<Cow<'static, str>>>) -> Self {
        self.with(custom_attribute(name, value).into_any_attr())
    }

    #[inline(never)]
    fn static_prop(self, name: &'static str, value: String) -> Self {
        self.with(prop(name, value).into_any_attr())
    }

    #[inline(never)]
    fn reactive_prop(self, name: &'static str, value: Reactive<String>) -> Self {
        self.with(prop(name, value).into_any_attr())
    }

    #[inline(never)]
    fn reactive_bool(self, name: &'static str, value: Reactive<bool>) -> Self {
        self.with(prop(name, value).into_any_attr())
    }

    /// Sets the `class` attribute: one class, or several separated by spaces.
    pub fn class(self, names: &'static str) -> Self {
        self.static_attr("class", Cow::Borrowed(names))
    }

    /// Sets an attribute.
    pub fn attr(self, name: &'static str, value: impl AttributeValue) -> Self {
        value.add_to(self, name)
    }

    /// Sets a property, such as the text of a field. Text that is set once never overwrites what the user types.
    pub fn prop(self, name: &'static str, value: impl PropertyValue) -> Self {
        value.add_to(self, name)
    }

    /// Sets a boolean property (`checked`, `disabled`, `hidden`) that follows the signals that the closure reads.
    pub fn bool_prop(self, name: &'static str, value: impl Fn() -> bool + Send + 'static) -> Self {
        self.reactive_bool(name, Box::new(value))
    }

    /// Adds an event listener. It is not called after its owner is disposed: browsers send `blur` while they remove the
    /// focused element, and the signals that the handler reads are disposed by then.
    pub fn on<E: EventDescriptor>(self, event: E, handler: impl FnMut(Event) + 'static) -> Self {
        self.listener(event.name(), Box::new(handler))
    }

    #[inline(never)]
    fn listener(self, event: Cow<'static, str>, mut handler: Box<dyn FnMut(Event)>) -> Self {
        let owner = StoredValue::new(());
        let handler = move |event| {
            if !owner.is_disposed() {
                handler(event);
            }
        };
        self.with(on(Custom::<Event>::new(event), handler).into_any_attr())
    }

    /// Adds a child: a view, text, or a closure that returns one of them.
    pub fn child(self, child: impl IntoChild) -> Self {
        self.push_child(child.into_child())
    }

    #[inline(never)]
    fn push_child(mut self, child: AnyView) -> Self {
        self.0.children.push(child);
        self
    }

    /// Builds the element.
    #[inline(never)]
    pub fn into_any(self) -> AnyView {
        let ElementParts { tag, attributes, children } = *self.0;
        custom(tag).add_any_attr(attributes).child(children).into_any()
    }
}
