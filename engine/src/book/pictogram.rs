//! The pictograms that a rule book can name.

use serde::Serialize;

macro_rules! pictograms {
    ($($(#[$doc:meta])* $variant:ident $name:literal)*) => {
        /// A pictogram out of the fixed set that the pages can draw.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
        pub enum Pictogram {
            $($(#[$doc])* $variant,)*
        }

        impl Pictogram {
            /// All pictograms with their names in the rule book, in the order of declaration.
            pub const NAMES: &[(&'static str, Self)] = &[$(($name, Self::$variant),)*];
        }
    };
}

pictograms! {
    /// A factory.
    Factory "factory"
    /// A screen with code.
    Code "code"
    /// A truck.
    Truck "truck"
    /// A container ship.
    Ship "ship"
    /// An ear of wheat.
    Wheat "wheat"
    /// A person with a star.
    Star "star"
    /// A plant that grows under a roof.
    Incubator "incubator"
    /// A shop.
    Shop "shop"
    /// An office building.
    Building "building"
    /// A flask.
    Flask "flask"
    /// A medal.
    Medal "medal"
    /// Rising columns.
    Chart "chart"
    /// A globe.
    Globe "globe"
    /// A flash of electricity.
    Flash "flash"
}
