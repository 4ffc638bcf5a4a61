//! The app in Chromium, as people use it. Each module is one concern of somebody who fills it in.

mod axe;
mod batch;
mod cards;
mod cases;
mod contrast;
mod failing;
mod figures;
mod help;
mod inclusive;
mod journey;
mod keeping;
mod keyboard;
mod kinds;
mod later;
mod layout;
mod mistakes;
mod packet;
mod printing;
mod privacy;
mod second_book;
mod settings;
mod storage;
mod travel;
mod tree;
mod walking;
