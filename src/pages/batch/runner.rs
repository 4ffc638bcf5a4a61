//! Evaluates a table in time slices and holds the results so far. Knows no element.

use super::sort::ListOptions;
use crate::i18n::engine_text;
use crate::i18n::{self, Locale, t};
use crate::platform::{self, BlobBuilder, FileReadError};
use crate::state::rule_book::RuleBooks;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::{Amount, Section, SectionCounts, without_idle};
use huiqi_engine::batch::{self, BatchReader, CellMistake, Labels, MOST_BYTES, header_row, result_row};
use huiqi_engine::case::Case;
use huiqi_engine::number::add;
use huiqi_engine::{Assessment, Verdict, assess};
use leptos::prelude::*;
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::rc::Rc;

/// Maximum number of errors listed.
pub const MOST_MISTAKES: usize = 200;
/// Maximum time in milliseconds for which the page is blocked. A company being evaluated when it ends is finished
/// first.
const SLICE: u64 = 10;

// Why a file could not be read, in the current locale.
type ReadErrorText = fn() -> String;

/// Phase of the batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// There is no table.
    #[default]
    Empty,
    /// The file is being read.
    Reading,
    /// Its companies are being assessed.
    Running,
    /// The file could not be read, or its header row not be understood: the errors give the reason.
    Refused,
    /// The user stopped the batch.
    Stopped,
    /// The whole table was assessed.
    Done,
}

/// The result of a company, reduced to what the list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedCompany {
    /// Row number in the table.
    pub row: usize,
    /// The company name; empty if the row has none.
    pub name: Box<str>,
    /// The sum of certain amounts, in 元.
    pub exact: Decimal,
    /// The upper end of what the department decides, in 元; `None` if the text has no upper end.
    pub assessed: Option<Decimal>,
    /// Tax and fees saved, in 元.
    pub relief: Amount,
    /// Number of eligible measures granted without an application.
    pub unstated: usize,
    /// Number of undecided measures.
    pub undecided: usize,
    /// Number of measures whose questions were not asked.
    pub not_asked: usize,
    /// Maximum number of remaining questions.
    pub left: usize,
    /// Byte range of the row in the text.
    pub text: (usize, usize),
}

/// Totals over all companies.
#[derive(Clone, Copy, Debug)]
pub struct BatchTotals {
    /// The certain amounts, in 元; `None` if the sum overflows.
    pub exact: Option<Decimal>,
    /// The upper ends of what the departments decide, in 元, summed over the companies that have one.
    pub assessed: Option<Decimal>,
    /// Number of companies without such an upper end.
    pub endless: usize,
    /// Tax and fees saved, in 元.
    pub relief: Amount,
}

impl Default for BatchTotals {
    fn default() -> Self {
        Self::NOTHING
    }
}

impl BatchTotals {
    const NOTHING: Self =
        Self { exact: Some(Decimal::ZERO), assessed: Some(Decimal::ZERO), endless: 0, relief: Amount::NOTHING };
}

/// The table of this visit and its results. It outlives its page, so that the user can return to it from the results of
/// a company.
#[derive(Default)]
pub struct Batch {
    /// File name.
    pub file: String,
    /// Phase of the batch.
    pub phase: Phase,
    /// Number of bytes of text read so far.
    pub read: usize,
    /// The assessed companies, in table order.
    pub companies: Vec<ListedCompany>,
    /// Totals over the companies.
    pub sums: BatchTotals,
    /// For each measure, the number of companies for which it is eligible and the number for which it is undecided.
    pub measures: Vec<(usize, usize)>,
    /// Number of rows not assessed because of errors.
    pub bad_rows: usize,
    /// The first errors, up to the limit.
    pub mistakes: Vec<String>,
    /// Total number of errors.
    pub mistakes_in_all: usize,
    /// All results as a table.
    pub results: BlobBuilder,
    /// The text of the table; `first_row` is the length of its header row in bytes.
    pub text: Rc<String>,
    first_row: usize,
    // Byte offset at which reading stops.
    until: usize,
    // Why the file was not read at all.
    unread: Option<ReadErrorText>,
    // Locale of the error messages and the results.
    said_in: Locale,
    // Cases created by opening companies: index of the company and key of the case.
    opened: Vec<(usize, String)>,
    // Generation number: identifies the current table.
    number: usize,
    progress: ArcTrigger,
    phases: ArcTrigger,
    view: ArcRwSignal<ListOptions>,
    leaf: ArcRwSignal<usize>,
}

