//! The grammar of templates and plural rules, on templates of these tests.

use crate::message::template::{PluralRule, parse};
use crate::message::{Arg, Catalog, FigureStyle, MessageId, languages, messages};
use rust_decimal::Decimal;

// The catalog of a language with one template replaced.
fn with(id: MessageId, template: &'static str) -> Catalog<'static> {
    let mut templates = languages::EN.messages.to_vec();
    templates[id as usize] = template;
    Catalog::new(&templates, languages::EN.formats).unwrap()
}

fn text(text: &str) -> Arg {
    Arg::Text(text.to_owned())
}

#[test]
fn values_stand_where_the_template_names_them() {
    let english = with(MessageId::AmountBetween, "{high} or {low} ({high})");
    assert_eq!(english.say(None, messages::amount_between(text("1"), text("2"))), "2 or 1 (2)");
}

#[test]
fn formatters_apply_one_after_the_other() {
    let say = |template, value| with(MessageId::Percent, template).say(None, messages::percent(text(value)));
    assert_eq!(say("{amount, quote}", "a “b”"), "“a ‘b’”");
    assert_eq!(say("{amount, lower, capital}", "ABC"), "Abc");
    assert_eq!(say("{amount, cut 2}", "abc"), "ab…");
    assert_eq!(say("x{amount, omit}", "abc"), "x");
}

#[test]
fn variants_are_chosen_by_number_category_or_emptiness() {
    let plural = "{count, plural, =0 {none} one {one of {count}} other {{count} of them}}";
    let english = with(MessageId::HeadlineOpen, plural);
    let say = |count: usize| english.say(None, messages::headline_open(count));
    assert_eq!([say(0), say(1), say(2)], ["none", "one of 1", "2 of them"]);
    let percent = with(MessageId::Percent, "{amount, plural, one {point} other {points}}");
    let points = |value: Decimal| percent.say(None, messages::percent(Arg::Figure(value, FigureStyle::Plain)));
    assert_eq!([points(Decimal::ONE), points(Decimal::new(15, 1))], ["point", "points"]);
    let unit = with(MessageId::Percent, "{amount, select, none {-} other {+}}");
    assert_eq!(unit.say(None, messages::percent(Arg::Nothing)), "-");
    assert_eq!(unit.say(None, messages::percent(text("1"))), "+");
}

#[test]
fn lists_have_separators_of_their_style() {
    let list = |items: &[&str]| Arg::List(items.iter().map(|item| text(item)).collect());
    let say =
        |template, items| with(MessageId::ChosenOptions, template).say(None, messages::chosen_options(list(items)));
    assert_eq!(say("{options, list or}", &[]), "");
    assert_eq!(say("{options, list or}", &["a"]), "a");
    assert_eq!(say("{options, list or}", &["a", "b", "c"]), "a, b or c");
    assert_eq!(say("{options, list or}", &["a, b", "c", "d"]), "a, b; c; or d", "a name has a comma of its own");
    assert_eq!(say("{options, list quoted_or}", &["a", "“b”"]), "“a” or “‘b’”");
}

#[test]
fn mistakes_of_the_grammar_are_named() {
    let wrong = |template| parse(template, &["one"]).unwrap_err();
    assert_eq!(wrong("{two}"), "there is no placeholder `two`; there is `one`");
    assert_eq!(wrong("{one"), "a `{` is not closed, or its last variant is not `other`");
    assert_eq!(wrong("one}"), "`}` without `{`");
    assert_eq!(wrong("{one, shout}"), "there is no formatter `shout`");
    assert_eq!(wrong("{one, cut some}"), "`cut some` has no number");
    assert_eq!(wrong("{one, plural one {} other {}}"), "a comma is missing before the variants");
    assert!(wrong("{one, plural, single {} other {}}").starts_with("there is no plural category `single`"));
    assert!(wrong("{one, plural, one {}}").starts_with("there is no plural category ``"));
    assert!(wrong("{one, select, some {} other {}}").starts_with("`select` knows `none` and"));
}

#[test]
fn plural_rules_are_those_of_cldr() {
    let of = |rule: &str, numbers: &[u64]| {
        let rule = PluralRule::parse(rule).unwrap();
        numbers.iter().map(|number| rule.holds(*number)).collect::<Vec<_>>()
    };
    assert_eq!(of("n = 1", &[0, 1, 2]), [false, true, false]);
    assert_eq!(of("n % 10 = 2..4 and n % 100 != 12..14", &[2, 12, 22, 25]), [true, false, true, false]);
    assert_eq!(of("n = 0 or n % 100 = 1,3..5", &[0, 101, 102, 104]), [true, true, false, true]);
    for wrong in ["", "n", "m = 1", "n % 0 = 1", "n = one"] {
        assert_eq!(PluralRule::parse(wrong), None, "{wrong}");
    }
}
