//! `nearly.txt`: for each measure the sentences about the smallest change that makes a company of a worked case
//! eligible. Independent of any measure.

use crate::book::Subject;
use huiqi_engine::assess;
use huiqi_engine::message::chinese;
use huiqi_engine::near_miss::{NearMiss, nearly};

/// Generates the file: for each measure the sentences that differ in the fact or option, in the order of the cases.
pub(super) fn generate(subject: &Subject<'_>) -> String {
    let book = &subject.book;
    let mut sentences: Vec<Vec<(NearMiss, String)>> = book.measures.iter().map(|_| Vec::new()).collect();
    for case in &subject.cases {
        let assessment = assess(book, &case.answers, case.date);
        for change in nearly(book, &case.answers, &assessment) {
            let of_measure = &mut sentences[change.measure.index()];
            let is_same = |other: &NearMiss| other.fact == change.fact && other.option() == change.option();
            if !of_measure.iter().any(|(other, _)| is_same(other)) {
                let sentence = chinese().nearly(book, &case.answers, &change);
                of_measure.push((change, sentence));
            }
        }
    }
    let mut text = String::new();
    for (measure, sentences) in book.measures.iter().zip(&sentences).filter(|(_, sentences)| !sentences.is_empty()) {
        text += &format!("{} {}\n", measure.id, measure.title);
        sentences.iter().for_each(|(_, sentence)| text += &format!("  {sentence}\n"));
    }
    text
}