thread_local! {
    static BATCH: RefCell<Batch> = RefCell::default();
}

/// Reads the batch of this visit.
pub fn look<R>(at: impl FnOnce(&Batch) -> R) -> R {
    BATCH.with_borrow(at)
}

/// Tracks progress: the calling reactive function re-runs whenever more companies were assessed.
pub fn follow_progress() {
    look(|batch| batch.progress.clone()).track();
}

/// Tracks the phase: the calling reactive function re-runs whenever the phase changes.
pub fn follow_phase() {
    look(|batch| batch.phases.clone()).track();
}

/// Filter and order of the list of companies.
pub fn view() -> ArcRwSignal<ListOptions> {
    look(|batch| batch.view.clone())
}

/// Page of the list that is shown, from 0.
pub fn paginate() -> ArcRwSignal<usize> {
    look(|batch| batch.leaf.clone())
}

// Changes the batch if this table is still the current one, then notifies the page.
fn change(number: usize, is_phase: bool, how: impl FnOnce(&mut Batch)) -> bool {
    let told = BATCH.with_borrow_mut(|batch| {
        (batch.number == number).then(|| {
            how(batch);
            (batch.progress.clone(), batch.phases.clone())
        })
    });
    let Some((progress, phases)) = told else { return false };
    progress.notify();
    if is_phase {
        phases.notify();
    }
    true
}

/// Starts a batch from a file, replacing the previous one.
pub fn start(rules: &'static RuleBooks, file: platform::File) {
    let number = BATCH.with_borrow_mut(|batch| {
        *batch = Batch { file: file.name(), ..batch.next(rules) };
        batch.number
    });
    view().update(|view| view.search.clear());
    paginate().set(0);
    change(number, true, |_| {});
    leptos::task::spawn_local(async move {
        match text(&file).await {
            Ok(text) => {
                change(number, false, |batch| batch.text = Rc::new(text));
                assess_all(rules, number).await;
            }
            Err(why) => do_without(number, why),
        }
    });
}

/// Translates the messages after a change of locale by assessing the table again, as far as it was read.
pub fn say_again(rules: &'static RuleBooks) {
    let again = BATCH.with_borrow_mut(|batch| {
        let is_said = match batch.phase {
            Phase::Empty | Phase::Reading => false,
            // The batch may have been stopped before the header row was read.
            Phase::Stopped => batch.first_row > 0,
            Phase::Running | Phase::Refused | Phase::Done => true,
        };
        if !is_said || batch.said_in == i18n::current() {
            return None;
        }
        let until = if batch.phase == Phase::Stopped { batch.read } else { batch.until };
        let (file, opened) = (std::mem::take(&mut batch.file), std::mem::take(&mut batch.opened));
        *batch = Batch { file, opened, text: batch.text.clone(), until, unread: batch.unread, ..batch.next(rules) };
        Some((batch.number, batch.unread))
    });
    let Some((number, unread)) = again else { return };
    // Deferred, because this function is called while a page is being rendered.
    leptos::task::spawn_local(async move {
        match unread {
            Some(why) => do_without(number, why),
            None => assess_all(rules, number).await,
        }
    });
}

fn do_without(number: usize, why: ReadErrorText) {
    change(number, false, |batch| batch.unread = Some(why));
    refuse(number, vec![why()]);
}

/// Stops the batch; the companies assessed so far stay.
pub fn stop() {
    let number = look(|batch| batch.number);
    change(number, true, |batch| {
        if matches!(batch.phase, Phase::Reading | Phase::Running) {
            batch.phase = Phase::Stopped;
        }
    });
}

