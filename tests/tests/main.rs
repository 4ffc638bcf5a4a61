//! The app in a browser, as people use it. Each module is one concern of somebody who fills it in; all use Chromium, and
//! `firefox` goes the whole way in Firefox.

#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "the first surprise ends the test and says what was on the page"
)]

mod asking;
mod axe;
mod batch;
mod cards;
mod cases;
mod contrast;
mod deploy;
mod embed;
mod english;
mod english_files;
mod failing;
mod faults;
mod fields;
mod figures;
mod firefox;
mod help;
mod inclusive;
mod journey;
mod keeping;
mod keyboard;
mod kills;
mod kinds;
mod kiosk;
mod later;
mod layout;
mod links;
mod mistakes;
mod offline;
mod one_file;
mod packet;
mod printing;
mod privacy;
mod results;
mod returning;
mod second_book;
mod settings;
mod starting;
mod storage;
mod travel;
mod tree;
mod two_documents;
mod two_windows;
mod unasked;
mod unreadable;
mod walking;
mod whatif;
