//! Parses an entry of a case file: an answer or an unreadable text.

use super::super::entry::{MOST_TYPED, read_typed};
use super::super::json::Value;
use super::{CaseReader, inside};
use crate::answer::Answers;
use crate::book::{Fact, FactId, FactType};
use crate::number_input::Scale;
use crate::sentence::says;

impl CaseReader<'_, '_> {
    pub(super) fn put(
        &mut self,
        answers: &mut Answers,
        (ix, fact, instance): (FactId, &Fact<'_>, usize),
        place: &str,
        given: &Value<'_>,
    ) {
        let Value::Object(_) = given else {
            if let Some(answer) = self.answer(place, fact, given) {
                answers.set(self.book, ix, instance, Some(answer));
            }
            return;
        };
        let Some((text, scale)) = self.typed(place, fact, given) else { return };
        // A text that was unreadable for another version of the program may be readable for this one.
        match read_typed(self.book, fact, &text, scale) {
            Some(answer) => answers.set(self.book, ix, instance, Some(answer)),
            None => answers.set_unreadable(self.book, ix, instance, &text, scale),
        }
    }

    // An unreadable text: `{ "typed": "约345万", "unit": "万元" }`.
    fn typed(&mut self, place: &str, fact: &Fact<'_>, given: &Value<'_>) -> Option<(String, Scale)> {
        let (mut text, mut scale) = (None, Scale::One);
        for (key, given) in self.object(place, given)? {
            match (key, given) {
                ("typed", Value::Text(typed)) if (1..=MOST_TYPED).contains(&typed.trim().chars().count()) => {
                    text = Some(typed.chars().take(MOST_TYPED).collect::<String>());
                }
                ("unit", Value::Text(unit)) if fact.kind == FactType::Money => {
                    scale = *Scale::ALL.iter().find(|scale| scale.name() == unit).or_else(|| {
                        self.wrong(&inside(place, key), says!("请写 元、万元 或 亿元。"));
                        None
                    })?;
                }
                ("typed", _) => {
                    self.wrong(&inside(place, key), says!("请写当时填写的文字并加引号，最多{}个字。", MOST_TYPED));
                    return None;
                }
                _ => {
                    let says = says!("这里只能写 typed 和金额的 unit。");
                    self.wrong(&inside(place, key), says);
                    return None;
                }
            }
        }
        if text.is_none() {
            self.wrong(place, says!("缺少 typed；读不出来的内容请写成 {}。", "{ \"typed\": \"…\" }"));
        }
        Some((text?, scale))
    }
}
