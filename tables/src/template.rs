//! An empty table to be filled in, as a workbook: units in titles, lists of options, examples on a second sheet.

use crate::message::TableMessage;
use crate::title::scale_size;
use crate::workbook_writer::{ReportLanguage, SheetWriter, empty_workbook, unwritable};
use huiqi_engine::answer::MAX_INSTANCES;
use huiqi_engine::answer::{Answer, Answers};
use huiqi_engine::batch::Titles;
use huiqi_engine::book::{Fact, FactId, FactType, GroupId, OptionSet, RuleBook};
use huiqi_engine::case::Case;
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::number::Truth;
use huiqi_engine::number_input::Scale;
use rust_decimal::Decimal;
use rust_xlsxwriter::{DataValidation, Formula, Workbook, XlsxError};

/// The number of rows for which lists of options are offered.
const ROWS: u32 = 2000;
/// The maximum number of characters of a message beside a cell.
const MAX_HINT: usize = 250;

/// A column of the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TemplateField {
    Name,
    Date,
    Count(GroupId),
    Fact(FactId, usize),
}

/// A template for some kinds of applicants.
pub struct TemplateWorkbook<'f, 'b> {
    book: &'f RuleBook<'b>,
    language: ReportLanguage,
    fields: Vec<TemplateField>,
}

impl<'f, 'b> TemplateWorkbook<'f, 'b> {
    /// A template with the questions that applicants of these kinds may be asked, for some instances of each group. No
    /// kind stands for all.
    pub fn new(book: &'f RuleBook<'b>, language: ReportLanguage, applicants: OptionSet, instances: usize) -> Self {
        let instances = instances.clamp(1, MAX_INSTANCES);
        let mut template = Self { book, language, fields: vec![TemplateField::Name, TemplateField::Date] };
        let asked: Vec<bool> = book.facts.ids().map(|fact| template.is_asked(fact, applicants)).collect();
        let is_asked = |fact: FactId| asked.get(fact.index()).copied().unwrap_or_default();
        for (ix, fact) in book.facts.iter_enumerated() {
            match fact.group {
                None if is_asked(ix) => template.fields.push(TemplateField::Fact(ix, 0)),
                Some((group, 0)) if book.group_facts(group).any(is_asked) => {
                    template.fields.push(TemplateField::Count(group));
                    for instance in 0..instances {
                        let facts = book.group_facts(group).filter(|fact| is_asked(*fact));
                        template.fields.extend(facts.map(|fact| TemplateField::Fact(fact, instance)));
                    }
                }
                _ => {}
            }
        }
        template
    }

    // Whether the gate of a question may open for one of the kinds.
    fn is_asked(&self, fact: FactId, applicants: OptionSet) -> bool {
        let applicant = self.book.document.applicant_fact;
        let count = self.book.facts[applicant].options.len();
        let Some(gate) = self.book.facts[fact].ask_if else { return true };
        (0..count).filter(|place| applicants.is_empty() || OptionSet::one(*place).is_subset(applicants)).any(|place| {
            let mut answers = Answers::empty(self.book);
            answers.set(self.book, applicant, 0, u8::try_from(place).ok().map(Answer::Choice));
            Evaluator::new(self.book, &answers).truth(gate, 0) != Truth::False
        })
    }

    /// The number of columns.
    pub fn columns(&self) -> usize {
        self.fields.len()
    }

    /// The bytes of a template with these companies filled in, and examples on the second sheet.
    ///
    /// # Errors
    /// The workbook is too large.
    pub fn write(&self, companies: &[Case], examples: &[Case]) -> Result<Vec<u8>, TableMessage> {
        self.written(companies, examples).map_err(|error| unwritable(&error))
    }

