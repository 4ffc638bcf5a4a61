//! Elements of a page, made one way: tag, attributes, children. Knows no page.
//!
//! Leptos can build a type of its own for every element with its attributes and children, and the compiler then writes
//! the code that builds and updates it once for each. Here every element is of one type, so that this code is
//! downloaded once.

use crate::i18n::t;
use crate::platform::Event;
use leptos::control_flow::{For, ForProps};
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::element::{ElementChild, custom};
use leptos::tachys::html::event::{Custom, on};
use leptos::tachys::html::property::prop;
use std::borrow::Cow;
use std::sync::Arc;

type Live<T> = Box<dyn Fn() -> T + Send>;
type Computed<T> = Box<dyn Fn(Option<&T>) -> T + Send + Sync>;

/// An element that is being put together.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element with this tag.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
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
        text(Cow::Owned(self))
    }
}

impl Child for &'static str {
    fn view(self) -> AnyView {
        text(Cow::Borrowed(t(self)))
    }
}

impl Child for usize {
    fn view(self) -> AnyView {
        text(Cow::Owned(self.to_string()))
    }
}

// What is written in the program is said in the language of the pages; what was put together is said already.
#[inline(never)]
fn said(text: Cow<'static, str>) -> Cow<'static, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(t(text)),
        Cow::Owned(text) => Cow::Owned(text),
    }
}

#[inline(never)]
fn text(text: Cow<'static, str>) -> AnyView {
    text.into_any()
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
    following(Box::new(move || make().view()))
}

#[inline(never)]
fn following(make: Live<AnyView>) -> AnyView {
    make.into_any()
}

/// A computed value that tells others only when it differs.
pub fn memo<T: PartialEq + Send + Sync + 'static>(compute: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    let compute: Computed<T> = Box::new(move |_| compute());
    Memo::new(compute)
}

/// A value that follows from others and is brought up to date in its place: `follow` says whether it changed.
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

/// Does something now, and again whenever something it reads changes. `act` is told whether it is the first time.
pub fn effect(act: impl FnMut(bool) + 'static) {
    boxed_effect(Box::new(act));
}

#[inline(never)]
fn boxed_effect(mut act: Box<dyn FnMut(bool)>) {
    Effect::new(move |before: Option<()>| act(before.is_none()));
}

/// A list whose items keep their elements while the list changes around them.
pub fn each(
    items: impl Fn() -> Vec<usize> + Send + Sync + 'static,
    view: impl Fn(usize) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    listed(Box::new(items), Arc::new(view))
}

#[inline(never)]
fn listed(
    items: Box<dyn Fn() -> Vec<usize> + Send + Sync>,
    view: Arc<dyn Fn(usize) -> AnyView + Send + Sync>,
) -> AnyView {
    let children = move |item| view(item);
    let props = ForProps::builder().each(items).key(|item: &usize| *item).children(children).build();
    For(props).into_any()
}

impl El {
    #[inline(never)]
    fn with(mut self, attribute: AnyAttribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }

    #[inline(never)]
    fn fixed(self, name: &'static str, value: Cow<'static, str>) -> Self {
        self.with(custom_attribute(name, value).into_any_attr())
    }

    /// The class, or several separated by spaces.
    pub fn class(self, names: &'static str) -> Self {
        self.fixed("class", Cow::Borrowed(names))
    }

    /// An attribute.
    pub fn attr(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.fixed(name, said(value.into()))
    }

    /// An attribute that follows what it reads; absent while there is no value.
    pub fn live_attr<V: Into<Cow<'static, str>>>(
        self,
        name: &'static str,
        value: impl Fn() -> Option<V> + Send + 'static,
    ) -> Self {
        self.following(name, Box::new(move || value().map(|value| said(value.into()))))
    }

    #[inline(never)]
    fn following(self, name: &'static str, value: Live<Option<Cow<'static, str>>>) -> Self {
        self.with(custom_attribute(name, value).into_any_attr())
    }

    /// A yes/no property that follows what it reads: `checked`, `disabled`, `hidden`.
    pub fn live_flag(self, name: &'static str, value: impl Fn() -> bool + Send + 'static) -> Self {
        self.flag(name, Box::new(value))
    }

    #[inline(never)]
    fn flag(self, name: &'static str, value: Live<bool>) -> Self {
        self.with(prop(name, value).into_any_attr())
    }

    /// A property that is set once, so that it never rewrites what a person types.
    #[inline(never)]
    pub fn prop(self, name: &'static str, value: String) -> Self {
        self.with(prop(name, value).into_any_attr())
    }

    /// A property that follows what it reads: the text in a field.
    pub fn live_prop(self, name: &'static str, value: impl Fn() -> String + Send + 'static) -> Self {
        self.text_prop(name, Box::new(value))
    }

    #[inline(never)]
    fn text_prop(self, name: &'static str, value: Live<String>) -> Self {
        self.with(prop(name, value).into_any_attr())
    }

    /// What happens on an event, as long as what made the element is there: a browser takes the focus from an element that
    /// goes and says so, and what the handler reads is gone by then.
    pub fn on(self, event: &'static str, then: impl FnMut(Event) + 'static) -> Self {
        self.listening(event, Box::new(then))
    }

    #[inline(never)]
    fn listening(self, event: &'static str, mut then: Box<dyn FnMut(Event)>) -> Self {
        let maker = StoredValue::new(());
        let then = move |event| {
            if !maker.is_disposed() {
                then(event);
            }
        };
        self.with(on(Custom::<Event>::new(event), then).into_any_attr())
    }

    /// Something inside it.
    pub fn child(self, child: impl Child) -> Self {
        self.holding(child.view())
    }

    #[inline(never)]
    fn holding(mut self, child: AnyView) -> Self {
        self.0.children.push(child);
        self
    }

    /// Something inside it that is made anew whenever what it reads changes.
    pub fn live<C: Child>(self, make: impl Fn() -> C + Send + 'static) -> Self {
        self.child(live(make))
    }

    /// The finished element.
    #[inline(never)]
    pub fn done(self) -> AnyView {
        let Parts { tag, attributes, children } = *self.0;
        custom(tag).add_any_attr(attributes).child(children).into_any()
    }
}
