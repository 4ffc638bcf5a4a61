//! Mounts the app; nothing else.

fn main() {
    huiqi::root::start();
}
