//! The browser tests, one module per concern. All use Chromium; `firefox` repeats the main paths in Firefox.

#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "the first surprise ends the test and says what was on the page"
)]

mod accessibility;
mod accessibility_tree;
mod applicants;
mod axe;
mod batch;
mod cases;
mod company_profiles;
mod contrast;
mod crash_recovery;
mod deploy;
mod doubts;
mod embed;
mod english;
mod english_files;
mod fault_injection;
mod fields;
mod figures;
mod firefox;
mod help;
mod keyboard;
mod kills;
mod kiosk;
mod layout;
mod lazy_loading;
mod links;
mod multi_tab;
mod navigation;
mod number_input;
mod offline;
mod packet;
mod persistence;
mod printing;
mod privacy;
mod questionnaire;
mod recognitions;
mod repeated_groups;
mod results;
mod returning;
mod second_book;
mod settings;
mod share_link;
mod single_file;
mod smoke;
mod start_page;
mod starting;
mod steps;
mod storage;
mod two_documents;
mod typical_applicants;
mod unasked;
mod undecided;
mod unreadable;
mod validation_errors;
mod ways;
mod whatif;
