//! Tables as people have them come to the sums of the clean table, or say by cell why not.

use super::*;
use crate::batch::made::{cases, table as clean_table};
use crate::book;
use huiqi_engine::assess::SectionCounts;
use huiqi_engine::batch::TableNames;
use huiqi_engine::case::Case;
use huiqi_engine::message::chinese;
use huiqi_engine::{Answer, RuleBook};
use huiqi_tables::TableFinding;
use rust_decimal::Decimal;

fn opened() -> RuleBookFolder {
    RuleBookFolder::open(&book::policies().join("jiaxing-2023-3")).unwrap_or_else(|error| panic!("{error:#}"))
}

struct ReadTable {
    rows: Vec<TableRow>,
    findings: Vec<TableFinding>,
}

fn read(book: &RuleBook<'_>, names: &TableNames, bytes: &[u8]) -> ReadTable {
    let books = TableBooks { book, other: None, names };
    let workbook = workbook(bytes).unwrap_or_else(|message| panic!("{message}"));
    match TableReader::open(books, chinese(), &workbook, &[]) {
        Ok(reader) => ReadTable {
            rows: (0..reader.len()).filter_map(|index| reader.row(index)).collect(),
            findings: reader.findings().to_vec(),
        },
        Err(findings) => panic!("{findings:#?}\n{}", String::from_utf8_lossy(bytes)),
    }
}

// The settled sum and the counts of a company.
fn sums(book: &RuleBook<'_>, case: &Case) -> (Decimal, Vec<usize>) {
    let assessment = assess(book, &without_idle(book, &case.answers), case.date);
    let counts = SectionCounts::of(book, &assessment.outcomes);
    let counts = huiqi_engine::assess::Section::ALL.map(|section| counts.get(section)).to_vec();
    (assessment.totals.exact.normalize(), counts)
}

// A generator of pseudo-random numbers: xorshift.
struct TableDice(u64);

impl TableDice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap_or(1)).unwrap_or_default()
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.roll(texts.len())]
    }

    fn is(&mut self, one_in: usize) -> bool {
        self.roll(one_in) == 0
    }
}

