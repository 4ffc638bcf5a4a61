//! Mounts the app; nothing else.

fn main() {
    huiqi::app::start();
}
