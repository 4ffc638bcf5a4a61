//! The app in Chromium, as people use it. Each module is one concern of somebody who fills it in.

mod batch;
mod cases;
mod failing;
mod figures;
mod journey;
mod keeping;
mod keyboard;
mod layout;
mod mistakes;
mod printing;
mod privacy;
mod storage;
mod walking;