    fn written(&self, companies: &[Case], examples: &[Case]) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = empty_workbook()?;
        let language = self.language;
        self.table(&mut workbook, language.pick("企业", "Companies"), companies)?;
        self.table(&mut workbook, language.pick("示例", "Examples"), examples)?;
        let lists = self.options(&mut workbook)?;
        self.notes(&mut workbook)?;
        let sheet = workbook.worksheet_from_index(0)?;
        for (column, field) in (0..).zip(&self.fields) {
            let TemplateField::Fact(fact, _) = field else { continue };
            if let Some(validation) = self.validation(*fact, &lists)? {
                sheet.add_data_validation(1, column, ROWS, column, &validation)?;
            }
        }
        workbook.save_to_buffer()
    }

    fn table(&self, workbook: &mut Workbook, name: &str, cases: &[Case]) -> Result<(), XlsxError> {
        let mut sheet = SheetWriter::new(workbook.add_worksheet(), name)?;
        let titles: Vec<String> = self.fields.iter().map(|field| self.title(*field)).collect();
        sheet.head(titles.iter().map(String::as_str))?;
        for case in cases {
            self.fields.iter().try_for_each(|field| self.cell(&mut sheet, *field, case))?;
            sheet.end();
        }
        sheet.sheet.set_freeze_panes(1, 1)?.set_column_width(0, 28)?;
        for column in 1..u16::try_from(self.fields.len()).unwrap_or(u16::MAX) {
            sheet.sheet.set_column_width(column, 16)?;
        }
        Ok(())
    }

    /// The title of a column, with the unit of its figures.
    fn title(&self, field: TemplateField) -> String {
        let titles = if self.language == ReportLanguage::Chinese { Titles::CHINESE } else { Titles::ENGLISH };
        let (fact, instance) = match field {
            TemplateField::Name => return titles.name.to_owned(),
            TemplateField::Date => return titles.date.to_owned(),
            TemplateField::Count(group) => return [self.book.groups[group].name, titles.count].concat(),
            TemplateField::Fact(fact, instance) => (&self.book.facts[fact], instance),
        };
        let unit = self.unit(fact).map(|unit| self.language.pick("（{}）", " ({})").replace("{}", unit));
        let number = if instance > 0 { format!("[{}]", instance + 1) } else { String::new() };
        [fact.label, &unit.unwrap_or_default(), &number].concat()
    }

    // Units of money are the Chinese ones in either language: they are read, too.
    fn unit(&self, fact: &Fact<'_>) -> Option<&str> {
        match &fact.kind {
            FactType::Money => Some(match fact.scale {
                Scale::One => "元",
                Scale::TenThousand => "万元",
                Scale::HundredMillion => "亿元",
            }),
            FactType::Ratio => Some("%"),
            FactType::Number(Some(unit)) => self.book.units.get(usize::from(*unit)).copied(),
            _ => None,
        }
    }

    fn cell(&self, sheet: &mut SheetWriter<'_>, field: TemplateField, case: &Case) -> Result<(), XlsxError> {
        match field {
            TemplateField::Name => sheet.text(case.name.as_deref().unwrap_or_default()),
            TemplateField::Date => sheet.text(&case.date.to_string()),
            TemplateField::Count(group) => match case.answers.instances(group) {
                Some(count) => sheet.number(Decimal::from(count)),
                None => sheet.text(""),
            },
            TemplateField::Fact(ix, instance) => {
                let fact = &self.book.facts[ix];
                match case.answers.get(self.book, ix, instance) {
                    Some(answer) => self.answer(sheet, fact, answer),
                    None => sheet.text(""),
                }
            }
        }
    }

    fn answer(&self, sheet: &mut SheetWriter<'_>, fact: &Fact<'_>, answer: Answer) -> Result<(), XlsxError> {
        let label = |place: usize| fact.options.get(place).map_or("", |option| option.label);
        match answer {
            Answer::YesNo(true) => sheet.text(self.language.pick("是", "yes")),
            Answer::YesNo(false) => sheet.text(self.language.pick("否", "no")),
            Answer::Choice(place) => sheet.text(label(usize::from(place))),
            Answer::Several(options) if options.is_empty() => sheet.text(self.language.pick("无", "none")),
            Answer::Several(options) => sheet.text(&options.iter().map(label).collect::<Vec<_>>().join("；")),
            Answer::Number(value) => self.figure(sheet, fact, value),
            Answer::Date(date) => sheet.text(&date.to_string()),
            Answer::Unsure => sheet.text(self.language.pick("不清楚", "unsure")),
        }
    }

    // A figure in the unit of its column; with a unit of its own where a bare one would be asked.
    fn figure(&self, sheet: &mut SheetWriter<'_>, fact: &Fact<'_>, value: Decimal) -> Result<(), XlsxError> {
        match fact.kind {
            FactType::Money => {
                let in_unit = value.checked_div(scale_size(fact.scale)).map(|value| value.normalize());
                let is_usual =
                    fact.usual.is_none_or(|(low, high)| low.0 <= value && value <= high.0) || value.is_zero();
                match in_unit.filter(|_| is_usual) {
                    Some(value) => sheet.number(value),
                    None => sheet.text(&format!("{}元", value.normalize())),
                }
            }
            FactType::Ratio => {
                let percent = value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value);
                sheet.text(&format!("{}%", percent.normalize()))
            }
            _ => sheet.number(value),
        }
    }

    // The options of each question with a choice, one column each; the number of that column by fact.
    fn options(&self, workbook: &mut Workbook) -> Result<Vec<FactId>, XlsxError> {
        let mut sheet = SheetWriter::new(workbook.add_worksheet(), self.language.pick("选项", "Options"))?;
        let mut lists: Vec<FactId> = Vec::new();
        for field in &self.fields {
            let TemplateField::Fact(ix, 0) = field else { continue };
            if !self.book.facts[*ix].options.is_empty() {
                lists.push(*ix);
            }
        }
        sheet.head(lists.iter().map(|ix| self.book.facts[*ix].label))?;
        let most = lists.iter().map(|ix| self.book.facts[*ix].options.len()).max().unwrap_or(0);
        for row in 0..most {
            for ix in &lists {
                let option = self.book.facts[*ix].options.get(row);
                sheet.text(option.map_or("", |option| option.label))?;
            }
            sheet.end();
        }
        Ok(lists)
    }

    fn validation(&self, ix: FactId, lists: &[FactId]) -> Result<Option<DataValidation>, XlsxError> {
        let fact = &self.book.facts[ix];
        let hint: String = fact.ask.chars().take(MAX_HINT).collect();
        let list = || {
            let column = lists.iter().position(|known| *known == ix).unwrap_or_default() + 1;
            let (column, last) = (huiqi_engine::batch::column_name(column), fact.options.len() + 1);
            let sheet = self.language.pick("选项", "Options");
            DataValidation::new().allow_list_formula(Formula::new(format!("={sheet}!${column}$2:${column}${last}")))
        };
        let validation = match fact.kind {
            FactType::Bool => DataValidation::new().allow_list_strings(&match self.language {
                ReportLanguage::Chinese => ["是", "否", "不清楚"],
                ReportLanguage::English => ["yes", "no", "unsure"],
            })?,
            FactType::Choice => list(),
            // Several options stand in one cell, which a list cannot offer: it only shows them.
            FactType::MultiChoice => list().show_error_message(false),
            _ => DataValidation::new().allow_any_value(),
        };
        validation.set_input_message(hint).map(Some)
    }

    fn notes(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let language = self.language;
        let mut sheet = SheetWriter::new(workbook.add_worksheet(), language.pick("说明", "Notes"))?;
        let lines = [
            language.pick(
                "填第一张表：一家一行。列的次序可以改，用不着的列可以删；标题前加 # 的列不读。",
                "Fill in the first sheet, one company a row. Columns may be moved or deleted; those whose title begins with # are not read.",
            ),
            language.pick(
                "不知道的空着，或者写“不清楚”；没有的写“无”或 0。",
                "Leave empty what is not known, or write unsure; write none or 0 where there is none.",
            ),
            language.pick(
                "金额的单位在标题里；另写了单位的，按写的算，如 1200万元。",
                "The unit of amounts is in the title. A unit in the cell counts instead, such as 1200万元.",
            ),
            language.pick(
                "可以选几项的，用“；”隔开。有几个项目的，第二个填在标题带 [2] 的列。",
                "Several options are separated by ；. The second project is in the columns with [2].",
            ),
            self.book.document.title,
        ];
        for line in lines {
            sheet.text(line)?;
            sheet.end();
        }
        sheet.sheet.set_column_width(0, 90)?;
        Ok(())
    }
}