fn refuse(number: usize, why: Vec<String>) {
    change(number, true, |batch| {
        if batch.phase != Phase::Stopped {
            batch.phase = Phase::Refused;
            batch.said_in = i18n::current();
            batch.note(why);
        }
    });
}

// The text of a file: decoded by its byte order mark, otherwise as UTF-8, or as GB18030 if it is not valid UTF-8.
async fn text(file: &platform::File) -> Result<String, ReadErrorText> {
    // The size is a whole number of bytes; sizes up to the limit convert without loss.
    if file.size() as usize > MOST_BYTES {
        return Err(|| say!("这个文件超过了 {} MB，没有读取；请分成几个文件。", MOST_BYTES / (1024 * 1024)));
    }
    let says = |why| -> ReadErrorText {
        match why {
            FileReadError::Gone => || t("这个文件读不出来，可能已经改名、移走，或正被别的程序占用。").to_owned(),
            FileReadError::Foreign => || t("文字编码认不出来，请另存为“CSV UTF-8（逗号分隔）”。").to_owned(),
        }
    };
    let begin = platform::read_slice(file, 0, 4).await.map_err(says)?.to_vec();
    let (encoding, or) = match begin.as_slice() {
        b"PK\x03\x04" | b"\xd0\xcf\x11\xe0" => {
            return Err(|| t("这是 Excel 工作簿，请在 Excel 或 WPS 里另存为“CSV UTF-8（逗号分隔）”。").to_owned());
        }
        [0xff, 0xfe, ..] => ("utf-16le", None),
        [0xfe, 0xff, ..] => ("utf-16be", None),
        [0xef, 0xbb, 0xbf, ..] => ("utf-8", None),
        _ => ("utf-8", Some("gb18030")),
    };
    match (platform::decode_text(file, encoding).await, or) {
        (Err(FileReadError::Foreign), Some(other)) => platform::decode_text(file, other).await.map_err(says),
        (read, _) => read.map_err(says),
    }
}

async fn assess_all(rules: &'static RuleBooks, number: usize) {
    let (text, until) = look(|batch| (batch.text.clone(), batch.until));
    let mut sheet = match BatchReader::open_in(books(rules), &text) {
        Ok(sheet) => sheet,
        Err(mistakes) => return refuse(number, sentences(&mistakes)),
    };
    let runs = change(number, true, |batch| {
        if batch.phase == Phase::Reading {
            batch.phase = Phase::Running;
            batch.said_in = i18n::current();
            batch.first_row = sheet.read_bytes();
            batch.results.add(&header_row(rules.book(), &in_words()));
        }
    });
    while runs && look(|batch| batch.number == number && batch.phase == Phase::Running) {
        let end = platform::performance_now() + SLICE;
        let mut then = Phase::Running;
        while then == Phase::Running && platform::performance_now() < end {
            if sheet.read_bytes() >= until {
                then = Phase::Stopped;
            } else if !take_row(rules, number, &mut sheet) {
                then = Phase::Done;
            }
        }
        change(number, then != Phase::Running, |batch| {
            batch.read = sheet.read_bytes();
            batch.phase = then;
        });
        platform::yield_to_main().await;
    }
}

// Processes the next row; `false` if there is none.
fn take_row(rules: &'static RuleBooks, number: usize, sheet: &mut BatchReader<'_, 'static>) -> bool {
    let from = sheet.read_bytes();
    let Some(row) = sheet.next() else { return false };
    match row {
        Ok(company) => {
            let counting = without_idle(rules.book(), &company.case.answers);
            let assessment = assess(rules.book(), &counting, company.case.date);
            let line = result_row(rules.book(), &company, &assessment, &in_words());
            BATCH.with_borrow_mut(|batch| {
                if batch.number == number {
                    batch.results.add(&line);
                    batch.take(rules, company, &assessment, (from, sheet.read_bytes()));
                }
            });
        }
        Err(mistakes) => BATCH.with_borrow_mut(|batch| {
            if batch.number == number {
                batch.bad_rows += 1;
                batch.note(sentences(&mistakes));
            }
        }),
    }
    true
}

