//! Workbooks that are written: results and templates, read back.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use huiqi_engine::assess::{assess, without_idle};
use huiqi_engine::batch::{BatchCompany, Labels, result_cells};
use huiqi_engine::book::OptionSet;
use huiqi_engine::case::{Case, read as read_case};
use huiqi_engine::message::chinese;
use huiqi_tables::read::workbook;
use huiqi_tables::sheet::{CellValue, Sheet};
use huiqi_tables::{ReportLanguage, ResultsWorkbook, TemplateWorkbook};
use rust_decimal::Decimal;
use support::{Policies, read};

fn examples(policies: &Policies) -> Vec<Case> {
    let book = policies.book();
    book.examples.iter().map(|text| read_case(&book, text).expect("an example is a case")).collect()
}

fn text(sheet: &Sheet, row: usize, column: u16) -> String {
    sheet.rows[row].cell(column).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn filled_template_reads_back_without_a_word() {
    let policies = Policies::open();
    let book = policies.book();
    let cases = examples(&policies);
    assert!(cases.len() > 3, "{} examples", cases.len());
    for language in [ReportLanguage::Chinese] {
        let template = TemplateWorkbook::new(&book, language, OptionSet::NONE, 5);
        let bytes = template.write(&cases, &cases[..2]).expect("it can be written");
        let table = read(&policies, &bytes);
        assert_eq!(table.said(), [""; 0]);
        let read: Vec<Case> = table.rows.into_iter().map(|row| row.company.unwrap().case).collect();
        for (read, case) in read.iter().zip(&cases) {
            assert_eq!(read.answers, case.answers, "{:?}", case.name);
            assert_eq!((&read.name, read.date), (&case.name, case.date));
        }
        assert_eq!(read.len(), cases.len());
        assert_eq!(bytes, template.write(&cases, &cases[..2]).unwrap(), "the same content gives the same bytes");
    }
}

#[test]
fn template_has_only_the_columns_of_the_chosen_applicants() {
    let policies = Policies::open();
    let book = policies.book();
    let kinds = &book.facts[book.document.applicant_fact].options;
    let columns = |id: &str| {
        let place = kinds.iter().position(|option| option.id == id).unwrap();
        TemplateWorkbook::new(&book, ReportLanguage::Chinese, OptionSet::one(place), 1).columns()
    };
    let all = TemplateWorkbook::new(&book, ReportLanguage::Chinese, OptionSet::NONE, 1);
    assert!(columns("individual") < columns("enterprise") && columns("enterprise") < all.columns());
    let empty = workbook(&all.write(&[], &examples(&policies)[..1]).unwrap()).unwrap();
    let names: Vec<&str> = empty.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["企业", "示例", "选项", "说明"]);
    assert_eq!((empty.sheets[0].rows.len(), empty.sheets[1].rows.len()), (1, 2));
    let titles: Vec<String> = empty.sheets[0].rows[0].cells.iter().map(|(_, value)| value.to_string()).collect();
    for title in [
        "本年度研发费用（万元）",
        "实付担保手续费（元）",
        "改造后建筑密度（%）",
        "年节水量（吨）",
        "改造与投资项目个数",
    ] {
        assert!(titles.iter().any(|known| known == title), "{title}: {titles:?}");
    }
}

