//! Addresses of pages: hash routes, which work under any path and from a local file. Knows no page's content.

use huiqi_engine::RuleBook;
use huiqi_engine::answer::MAX_INSTANCES;
use huiqi_engine::book::MeasureId;
use huiqi_engine::evaluate::FactInstance;
use std::fmt::Write;

/// A page of the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The start page: introduction, start, continue.
    Start,
    /// The questions of the topic with this index in the book.
    Topic(usize),
    /// The step that has this question.
    Question(FactInstance),
    /// All answers, each with a link to its question.
    Check,
    /// The verdicts.
    Results,
    /// One measure.
    Measure(MeasureId),
    /// The official text, optionally from an article on.
    Document(Option<u16>),
    /// The what-if page.
    WhatIf,
    /// The printed summary.
    Print,
    /// All stored cases.
    Cases,
    /// A case received through a link, as its encoded digits.
    Case(String),
    /// Such a case, checked by a clerk in the service hall.
    Clerk,
    /// Batch assessment of a table of companies.
    Batch,
    /// Instructions for embedding the app in another page and for using it offline.
    Embed,
    /// Which data is stored where.
    Privacy,
    /// Switches kiosk mode on, for shared devices.
    Kiosk,
    /// An unknown address.
    NotFound,
}

impl Route {
    /// Parses the part of an address after `#`.
    pub fn parse(book: &RuleBook<'_>, hash: &str) -> Self {
        let path = hash.trim_start_matches('#').trim_start_matches('/');
        let (head, rest) = path.split_once('/').unwrap_or((path, ""));
        match head {
            "" => Self::Start,
            "topic" if rest.contains('/') => question(book, rest).map_or(Self::NotFound, Self::Question),
            "topic" => book.topics.iter().position(|topic| topic.id == rest).map_or(Self::NotFound, Self::Topic),
            "check" => Self::Check,
            "results" => Self::Results,
            "measure" => book.measure(rest).map_or(Self::NotFound, Self::Measure),
            "document" if rest.is_empty() => Self::Document(None),
            "document" => rest.parse().map_or(Self::NotFound, |article| Self::Document(Some(article))),
            "whatif" => Self::WhatIf,
            "print" => Self::Print,
            "cases" => Self::Cases,
            "case" => Self::Case(rest.to_owned()),
            "clerk" => Self::Clerk,
            "batch" => Self::Batch,
            "embed" => Self::Embed,
            "privacy" => Self::Privacy,
            "kiosk" => Self::Kiosk,
            _ => Self::NotFound,
        }
    }

    /// The topic whose questions the page shows.
    pub fn topic(&self, book: &RuleBook<'_>) -> Option<usize> {
        match self {
            Self::Topic(topic) => Some(*topic),
            Self::Question(question) => Some(usize::from(book.facts[question.fact].topic)),
            _ => None,
        }
    }

    /// The address, from `#` on.
    pub fn to_hash(&self, book: &RuleBook<'_>) -> String {
        let mut hash = String::from("#/");
        // Writing to a string cannot fail.
        let _ = match self {
            Self::Start | Self::NotFound => Ok(()),
            Self::Topic(place) => write!(hash, "topic/{}", book.topics.get(*place).map_or("", |topic| topic.id)),
            Self::Question(FactInstance { fact, instance }) => {
                let asked = &book.facts[*fact];
                let topic = book.topics.get(usize::from(asked.topic)).map_or("", |topic| topic.id);
                write!(hash, "topic/{topic}/{}", asked.id).and_then(|()| match instance {
                    0 => Ok(()),
                    instance => write!(hash, "/{}", instance + 1),
                })
            }
            Self::Check => write!(hash, "check"),
            Self::Results => write!(hash, "results"),
            Self::Measure(measure) => write!(hash, "measure/{}", book.measures[*measure].id),
            Self::Document(None) => write!(hash, "document"),
            Self::Document(Some(article)) => write!(hash, "document/{article}"),
            Self::WhatIf => write!(hash, "whatif"),
            Self::Print => write!(hash, "print"),
            Self::Cases => write!(hash, "cases"),
            Self::Case(digits) => write!(hash, "case/{digits}"),
            Self::Clerk => write!(hash, "clerk"),
            Self::Batch => write!(hash, "batch"),
            Self::Embed => write!(hash, "embed"),
            Self::Privacy => write!(hash, "privacy"),
            Self::Kiosk => write!(hash, "kiosk"),
        };
        hash
    }
}

// A question by its topic, its fact and, from the second instance of a group on, the number of the instance.
fn question(book: &RuleBook<'_>, path: &str) -> Option<FactInstance> {
    let mut parts = path.split('/');
    let (topic, id) = (parts.next()?, parts.next()?);
    let fact = book.fact(id)?;
    let asked = &book.facts[fact];
    let instance = match parts.next() {
        None => 0,
        Some(number) => number.parse().ok().filter(|number| (2..=MAX_INSTANCES).contains(number))? - 1,
    };
    let is_right = book.topics.get(usize::from(asked.topic)).is_some_and(|known| known.id == topic)
        && (instance == 0 || asked.group.is_some())
        && parts.next().is_none();
    is_right.then(|| FactInstance::new(fact, instance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiqi_engine::book::FactId;

    #[test]
    fn route_round_trips_through_hash() {
        let book = crate::state::rule_book::test_book();
        let in_group = book.facts.iter_enumerated().find(|(_, fact)| fact.group.is_some());
        let grouped = in_group.map_or(FactInstance::first(FactId::new(0)), |(fact, _)| FactInstance::new(fact, 2));
        for route in [
            Route::Start,
            Route::Topic(2),
            Route::Question(FactInstance::first(FactId::new(4))),
            Route::Question(grouped),
            Route::Check,
            Route::Results,
            Route::Measure(MeasureId::new(5)),
            Route::Document(None),
            Route::Document(Some(12)),
            Route::WhatIf,
            Route::Print,
            Route::Cases,
            Route::Case("12345".into()),
            Route::Clerk,
            Route::Batch,
            Route::Embed,
            Route::Privacy,
            Route::Kiosk,
        ] {
            assert_eq!(Route::parse(book, &route.to_hash(book)), route);
        }
    }

    #[test]
    fn unknown_route_is_not_found() {
        let book = crate::state::rule_book::test_book();
        for hash in [
            "#/topic/nothing",
            "#/measure/99-9",
            "#/document/abc",
            "#/elsewhere",
            "#/topic/identity/nothing",
            "#/topic/scale/applicant_type",
            "#/topic/identity/applicant_type/2",
        ] {
            assert_eq!(Route::parse(book, hash), Route::NotFound, "{hash}");
        }
    }
}
