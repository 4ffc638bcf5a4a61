//! The typical applicants from their tile to the print: headline, strip, counts, rows, print and code agree with the
//! engine, and none says 0 where something is there.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_engine::assess::{Section, SectionCounts, without_idle};
use huiqi_engine::case;
use huiqi_engine::message::chinese;
use huiqi_engine::{Assessment, assess};
use huiqi_tests::pdf::dense;
use huiqi_tests::{Device, User, expected};
use serde_json::json;

// The counts of the focal panel: eligible, undecided, ineligible, not concerned.
const COUNTS: &str = "() => all('.result .counts dd').map((one) => +one.textContent)";
const FIRST_MEASURE: &str = "() => document.querySelector('details.measure').getBoundingClientRect().top";
const GRANTED: [(Section, &str); 4] = [
    (Section::Exact, "可得"),
    (Section::Assessed, "由部门定"),
    (Section::Relief, "少付"),
    (Section::Unstated, "没有写金额"),
];

struct TypicalApplicant {
    label: &'static str,
    assessment: Assessment,
}

fn typical_applicants() -> Vec<TypicalApplicant> {
    let book = expected::book();
    let profiles = book.profiles.iter().map(|profile| {
        let case = case::read(&book, book.examples[usize::from(profile.example)]).expect("an example");
        let assessment = assess(&book, &without_idle(&book, &case.answers), case.date);
        TypicalApplicant { label: profile.label, assessment }
    });
    profiles.collect()
}

#[track_caller]
fn open_tile(user: &User, label: &str) {
    user.open_start_page();
    let click = "(label) => {
        const tile = all('.tile').find((tile) => name(tile).startsWith(label));
        tile?.click();
        return Boolean(tile);
    }";
    user.wait_until("the tile", || user.eval_js::<bool>(click, &[json!(label)]).then_some(()));
    user.wait_until(label, || {
        user.eval_js::<bool>("() => Boolean(document.querySelector('.result'))", &[]).then_some(())
    });
}

fn counts(assessment: &Assessment) -> SectionCounts {
    SectionCounts::of(&expected::book(), &assessment.outcomes)
}

#[track_caller]
fn expect_results(user: &User, one: &TypicalApplicant) {
    let counts = counts(&one.assessment);
    let headline = chinese().headline(&expected::book(), &one.assessment);
    user.expect_heading(&headline);
    assert!(!dense(&headline).contains("合计0元") && !headline.starts_with('0'), "{}: {headline}", one.label);
    let not_concerned = [Section::NotAsked, Section::NotForYou, Section::OutOfForce];
    let shown: Vec<usize> = user.eval_js(COUNTS, &[]);
    let wanted = [
        counts.eligible(),
        counts.get(Section::Undecided),
        counts.get(Section::Ineligible),
        not_concerned.into_iter().map(|section| counts.get(section)).sum(),
    ];
    assert_eq!(shown, wanted, "{}", one.label);
    assert_eq!(shown.iter().sum::<usize>(), expected::book().measures.len());
    for (section, title) in GRANTED {
        assert_eq!(user.measures_under(title).len(), counts.get(section), "{}: {title}", one.label);
    }
    let strip: Option<String> = user.eval_js("() => document.querySelector('.result .strip')?.ariaLabel ?? null", &[]);
    let totals = &one.assessment.totals;
    let both = !totals.exact.is_zero() && totals.assessed_high.is_some_and(|high| !high.is_zero());
    assert_eq!(strip.is_some(), both, "{}", one.label);
    if let Some(says) = strip {
        assert!(says.contains(&chinese().short_money(totals.exact)), "{}: {says}", one.label);
    }
}

