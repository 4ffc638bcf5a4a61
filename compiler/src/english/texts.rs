//! All translatable texts of a rule book, each with its address in `en.toml`. Knows no language.

use huiqi_engine::book::{NumberFormat, RuleBook, Term, TextLocation};

/// Calls `hand` with each text that is not empty and its address, such as `fact.rd_expense_cur.label`. Quotes of the
/// official text are not included.
pub fn each<'a>(book: &mut RuleBook<'a>, hand: &mut dyn FnMut(String, &mut &'a str)) {
    document(book, hand);
    questions(book, hand);
    measures(book, hand);
    for (at, caution) in book.cautions.iter_mut().enumerate() {
        put(format!("caution.{at}"), &mut caution.says, hand);
    }
    for term in &mut book.terms {
        put(format!("{}.says", self::term(term)), &mut term.says, hand);
    }
    for profile in &mut book.profiles {
        put(format!("profile.{}.label", profile.id), &mut profile.label, hand);
        put(format!("profile.{}.hint", profile.id), &mut profile.hint, hand);
    }
    guidance(book, hand);
    for (at, task) in book.tasks.iter_mut().enumerate() {
        put(format!("task.{at}"), &mut task.why, hand);
    }
    for item in &mut book.annex {
        put(format!("annex.{}.title", item.no), &mut item.title, hand);
        list(&format!("annex.{}.responsible", item.no), &mut item.responsible, hand);
    }
}

/// The address of a glossary term, by the first of its Chinese words.
pub fn term(term: &Term<'_>) -> String {
    format!("term.{}", term.words.first().copied().unwrap_or_default())
}

/// The address of the one-sentence summary of a measure.
pub fn summary(measure: &str) -> String {
    format!("measure.{measure}.summary")
}

/// The address of the subject of a section of the official text; only articles have one.
pub fn heading(place: TextLocation) -> Option<String> {
    match place {
        TextLocation::Article(no) => Some(format!("article.{no}")),
        _ => None,
    }
}

fn put<'a>(address: String, text: &mut &'a str, hand: &mut dyn FnMut(String, &mut &'a str)) {
    if !text.is_empty() {
        hand(address, text);
    }
}

fn list<'a>(address: &str, texts: &mut [&'a str], hand: &mut dyn FnMut(String, &mut &'a str)) {
    for (at, text) in texts.iter_mut().enumerate() {
        put(format!("{address}.{at}"), text, hand);
    }
}

fn document<'a>(book: &mut RuleBook<'a>, hand: &mut dyn FnMut(String, &mut &'a str)) {
    let document = &mut book.document;
    put("document.title".into(), &mut document.title, hand);
    put("document.number".into(), &mut document.number, hand);
    put("document.issuer".into(), &mut document.issuer, hand);
    list("document.notes", &mut document.notes, hand);
    for chapter in &mut document.chapters {
        put(format!("chapter.{}.title", chapter.no), &mut chapter.title, hand);
        put(format!("chapter.{}.department", chapter.no), &mut chapter.department, hand);
    }
    for (at, common) in document.everywhere.iter_mut().enumerate() {
        put(format!("everywhere.{at}.says"), &mut common.says, hand);
        put(format!("everywhere.{at}.reading"), &mut common.reading, hand);
    }
    for (at, (_, says)) in document.remarks.iter_mut().enumerate() {
        put(format!("remark.{at}"), says, hand);
    }
}

fn guidance<'a>(book: &mut RuleBook<'a>, hand: &mut dyn FnMut(String, &mut &'a str)) {
    for (at, advice) in book.guidance.advice.iter_mut().enumerate() {
        put(format!("advice.{at}"), &mut advice.says, hand);
    }
    for (at, issuer) in book.guidance.issuers.iter_mut().enumerate() {
        put(format!("issuer.{at}"), &mut issuer.name, hand);
    }
}

fn questions<'a>(book: &mut RuleBook<'a>, hand: &mut dyn FnMut(String, &mut &'a str)) {
    for (at, unit) in book.units.iter_mut().enumerate() {
        put(format!("unit.{at}"), unit, hand);
    }
    for topic in &mut book.topics {
        put(format!("topic.{}.title", topic.id), &mut topic.title, hand);
        put(format!("topic.{}.lead", topic.id), &mut topic.lead, hand);
        put(format!("topic.{}.skipped", topic.id), &mut topic.skipped, hand);
    }
    for group in &mut book.groups {
        put(format!("group.{}.label", group.id), &mut group.label, hand);
        put(format!("group.{}.name", group.id), &mut group.name, hand);
    }
    for fact in &mut book.facts {
        let address = format!("fact.{}", fact.id);
        put(format!("{address}.label"), &mut fact.label, hand);
        put(format!("{address}.ask"), &mut fact.ask, hand);
        put(format!("{address}.help"), &mut fact.help, hand);
        put(format!("{address}.find"), &mut fact.find, hand);
        list(&format!("{address}.evidence"), &mut fact.evidence, hand);
        for option in &mut fact.options {
            let address = format!("{address}.option.{}", option.id);
            put(format!("{address}.label"), &mut option.label, hand);
            put(format!("{address}.help"), &mut option.help, hand);
            put(format!("{address}.group"), &mut option.group, hand);
        }
    }
    for pair in &mut book.pairs {
        let address = format!("pair.{}", book.facts[pair.this_year].id);
        put(format!("{address}.ask"), &mut pair.ask, hand);
        put(format!("{address}.help"), &mut pair.help, hand);
    }
    for condition in &mut book.conditions {
        put(format!("condition.{}.label", condition.id), &mut condition.label, hand);
    }
    for derived in &mut book.derived {
        let address = format!("derived.{}", derived.id);
        put(format!("{address}.label"), &mut derived.label, hand);
        put(format!("{address}.undefined"), &mut derived.undefined, hand);
        if let NumberFormat::Number(unit) = &mut derived.shown {
            put(format!("{address}.unit"), unit, hand);
        }
    }
}

fn measures<'a>(book: &mut RuleBook<'a>, hand: &mut dyn FnMut(String, &mut &'a str)) {
    for measure in &mut book.measures {
        let address = format!("measure.{}", measure.id);
        put(format!("{address}.title"), &mut measure.title, hand);
        put(format!("{address}.department"), &mut measure.department, hand);
        put(format!("{address}.support"), &mut measure.support, hand);
        if let Some(cap) = &mut measure.cap {
            put(format!("{address}.per"), &mut cap.per, hand);
        }
        for (at, base) in measure.bases.iter_mut().enumerate() {
            put(format!("{address}.base.{at}"), &mut base.label, hand);
        }
        for link in measure.either.iter_mut().chain(&mut measure.same_as) {
            put(format!("{address}.thing"), &mut link.thing, hand);
        }
        list(&format!("{address}.evidence"), &mut measure.evidence, hand);
        list(&format!("{address}.reading"), &mut measure.reading, hand);
    }
}
