//! Typed ids, and vectors that are indexed by one type of id. Knows no rule book.
//!
//! An id is the index of an item in a vector. Each vector has its own id type, so that the index of a fact cannot be
//! used as that of a measure. Indexing out of range panics; the ids of a decoded book are validated before the book is
//! used.

use core::marker::PhantomData;
use core::ops::{Index, IndexMut};
use serde::{Serialize, Serializer};

/// A typed index.
pub trait Id: Copy + Eq + Ord {
    /// Number of distinct ids of this type.
    const CAPACITY: usize;

    /// The id of an index; saturates at [`Id::CAPACITY`].
    fn at(index: usize) -> Self;

    /// The index.
    fn index(self) -> usize;
}

/// Declares id types over an unsigned integer; they are serialized as that integer.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($number:ty);)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        pub struct $name($number);

        impl $name {
            /// The id with this number.
            pub const fn new(number: $number) -> Self {
                Self(number)
            }

            /// The id of an index; the last id if the index is out of range.
            #[inline]
            pub fn at(index: usize) -> Self {
                Self(<$number>::try_from(index).unwrap_or(<$number>::MAX))
            }

            /// The number of the id.
            pub const fn number(self) -> $number {
                self.0
            }

            /// The index in the vector.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl $crate::index::Id for $name {
            const CAPACITY: usize = (<$number>::MAX as usize).saturating_add(1);

            #[inline]
            fn at(index: usize) -> Self {
                Self::at(index)
            }

            #[inline]
            fn index(self) -> usize {
                Self::index(self)
            }
        }
    )*};
}
pub(crate) use ids;

/// A vector that is indexed by ids of one type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexVec<I, T> {
    items: Vec<T>,
    ids: PhantomData<fn(I) -> I>,
}

// A separate function keeps the panic code out of every indexing site.
#[cold]
#[inline(never)]
#[allow(clippy::panic, reason = "an id of another list is a mistake of the program")]
fn foreign_id() -> ! {
    panic!("the id of another list")
}

impl<I: Id, T> IndexVec<I, T> {
    /// An empty vector.
    pub const fn new() -> Self {
        Self { items: Vec::new(), ids: PhantomData }
    }

    /// A vector of `count` copies of `item`.
    pub fn filled(item: T, count: usize) -> Self
    where
        T: Clone,
    {
        vec![item; count].into()
    }

    /// The number of items.
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether the vector is empty.
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Appends an item and returns its id.
    pub fn push(&mut self, item: T) -> I {
        let id = I::at(self.items.len());
        self.items.push(item);
        id
    }

    /// Removes all items but the first `len`.
    pub fn truncate(&mut self, len: usize) {
        self.items.truncate(len);
    }

    /// Removes all items.
    pub fn clear(&mut self) {
        self.items.clear();
    }

    /// The item with this id; `None` if out of range.
    #[inline]
    pub fn get(&self, id: I) -> Option<&T> {
        self.items.get(id.index())
    }

    /// The item with this id, mutable; `None` if out of range.
    #[inline]
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.items.get_mut(id.index())
    }

    /// The ids, ascending.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.items.len()).map(I::at)
    }

    /// The items in order.
    pub fn iter(&self) -> core::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// The items in order, mutable.
    pub fn iter_mut(&mut self) -> core::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }

    /// Each id with its item, in order.
    pub fn iter_enumerated(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(index, item)| (I::at(index), item))
    }

    /// Each id with its mutable item, in order.
    pub fn iter_enumerated_mut(&mut self) -> impl DoubleEndedIterator<Item = (I, &mut T)> + ExactSizeIterator {
        self.items.iter_mut().enumerate().map(|(index, item)| (I::at(index), item))
    }

    /// The id of the first item for which `is_wanted` holds.
    pub fn position(&self, is_wanted: impl FnMut(&T) -> bool) -> Option<I> {
        self.items.iter().position(is_wanted).map(I::at)
    }

    /// The items as a slice, for code that needs no ids.
    pub fn as_slice(&self) -> &[T] {
        &self.items
    }
}

impl<I, T> Default for IndexVec<I, T> {
    fn default() -> Self {
        Self { items: Vec::new(), ids: PhantomData }
    }
}

impl<I: Id, T> Index<I> for IndexVec<I, T> {
    type Output = T;

    #[inline]
    fn index(&self, id: I) -> &T {
        match self.items.get(id.index()) {
            Some(item) => item,
            None => foreign_id(),
        }
    }
}

impl<I: Id, T> IndexMut<I> for IndexVec<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        match self.items.get_mut(id.index()) {
            Some(item) => item,
            None => foreign_id(),
        }
    }
}

impl<I, T> From<Vec<T>> for IndexVec<I, T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, ids: PhantomData }
    }
}

impl<I, T> FromIterator<T> for IndexVec<I, T> {
    fn from_iter<A: IntoIterator<Item = T>>(items: A) -> Self {
        Vec::from_iter(items).into()
    }
}

impl<I, T> IntoIterator for IndexVec<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'l, I, T> IntoIterator for &'l IndexVec<I, T> {
    type Item = &'l T;
    type IntoIter = core::slice::Iter<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<'l, I, T> IntoIterator for &'l mut IndexVec<I, T> {
    type Item = &'l mut T;
    type IntoIter = core::slice::IterMut<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter_mut()
    }
}

// Serialized as a plain list, without ids.
impl<I, T: Serialize> Serialize for IndexVec<I, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.items.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    ids! {
        /// Id type for the tests.
        Letter(u8);
    }

    fn letters() -> IndexVec<Letter, char> {
        "abc".chars().collect()
    }

    #[test]
    fn pushed_item_is_found_by_its_id() {
        let mut list = letters();
        let id = list.push('d');
        assert_eq!((id, list[id], list.len()), (Letter::new(3), 'd', 4));
        list[id] = 'e';
        assert_eq!(list.get(id), Some(&'e'));
    }

    #[test]
    fn enumeration_gives_ids_in_order() {
        let list = letters();
        let pairs: Vec<(Letter, char)> = list.iter_enumerated().map(|(id, letter)| (id, *letter)).collect();
        assert_eq!(pairs, [(Letter::new(0), 'a'), (Letter::new(1), 'b'), (Letter::new(2), 'c')]);
        assert!(list.ids().eq(pairs.iter().map(|(id, _)| *id)));
        assert_eq!(list.position(|letter| *letter == 'c'), Some(Letter::new(2)));
    }

    #[test]
    fn missing_item_is_none() {
        assert_eq!(letters().get(Letter::new(3)), None);
    }

    #[test]
    #[should_panic(expected = "the id of another list")]
    fn indexing_with_a_foreign_id_panics() {
        let _ = letters()[Letter::new(3)];
    }

    #[test]
    fn capacity_is_the_number_of_ids() {
        assert_eq!(Letter::CAPACITY, 256);
        assert_eq!((Letter::at(255).number(), Letter::at(256).number()), (255, 255));
    }

    #[test]
    fn list_is_serialized_as_its_items() {
        let id = serde_json::to_string(&Letter::new(7)).ok();
        let list = serde_json::to_string(&letters()).ok();
        assert_eq!((id.as_deref(), list.as_deref()), (Some("7"), Some(r#"["a","b","c"]"#)));
    }
}