#[test]
fn typical_applicants_agree_from_tile_to_print() {
    let user = User::start();
    for one in typical_applicants() {
        open_tile(&user, one.label);
        expect_results(&user, &one);
        user.click_link("打印，带到窗口");
        user.expect_heading("惠企政策自评情况表");
        let sheet = user.print();
        sheet.save_copy(&format!("{}.pdf", one.label));
        sheet.assert_a4();
        let pages = sheet.pages();
        let first = &pages[0];
        let holds = |what: &str| assert!(first.contains(&dense(what)), "{}: “{what}” is missing: {first}", one.label);
        holds(&chinese().headline(&expected::book(), &one.assessment));
        for blank in ["单位名称", "统一社会信用代码", "联系人", "电话", "盖章", "窗口意见"] {
            holds(blank);
        }
        let book = expected::book();
        let eligible = one.assessment.outcomes.iter_enumerated();
        let eligible = eligible.filter(|(_, outcome)| outcome.verdict == huiqi_engine::Verdict::Eligible);
        for (ix, _) in eligible {
            let measure = &book.measures[ix];
            holds(measure.title);
            let later = |words: &str| pages.iter().skip(1).any(|page| page.contains(&dense(words)));
            assert!(later(measure.department), "{}: {} has no sheet", one.label, measure.department);
            assert!(later(measure.title), "{}: {} is on no sheet", one.label, measure.title);
        }
        let last = pages.last().expect("a page");
        assert!(last.chars().count() > 120, "{}: the last page is nearly empty: {last}", one.label);
        let codes = sheet.qr_codes_on_first_page(300);
        assert_eq!(codes.len(), 1, "{}", one.label);
        // The code holds the judgement date as an answer.
        let read = expected::case_of(&codes[0]);
        let again = assess(&book, &without_idle(&book, &read.answers), read.date);
        assert_eq!(again, one.assessment, "{}", one.label);
    }
}

#[test]
fn first_measure_begins_within_the_first_screen() {
    for (width, height) in [(390, 844), (1440, 900)] {
        let user = User::on_device(Device::default());
        user.emulate_screen(width, height, "light");
        for one in typical_applicants() {
            open_tile(&user, one.label);
            let top: f64 = user.eval_js(FIRST_MEASURE, &[]);
            assert!(top < f64::from(height) - 60.0, "{} at {width}: the first measure begins at {top}", one.label);
        }
    }
}

#[test]
fn folded_results_have_few_elements() {
    let user = User::start();
    let elements = "() => document.querySelectorAll('*').length";
    let mut largest = (0, 0);
    for one in typical_applicants() {
        open_tile(&user, one.label);
        let folded: usize = user.eval_js(elements, &[]);
        user.run_js("() => all('details').forEach((one) => { one.open = true; })", &[]);
        std::thread::sleep(std::time::Duration::from_millis(800));
        let unfolded: usize = user.eval_js(elements, &[]);
        assert!(folded <= 800 && unfolded <= 6_000, "{}: {folded} folded, {unfolded} unfolded", one.label);
        largest = (largest.0.max(folded), largest.1.max(unfolded));
    }
    eprintln!("elements of the results: at most {} folded, {} unfolded", largest.0, largest.1);
}

#[test]
fn results_keep_place_and_open_rows() {
    let user = User::start();
    let one = typical_applicants().into_iter().next().expect("a profile");
    open_tile(&user, one.label);
    let title = user.measures_under("可得").pop().expect("a measure");
    user.expand_measure(&title);
    let place = "(title) => [Math.round(scrollY), measure(title).open]";
    user.run_js("() => scrollTo(0, 500)", &[]);
    user.wait_until("the place", || (user.eval_js::<(i64, bool)>(place, &[json!(title)]).0 == 500).then_some(()));
    std::thread::sleep(std::time::Duration::from_millis(400));
    let before: (i64, bool) = user.eval_js(place, &[json!(title)]);
    let same = |what: &str| {
        user.wait_until(what, || {
            let now: Option<(i64, bool)> = user.eval_js(
                "(title) => measure(title) ? [Math.round(scrollY), measure(title).open] : null",
                &[json!(title)],
            );
            (now == Some(before)).then_some(())
        });
    };
    user.run_js(
        "(title) => { location.hash = measure(title).querySelector('a.text').getAttribute('href'); }",
        &[json!(title)],
    );
    user.expect_heading(&title);
    user.go_back();
    same("the same place after a measure");
    user.goto_hash("#/topic/identity");
    user.expect_heading("主体情况");
    user.go_back();
    same("the same place after a topic");
}