#[test]
fn results_have_numbers_and_names_stay_text() {
    let policies = Policies::open();
    let book = policies.book();
    let labels = Labels::chinese();
    let text_table = "单位名称,申报主体类型,所在地,规上,高企,加计扣除,本年度研发费用（万元）,上年度研发费用（万元）,是否要\n\
                      =1+1,企业,南湖区,是,否,是,345,300,\n@甲,企业,嘉兴,是,否,是,345,300,\n乙,企业,南湖区,是,否,是,3450000,300,\n";
    let table = read(&policies, text_table.as_bytes());
    assert_eq!(table.names(), ["=1+1"], "{:?}", table.said());
    let mut results = ResultsWorkbook::new(&book, &labels, ReportLanguage::Chinese);
    for company in table.rows.iter().filter_map(|row| row.company.as_ref()) {
        let assessment = assess(&book, &without_idle(&book, &company.case.answers), company.case.date);
        results.add(result_cells(&book, company, &assessment, &labels)).unwrap();
    }
    // The examples of the rule book have settled sums.
    let mut settled = Vec::new();
    for (row, case) in (10..).zip(examples(&policies)) {
        let company = BatchCompany { row, case };
        let assessment = assess(&book, &without_idle(&book, &company.case.answers), company.case.date);
        settled.push(assessment.totals.exact.normalize());
        results.add(result_cells(&book, &company, &assessment, &labels)).unwrap();
    }
    assert!(settled.iter().any(|sum| !sum.is_zero()));
    let mut findings = table.notes.clone();
    findings.extend(table.rows.iter().flat_map(|row| row.findings.clone()));
    let bytes = results.finish(&findings, chinese(), &|template| template).unwrap();
    let written = workbook(&bytes).unwrap();
    let names: Vec<&str> = written.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["企业", "措施", "问题", "说明"]);
    let [companies, measures, problems, _] = &written.sheets[..] else { unreachable!() };
    assert_eq!(companies.rows[1].cell(1), Some(&CellValue::Text("=1+1".into())));
    for (row, sum) in companies.rows[2..].iter().zip(&settled) {
        let written = row.cell(4).and_then(CellValue::number).unwrap_or_default();
        assert_eq!(written, *sum);
    }
    assert_eq!(measures.rows[0].cells.len(), book.measures.len() + 2);
    // Adding up the numbers of a company's measures gives its settled sum.
    for (row, sum) in measures.rows[2..].iter().zip(&settled) {
        let paid = row.cells.iter().filter(|(column, _)| *column > 1).filter_map(|(_, cell)| cell.number());
        assert_eq!(paid.sum::<Decimal>().normalize(), *sum);
    }
    assert_eq!(
        (text(problems, 1, 0), text(problems, 1, 1), text(problems, 1, 3)),
        ("C3".into(), "@甲".into(), "嘉兴".into())
    );
    assert_eq!((text(problems, 2, 0), text(problems, 2, 5)), ("G4".into(), "345万元、345亿元".into()));
    let part = |bytes: &[u8], name: &str| {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
        std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
    };
    assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>"), "no formula is written");
}

#[test]
fn template_converted_by_libreoffice_has_the_same_companies() {
    let policies = Policies::open();
    let cases = examples(&policies);
    // tests/files/README.md
    for name in
        ["filled.xlsx", "filled.xls", "filled-ods.xlsx", "filled-utf8.csv", "filled-gbk.csv", "filled-utf16.csv"]
    {
        let bytes = std::fs::read(format!("{}/tests/files/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let table = read(&policies, &bytes);
        assert_eq!(table.mistakes().len(), 0, "{name}: {:?}", table.said());
        assert_eq!(table.said(), [""; 0], "{name}");
        let read: Vec<Case> = table.rows.into_iter().map(|row| row.company.unwrap().case).collect();
        assert_eq!(read.len(), cases.len(), "{name}");
        for (read, case) in read.iter().zip(&cases) {
            assert_eq!((&read.answers, &read.name, read.date), (&case.answers, &case.name, case.date), "{name}");
        }
    }
}

#[test]
#[ignore = "writes the filled template of tests/files/README.md into the temporary folder"]
fn filled_template_is_written_for_other_programs() {
    let policies = Policies::open();
    let book = policies.book();
    let template = TemplateWorkbook::new(&book, ReportLanguage::Chinese, OptionSet::NONE, 3);
    let bytes = template.write(&examples(&policies), &[]).expect("it can be written");
    std::fs::write(std::env::temp_dir().join("filled-own.xlsx"), bytes).expect("a temporary file can be written");
}
