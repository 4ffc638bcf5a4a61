//! The app in Chromium, as people use it. Each module is one concern of somebody who fills it in.

mod asking;
mod batch;
mod cards;
mod cases;
mod failing;
mod figures;
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
mod storage;
mod travel;
mod walking;
