//! Template files that the build rejects: one test for each kind of error.

use crate::message::check::read;

const DECLARED: &[(&str, &[&str])] = &[("money", &["amount"]), ("open", &["count", "most"])];

const GOOD: &str = r#"
[plural]
one = "n = 1"
[list]
or = { separator = ", ", last = " or " }
[scale]
short_money = { 10000 = "{amount}万元" }
typed_money = {}
text_quantity = {}
[message]
money = "{amount}元"
open = "{count, plural, one {one} other {{count}}} of {most, list or}"
"#;

// The errors after replacing a text of the valid file.
fn mistakes(good: &str, bad: &str) -> String {
    assert!(GOOD.contains(good), "{good}");
    read("zh.toml", &GOOD.replacen(good, bad, 1), DECLARED).unwrap_err().join("\n")
}

#[test]
fn good_file_is_read_in_the_order_of_the_messages() {
    let catalog = read("zh.toml", GOOD, DECLARED).unwrap();
    assert_eq!(catalog.messages.len(), 2);
    assert!(catalog.messages[0].starts_with("{amount}"));
    assert!(catalog.formats.contains(&("scale.short_money.10000".into(), "{amount}万元".into())));
}

#[test]
fn missing_message_is_refused() {
    assert_eq!(mistakes("money = \"{amount}元\"\n", ""), "zh.toml:12: the message `money` has no template");
}

#[test]
fn misspelt_message_is_refused() {
    let said = mistakes("money = \"", "monney = \"");
    assert!(said.contains("zh.toml:11: there is no message `monney`"), "{said}");
    assert!(said.contains("the message `money` has no template"), "{said}");
}

#[test]
fn empty_template_is_refused() {
    assert_eq!(mistakes("\"{amount}元\"", "\"\""), "zh.toml:11: the template of `money` is empty");
}

#[test]
fn misspelt_placeholder_is_refused() {
    let wrong = "zh.toml:11: `money`: there is no placeholder `ammount`; there is `amount`";
    assert_eq!(mistakes("{amount}元", "{ammount}元"), wrong);
}

#[test]
fn unused_placeholder_is_refused_unless_omitted() {
    let wrong = "zh.toml:12: `open` does not use `most`; say so with {most, omit}";
    assert_eq!(mistakes(" of {most, list or}", ""), wrong);
    let omitted = GOOD.replace(" of {most, list or}", "{most, omit}");
    assert!(read("zh.toml", &omitted, DECLARED).is_ok());
}

#[test]
fn list_style_that_the_language_has_not_is_refused() {
    assert_eq!(mistakes("list or}", "list and}"), "zh.toml:12: `open`: [list] has no style `and`");
}

#[test]
fn plural_category_that_the_language_has_not_is_refused() {
    assert_eq!(mistakes("plural, one {", "plural, few {"), "zh.toml:12: `open`: [plural] has no category `few`");
}

#[test]
fn broken_plural_rule_is_refused() {
    assert_eq!(mistakes("n = 1", "n is 1"), "zh.toml:3: `n is 1` is no plural rule, such as `n = 1`");
}

#[test]
fn incomplete_list_style_is_refused() {
    let said = mistakes("separator = \", \", ", "");
    assert!(said.starts_with("zh.toml:5: the list style `or` has no `separator`"), "{said}");
    assert!(mistakes("last =", "end =").starts_with("zh.toml:5: `end` is nothing that a list style has"));
}

#[test]
fn misspelt_scale_is_refused() {
    assert!(mistakes("typed_money", "typed").contains("zh.toml:8: there is no scale `typed`"));
    assert!(mistakes("10000 =", "many =").contains("zh.toml:7: `many` is no size of a scale"));
    assert!(mistakes("{amount}万元", "{sum}万元").contains("zh.toml:7: there is no placeholder `sum`"));
}

#[test]
fn unknown_section_and_broken_toml_are_refused() {
    assert!(mistakes("[plural]", "[plurals]").contains("zh.toml:2: there is no section `plurals`"));
    assert!(mistakes("[message]", "[message").starts_with("zh.toml:10: "));
}
