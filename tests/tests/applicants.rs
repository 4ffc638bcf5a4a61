//! Generated applicants of every kind, one decision a screen, on a phone.

use huiqi_tests::User;
use serde::Deserialize;
use serde_json::json;

const WALK: &str = include_str!("applicants/walk.js");
const KINDS: usize = 10;
const APPLICANTS: usize = 200;
const TALLEST: f64 = 1700.0;
// Ranks of recognitions.
const TALLEST_LADDER: f64 = 2600.0;
const MOST_OPTIONS: usize = 12;

/// What was measured on the way of one applicant.
#[derive(Debug, Deserialize)]
struct StepMeasurements {
    screens: usize,
    tallest: f64,
    tallest_at: String,
    ladder: f64,
    most_options: usize,
    most_options_at: String,
}

#[test]
fn steps_of_generated_applicants_fit_on_a_phone() {
    let user = User::by_steps();
    user.emulate_screen(390, 844, "light");
    user.open_start_page();
    user.click_link("开始自评");
    user.expect_heading("您以什么身份申报？");
    let mut tallest = (0.0, String::new());
    let mut ladder = 0.0_f64;
    let mut options = (0, String::new());
    let mut screens = vec![Vec::new(); KINDS];
    for seed in 0..APPLICANTS {
        let applicant = seed % KINDS;
        let walk: StepMeasurements = user.eval_js(WALK, &[json!(seed * 7919 + 17), json!(applicant)]);
        assert!(walk.tallest <= TALLEST, "{walk:?}, seed {seed}");
        assert!(walk.ladder <= TALLEST_LADDER, "{walk:?}, seed {seed}");
        assert!(walk.most_options <= MOST_OPTIONS, "{walk:?}, seed {seed}");
        if walk.tallest > tallest.0 {
            tallest = (walk.tallest, walk.tallest_at);
        }
        if walk.most_options > options.0 {
            options = (walk.most_options, walk.most_options_at);
        }
        ladder = ladder.max(walk.ladder);
        screens[applicant].push(walk.screens);
    }
    println!("tallest step {tallest:?} px, tallest ladder {ladder} px, most options {options:?}");
    for (applicant, screens) in screens.iter_mut().enumerate() {
        screens.sort_unstable();
        println!("applicant {applicant}: {} screens at most for half of them", screens[screens.len() / 2]);
    }
}
