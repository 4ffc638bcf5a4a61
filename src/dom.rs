//! Elements of a page, made one way: tag, attributes, children. Knows no page.
//!
//! Leptos can build a type of its own for every element with its attributes and children, and the compiler then writes
//! the code that builds and updates it once for each. Here every element is of one type, so that this code is
//! downloaded once.

use leptos::control_flow::{For, ForProps};
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::element::{ElementChild, custom};
use leptos::tachys::html::event::{Custom, on};
use leptos::tachys::html::property::prop;
use std::sync::Arc;
use web_sys::Event;

type Live<T> = Box<dyn Fn() -> T + Send>;

/// An element that is being put together.
pub struct El {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element with this tag.
pub fn el(tag: &'static str) -> El {
    El { tag, attributes: Vec::new(), children: Vec::new() }
}

/// What can stand inside an element.
pub trait Child {
    /// As a view; nothing for an absent one.
    fn view(self) -> AnyView;
}

impl Child for AnyView {
    fn view(self) -> AnyView {
        self
    }
}

impl Child for El {
    fn view(self) -> AnyView {
        self.done()
    }
}

impl Child for String {
    fn view(self) -> AnyView {
        self.into_any()
    }
}

impl Child for &str {
    fn view(self) -> AnyView {
        self.to_owned().into_any()
    }
}

impl Child for usize {
    fn view(self) -> AnyView {
        self.to_string().into_any()
    }
}

impl<C: Child> Child for Option<C> {
    fn view(self) -> AnyView {
        self.map_or_else(nothing, Child::view)
    }
}

impl<C: Child> Child for Vec<C> {
    fn view(self) -> AnyView {
        all(self.into_iter().map(Child::view).collect())
    }
}

/// No element at all.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// Several views, one after the other.
pub fn all(views: Vec<AnyView>) -> AnyView {
    views.into_any()
}

/// A view that is made anew whenever something it reads changes.
pub fn live<C: Child>(make: impl Fn() -> C + Send + 'static) -> AnyView {
    let make: Live<AnyView> = Box::new(move || make().view());
    make.into_any()
}

/// A computed value that tells others only when it differs.
pub fn memo<T: PartialEq + Send + Sync + 'static>(compute: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    let compute: Box<dyn Fn(Option<&T>) -> T + Send + Sync> = Box::new(move |_| compute());
    Memo::new(compute)
}

/// A list whose items keep their elements while the list changes around them.
pub fn each(
    items: impl Fn() -> Vec<usize> + Send + Sync + 'static,
    view: impl Fn(usize) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let items: Box<dyn Fn() -> Vec<usize> + Send + Sync> = Box::new(items);
    let view: Arc<dyn Fn(usize) -> AnyView + Send + Sync> = Arc::new(view);
    let children = move |item| view(item);
    let props = ForProps::builder().each(items).key(|item: &usize| *item).children(children).build();
    For(props).into_any()
}

impl El {
    /// The class, or several separated by spaces.
    pub fn class(self, names: &str) -> Self {
        self.attr("class", names)
    }

    /// An attribute.
    pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push(custom_attribute(name, value.into()).into_any_attr());
        self
    }

    /// An attribute that follows what it reads; absent while there is no value.
    pub fn live_attr<V: Into<String>>(mut self, name: &'static str, value: impl Fn() -> Option<V> + Send + 'static) -> Self {
        let value: Live<Option<String>> = Box::new(move || value().map(Into::into));
        self.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// A yes/no property that follows what it reads: `checked`, `disabled`, `hidden`.
    pub fn live_flag(mut self, name: &'static str, value: impl Fn() -> bool + Send + 'static) -> Self {
        let value: Live<bool> = Box::new(value);
        self.attributes.push(prop(name, value).into_any_attr());
        self
    }

    /// A property that is set once, so that it never rewrites what a person types.
    pub fn prop(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value: String = value.into();
        self.attributes.push(prop(name, value).into_any_attr());
        self
    }

    /// What happens on an event.
    pub fn on(mut self, event: &'static str, then: impl FnMut(Event) + 'static) -> Self {
        let then: Box<dyn FnMut(Event)> = Box::new(then);
        self.attributes.push(on(Custom::<Event>::new(event), then).into_any_attr());
        self
    }

    /// Something inside it.
    pub fn child(mut self, child: impl Child) -> Self {
        self.children.push(child.view());
        self
    }

    /// Something inside it that is made anew whenever what it reads changes.
    pub fn live<C: Child>(self, make: impl Fn() -> C + Send + 'static) -> Self {
        self.child(live(make))
    }

    /// The finished element.
    pub fn done(self) -> AnyView {
        custom(self.tag).add_any_attr(self.attributes).child(self.children).into_any()
    }
}
