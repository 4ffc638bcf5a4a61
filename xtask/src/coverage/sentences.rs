//! Which characters of the official text are quoted by a measure or a task. Knows nothing of the rules.

use huiqi_engine::book::{Article, RuleBook, TextLocation};

/// A sentence of the document with its unquoted parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSentence {
    /// The whole sentence.
    pub text: String,
    /// The parts that no measure and no task quotes, without punctuation.
    pub unquoted: Vec<String>,
}

/// A section of the document: its sentences, and the quotes whose location in it is ambiguous.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextSection {
    /// Its location.
    pub place: TextLocation,
    /// Its sentences, without number and title.
    pub sentences: Vec<DocumentSentence>,
    /// Quotes that occur more than once in it, so that one of the occurrences may be unbound.
    pub ambiguous: Vec<String>,
}

/// Compares every section of the document with the quotes of measures and tasks.
pub fn read(book: &RuleBook<'_>) -> Vec<TextSection> {
    book.articles.iter().map(|article| stretch(book, article)).collect()
}

fn stretch(book: &RuleBook<'_>, article: &Article<'_>) -> TextSection {
    let text = article.text;
    let mut quoted = vec![false; text.len()];
    let mut ambiguous = Vec::new();
    for quote in quotes(book, article.place) {
        let found: Vec<usize> = text.match_indices(quote).map(|(index, _)| index).collect();
        if found.len() > 1 {
            ambiguous.push(quote.to_owned());
        }
        for index in found {
            quoted[index..index + quote.len()].fill(true);
        }
    }
    let sentences = split(text)
        .into_iter()
        .filter(|(from, to)| !is_heading(book, &text[*from..*to]))
        .map(|(from, to)| DocumentSentence {
            text: text[from..to].to_owned(),
            unquoted: unquoted(&text[from..to], &quoted[from..to]),
        })
        .collect();
    TextSection { place: article.place, sentences, ambiguous }
}

fn quotes<'b>(book: &'b RuleBook<'_>, place: TextLocation) -> impl Iterator<Item = &'b str> {
    let of_measures = book
        .measures
        .iter()
        .filter(move |measure| TextLocation::Article(measure.article) == place)
        .flat_map(|measure| measure.quote.iter().copied());
    let of_tasks = book.tasks.iter().filter(move |task| task.place == place).map(|task| task.quote);
    of_measures.chain(of_tasks)
}

// The document's number and titles precede its text, as an article's number and title sentence do.
fn is_heading(book: &RuleBook<'_>, sentence: &str) -> bool {
    sentence.starts_with('#') || sentence == book.document.number
}

// A sentence ends at its full stop or at the end of the line.
fn split(text: &str) -> Vec<(usize, usize)> {
    let mut sentences = Vec::new();
    let mut from = 0;
    for (index, sign) in text.char_indices() {
        if matches!(sign, '。' | '\n') {
            sentences.push((from, index + sign.len_utf8()));
            from = index + sign.len_utf8();
        }
    }
    sentences.push((from, text.len()));
    sentences.into_iter().filter_map(|(from, to)| trimmed(text, from, to)).collect()
}

fn trimmed(text: &str, from: usize, to: usize) -> Option<(usize, usize)> {
    let sentence = &text[from..to];
    let start = from + (sentence.len() - sentence.trim_start().len());
    let end = start + sentence.trim().len();
    text[start..end].contains(char::is_alphanumeric).then_some((start, end))
}

fn unquoted(sentence: &str, quoted: &[bool]) -> Vec<String> {
    let mut stretches = Vec::new();
    let mut open = String::new();
    for (index, sign) in sentence.char_indices() {
        if quoted[index] {
            stretches.push(std::mem::take(&mut open));
        } else {
            open.push(sign);
        }
    }
    stretches.push(open);
    stretches.retain(|stretch| stretch.contains(char::is_alphanumeric));
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unquoted_text_is_shown_without_punctuation() {
        let sentence = "给予补助，最高50万元。";
        let mut quoted = vec![false; sentence.len()];
        quoted["给予".len().."给予补助".len()].fill(true);
        assert_eq!(unquoted(sentence, &quoted), ["给予", "，最高50万元。"]);
        quoted.fill(true);
        quoted[sentence.len() - "。".len()..].fill(false);
        assert!(unquoted(sentence, &quoted).is_empty());
    }

    #[test]
    fn line_end_ends_a_sentence() {
        let text = "各县人民政府：\n\n印发给你们。请贯彻\n";
        let sentences: Vec<&str> = split(text).into_iter().map(|(from, to)| &text[from..to]).collect();
        assert_eq!(sentences, ["各县人民政府：", "印发给你们。", "请贯彻"]);
    }
}
