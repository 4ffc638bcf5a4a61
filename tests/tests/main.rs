//! The app in Chromium, as people use it. Each module is one concern of somebody who fills it in.

mod batch;
mod cards;
mod cases;
mod failing;
mod faults;
mod figures;
mod journey;
mod keeping;
mod keyboard;
mod kinds;
mod kiosk;
mod later;
mod layout;
mod mistakes;
mod packet;
mod printing;
mod privacy;
mod results;
mod second_book;
mod storage;
mod travel;
mod two_windows;
mod walking;
mod whatif;
