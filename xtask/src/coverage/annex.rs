//! Checks that the items of the annex are complete and agree with the measures. Knows no item by name.

use huiqi_engine::book::{AnnexItem, RuleBook};

/// An item and its mistake.
pub type AnnexMistake = (String, String);

/// The mistakes of the annex: gaps in its numbers, empty items, and one-way links with measures.
pub fn wrong(book: &RuleBook<'_>) -> Vec<AnnexMistake> {
    let mut found = Vec::new();
    for (item, no) in book.annex.iter().zip(1u16..) {
        let mut add = |what: String| found.push((format!("附件第{}项", item.no), what));
        if u16::from(item.no) != no {
            add(format!("编号不连续，这里应是第{no}项"));
        }
        if item.title.is_empty() || item.goal.is_empty() || item.responsible.is_empty() {
            add("缺少名称、目标或责任单位".into());
        }
        if book.document.chapters.iter().all(|chapter| chapter.no != item.chapter) {
            add(format!("没有第{}章", item.chapter));
        }
        for measure in one_way(book, item) {
            add(format!("与措施 {measure} 的对应只写了一边"));
        }
    }
    for measure in &book.measures {
        for no in measure.annex.iter().filter(|no| book.annex.iter().all(|item| item.no != **no)) {
            found.push((measure.id.to_owned(), format!("附件没有第{no}项")));
        }
    }
    found
}

fn one_way<'b>(book: &'b RuleBook<'_>, item: &'b AnnexItem<'_>) -> impl Iterator<Item = &'b str> {
    book.measures.iter_enumerated().filter_map(|(id, measure)| {
        (item.serves.contains(&id) != measure.annex.contains(&item.no)).then_some(measure.id)
    })
}