// A table may be written in either language, whatever the locale of the pages, once the English catalog has loaded.
fn books(rules: &'static RuleBooks) -> (&'static RuleBook<'static>, Option<&'static RuleBook<'static>>) {
    let other = match i18n::current() {
        Locale::Chinese => rules.english_book(),
        Locale::English => Some(rules.source_language_book()),
    };
    (rules.book(), other)
}

fn in_words() -> Labels {
    Labels { word: i18n::t, catalog: engine_text::catalog() }
}

fn sentences(mistakes: &[CellMistake]) -> Vec<String> {
    mistakes.iter().map(engine_text::cell_mistake).collect()
}

impl Batch {
    // The next batch, still empty. It keeps the triggers and signals of this one, which the page tracks.
    fn next(&self, rules: &'static RuleBooks) -> Self {
        Self {
            phase: Phase::Reading,
            until: usize::MAX,
            number: self.number + 1,
            measures: vec![(0, 0); rules.book().measures.len()],
            sums: BatchTotals::NOTHING,
            progress: self.progress.clone(),
            phases: self.phases.clone(),
            view: self.view.clone(),
            leaf: self.leaf.clone(),
            ..Self::default()
        }
    }

    fn note(&mut self, mistakes: Vec<String>) {
        self.mistakes_in_all += mistakes.len();
        let room = MOST_MISTAKES - self.mistakes.len();
        self.mistakes.extend(mistakes.into_iter().take(room));
    }

    fn take(
        &mut self,
        rules: &'static RuleBooks,
        company: batch::BatchCompany,
        assessment: &Assessment,
        text: (usize, usize),
    ) {
        let totals = &assessment.totals;
        let counts = SectionCounts::of(rules.book(), &assessment.outcomes);
        let relief = totals.relief_in_all();
        self.sums.relief = self.sums.relief.plus(relief);
        self.sums.exact = self.sums.exact.and_then(|sum| add(sum, totals.exact));
        match totals.assessed_high {
            Some(high) => self.sums.assessed = self.sums.assessed.and_then(|sum| add(sum, high)),
            None => self.sums.endless += 1,
        }
        for (count, outcome) in self.measures.iter_mut().zip(&assessment.outcomes) {
            count.0 += usize::from(outcome.verdict == Verdict::Eligible);
            count.1 += usize::from(outcome.verdict == Verdict::Undecided);
        }
        self.companies.push(ListedCompany {
            row: company.row,
            name: company.case.name.unwrap_or_default().into(),
            exact: totals.exact,
            assessed: totals.assessed_high,
            relief,
            unstated: counts.get(Section::Unstated),
            undecided: counts.get(Section::Undecided),
            not_asked: counts.get(Section::NotAsked),
            left: assessment.max_remaining,
            text,
        });
    }

    /// The case of a listed company, parsed again from its row: a hundred thousand cases would not fit into memory.
    pub fn case(&self, rules: &'static RuleBooks, place: usize) -> Option<Case> {
        let (from, to) = self.companies.get(place)?.text;
        let table = [self.text.get(..self.first_row)?, self.text.get(from..to)?].concat();
        let mut sheet = BatchReader::open_in(books(rules), &table).ok()?;
        sheet.next()?.ok().map(|company| company.case)
    }

    /// The key of the case created when the company was opened.
    pub fn opened(&self, place: usize) -> Option<String> {
        self.opened.iter().find(|(opened, _)| *opened == place).map(|(_, key)| key.clone())
    }
}

/// Stores the key of the case created from a company.
pub fn remember(place: usize, key: String) {
    BATCH.with_borrow_mut(|batch| {
        batch.opened.retain(|(opened, _)| *opened != place);
        batch.opened.push((place, key));
    });
}