// A table under construction: titles and rows of cells.
struct MessyTable {
    titles: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl MessyTable {
    fn text(&self, dice: &mut TableDice) -> Vec<u8> {
        let separator = dice.pick(&[",", ",", ";", "\t"]);
        let end = dice.pick(&["\r\n", "\n"]);
        let quoted = |cell: &String| {
            let special = cell.contains([',', ';', '\t', '"', '\n']);
            if special { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
        };
        let line = |cells: &[String]| cells.iter().map(quoted).collect::<Vec<_>>().join(separator) + end;
        let mut text = String::new();
        if dice.is(6) {
            text += &format!("sep={separator}{end}");
        }
        if dice.is(2) {
            text += &format!("2023年园区企业情况表{end}");
        }
        if dice.is(3) {
            text += end;
        }
        text += &line(&self.titles);
        let mut since = 0;
        for (place, row) in self.rows.iter().enumerate() {
            text += &line(row);
            since += 1;
            if dice.is(12) {
                text += end;
            }
            if dice.is(8) || place + 1 == self.rows.len() {
                text += &line(&self.total(place + 1 - since..place + 1, dice));
                since = 0;
            }
        }
        if dice.is(2) {
            text += &format!("{}{end}", dice.pick(&["注：数据为审计数", "制表人：张三", "备注：以年报为准", "共20家"]));
        }
        match dice.roll(4) {
            0 => encoding_rs::GB18030.encode(&text).0.into_owned(),
            1 => ['\u{feff}'].into_iter().chain(text.chars()).collect::<String>().into_bytes(),
            2 => "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
            _ => text.into_bytes(),
        }
    }

    // A row of sums, with a word for it in the column of names or before it.
    fn total(&self, rows: std::ops::Range<usize>, dice: &mut TableDice) -> Vec<String> {
        let name = self.titles.iter().position(|title| title.contains("名称")).unwrap_or_default();
        let word = dice.pick(&["合计", "小计", "总 计", "合计：", "本页小计"]);
        let sum = |column: usize| {
            let cells = self.rows[rows.clone()].iter().map(|row| row[column].parse::<Decimal>());
            cells
                .collect::<Result<Vec<_>, _>>()
                .map_or(String::new(), |cells| cells.iter().sum::<Decimal>().to_string())
        };
        (0..self.titles.len()).map(|column| if column == name { word.to_owned() } else { sum(column) }).collect()
    }
}

// A cell for an answer, in one of the ways in which people write it.
fn cell(
    dice: &mut TableDice,
    fact: &huiqi_engine::book::Fact<'_>,
    answer: Answer,
    unit: Option<(&str, Decimal)>,
) -> String {
    match answer {
        Answer::YesNo(true) => dice.pick(&["是", "有", "√", "Y", "1", " 是 "]).to_owned(),
        Answer::YesNo(false) => dice.pick(&["否", "无", "×", "N", "0"]).to_owned(),
        Answer::Choice(place) => fact.options[usize::from(place)].label.to_owned(),
        Answer::Several(options) if options.is_empty() => "无".to_owned(),
        Answer::Several(options) => {
            let labels: Vec<&str> = options.iter().map(|place| fact.options[place].label).collect();
            labels.join(dice.pick(&["；", ";", "|", "\n"]))
        }
        Answer::Number(value) => number(dice, fact, value, unit),
        Answer::Date(date) => match dice.roll(3) {
            0 => date.to_string(),
            1 => date.to_string().replace('-', "/"),
            _ => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        },
        Answer::Unsure => dice.pick(&["不清楚", "不知道", "?"]).to_owned(),
    }
}

fn number(
    dice: &mut TableDice,
    fact: &huiqi_engine::book::Fact<'_>,
    value: Decimal,
    unit: Option<(&str, Decimal)>,
) -> String {
    use huiqi_engine::book::FactType;
    match (&fact.kind, unit) {
        (FactType::Ratio, _) => format!("{}%", (value * Decimal::ONE_HUNDRED).normalize()),
        (FactType::Money, Some((_, size))) if !dice.is(8) => (value / size).normalize().to_string(),
        (FactType::Money, None) if !dice.is(3) => value.normalize().to_string(),
        (FactType::Money, _) => format!("{}{}", value.normalize(), dice.pick(&["元", "元整", " 元"])),
        _ => value.normalize().to_string(),
    }
}

const UNITS: [(&str, u32); 4] = [("元", 1), ("千元", 1000), ("万元", 10_000), ("亿元", 100_000_000)];

// A messy table of some companies: columns in any order, units in titles, numbers, notes and sums.
fn messy(book: &RuleBook<'_>, cases: &[Case], dice: &mut TableDice) -> MessyTable {
    let mut titles = vec!["序号".to_owned(), dice.pick(&["单位名称", "企业名称", "公司名称", "名称"]).to_owned()];
    titles.push(dice.pick(&["判断日期", "评估日期"]).to_owned());
    let mut rows: Vec<Vec<String>> = cases
        .iter()
        .enumerate()
        .map(|(place, case)| {
            vec![(place + 1).to_string(), case.name.clone().unwrap_or_default(), case.date.to_string()]
        })
        .collect();
    for (ix, fact) in book.facts.iter_enumerated().filter(|(_, fact)| fact.group.is_none()) {
        if cases.iter().all(|case| case.answers.get(book, ix, 0).is_none()) {
            continue;
        }
        let is_money = fact.kind == huiqi_engine::book::FactType::Money;
        let (name, size) = UNITS[dice.roll(4)];
        let unit = (is_money && !dice.is(4)).then(|| (name, Decimal::from(size)));
        let title = match unit {
            Some((unit, _)) => {
                dice.pick(&["{}（U）", "{}(U)", "{}(单位：U)", "{}/U", " {} （ U ）"]).replace('U', unit)
            }
            None => "{}".to_owned(),
        };
        titles.push(title.replace("{}", fact.label));
        for (row, case) in rows.iter_mut().zip(cases) {
            let answer = case.answers.get(book, ix, 0);
            row.push(answer.map_or(String::new(), |answer| cell(dice, fact, answer, unit)));
        }
    }
    for place in (4..titles.len()).rev() {
        let other = 3 + dice.roll(place - 2);
        titles.swap(place, other);
        rows.iter_mut().for_each(|row| row.swap(place, other));
    }
    MessyTable { titles, rows }
}

// Without instances: their columns are those of the clean table, which other tests read.
fn ungrouped(book: &RuleBook<'_>, mut cases: Vec<Case>) -> Vec<Case> {
    for (place, case) in cases.iter_mut().enumerate() {
        case.name = Some(format!("企业{place}有限公司"));
        let mut answers = huiqi_engine::Answers::empty(book);
        for (ix, _) in book.facts.iter_enumerated().filter(|(_, fact)| fact.group.is_none()) {
            answers.set(book, ix, 0, case.answers.get(book, ix, 0));
        }
        case.answers = answers;
        case.date = huiqi_engine::assess::assessment_date(book, &case.answers, case.date);
    }
    cases
}

#[test]
fn messy_tables_come_to_the_sums_of_the_clean_one() {
    let opened = opened();
    let (book, names) = (opened.book().expect("it can be read"), opened.table_names().expect("no mistake"));
    let cases = ungrouped(&book, cases(&book, 1000));
    let (mut compared, mut refused) = (0, 0);
    for seed in 1..=200 {
        let dice = &mut TableDice(0x9e37_79b9_7f4a_7c15 ^ (seed << 20));
        let begin = dice.roll(cases.len() - 20);
        let some = &cases[begin..begin + 20];
        let bytes = messy(&book, some, dice).text(dice);
        let table = read(&book, &names, &bytes);
        assert_eq!(table.rows.len(), some.len(), "{seed}: {:#?}", table.findings);
        for (row, case) in table.rows.iter().zip(some) {
            let Some(company) = &row.company else {
                let mistakes: Vec<_> = row.findings.iter().filter(|finding| is_mistake(finding)).collect();
                assert!(!mistakes.is_empty(), "{seed}: a row is left out without a word");
                // Each mistake names its cell and what may be meant: a bare figure that is usual in another unit.
                for mistake in mistakes {
                    assert!(mistake.address().is_some() && mistake.proposals.len() == 2, "{seed}: {mistake}");
                }
                refused += 1;
                continue;
            };
            assert_eq!(company.case.name, case.name);
            assert_eq!(sums(&book, &company.case), sums(&book, case), "{seed}: {:?}", case.name);
            compared += 1;
        }
    }
    assert!(compared > 2000, "{compared} companies compared, {refused} refused");
    println!("{compared} companies compared, {refused} rows refused by cell");
}

#[test]
fn clean_text_table_is_read_like_the_strict_reader_reads_it() {
    let opened = opened();
    let (book, names) = (opened.book().expect("it can be read"), opened.table_names().expect("no mistake"));
    let cases = cases(&book, 300);
    let text = clean_table(&book, &cases);
    let table = read(&book, &names, text.as_bytes());
    assert_eq!(table.rows.len(), cases.len());
    let mut same = 0;
    for (row, case) in table.rows.iter().zip(&cases) {
        match &row.company {
            Some(company) => {
                assert_eq!((&company.case.answers, &company.case.name), (&case.answers, &case.name));
                same += 1;
            }
            None => assert!(row.findings.iter().any(|finding| !finding.proposals.is_empty()), "{:?}", row.findings),
        }
    }
    assert!(same > 100, "{same} of {}", cases.len());
}

fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("huiqi-table-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
    folder
}

#[test]
fn table_exit_code_reflects_the_outcome() {
    let opened = opened();
    let folder = folder("exit");
    let (table, text, results) = (folder.join("in.csv"), folder.join("out.csv"), folder.join("out.xlsx"));
    let ends = |content: &str, out: &Path| {
        std::fs::write(&table, content).expect("a temporary file can be written");
        run(&opened, table.as_ref(), out.as_ref(), false).expect("files are no hindrance")
    };
    assert_eq!(ends("单位名称,规上,无此列\n甲,是,1\n", &text), ExitCode::from(2));
    assert!(!text.exists(), "nothing is written where the titles are wrong");
    assert_eq!(ends("单位名称,规上\n甲,也许\n乙,是\n", &text), ExitCode::FAILURE);
    assert_eq!(ends("单位名称,规上\n甲,是\n合计,\n", &results), ExitCode::SUCCESS);
    let written = workbook(&std::fs::read(&results).expect("it is written")).expect("a workbook");
    assert_eq!(written.sheets[0].rows.len(), 2);
    assert!(run(&opened, table.as_ref(), table.as_ref(), false).is_err(), "a table is not overwritten by its results");
    assert!(run(&opened, table.as_ref(), folder.join("out.xls").as_ref(), false).is_err(), ".xls is not written");
    assert_eq!(run(&opened, table.as_ref(), text.as_ref(), true).expect("English"), ExitCode::SUCCESS);
    let english = std::fs::read_to_string(&text).expect("it is written");
    assert!(english.lines().next().is_some_and(|line| !line.contains('（')), "{english}");
    let file = folder.join("template.xlsx");
    template(&opened, &file, &["enterprise".to_owned(), "个人".to_owned()], false).expect("it can be written");
    assert!(template(&opened, &file, &[], false).is_err(), "a filled template is not overwritten by an empty one");
    assert!(template(&opened, &folder.join("x.xlsx"), &["火星".to_owned()], false).is_err());
    assert_eq!(run(&opened, file.as_ref(), text.as_ref(), false).expect("it is read"), ExitCode::SUCCESS);
    std::fs::remove_dir_all(&folder).expect("what was made can be taken away");
}

#[test]
#[ignore = "a measurement, no test: writes a table of 100,000 companies and says where"]
fn hundred_thousand_companies_are_written() {
    let opened = opened();
    let book = opened.book().expect("it can be read");
    let cases = cases(&book, 2000);
    let text = clean_table(&book, &cases);
    let (head, rows) = text.split_once("\r\n").expect("a header row");
    let file = std::env::temp_dir().join("huiqi-100000-companies.csv");
    let rows: Vec<&str> = rows.split("\r\n").filter(|row| !row.is_empty()).collect();
    let many: Vec<&str> = std::iter::once(head).chain((0..100_000).map(|place| rows[place % rows.len()])).collect();
    std::fs::write(&file, many.join("\r\n")).expect("a temporary file can be written");
    println!("{} different companies, {} bytes in {}", rows.len(), many.join("\r\n").len(), file.display());
}

#[test]
#[ignore = "writes 20 messy tables into the temporary folder, for conversion by other programs"]
fn messy_tables_are_written_for_other_programs() {
    let opened = opened();
    let book = opened.book().expect("it can be read");
    let cases = ungrouped(&book, cases(&book, 1000));
    for seed in 1..=20 {
        let dice = &mut TableDice(0x9e37_79b9_7f4a_7c15 ^ (seed << 20));
        let begin = dice.roll(cases.len() - 20);
        let table = messy(&book, &cases[begin..begin + 20], dice);
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n";
        let mut text = String::from("园区企业情况表\n") + &line(&table.titles);
        table.rows.iter().for_each(|row| text += &line(row));
        text += &line(&table.total(0..table.rows.len(), dice));
        let file = std::env::temp_dir().join(format!("huiqi-messy-{seed}.csv"));
        std::fs::write(file, text).expect("a temporary file can be written");
    }
}
