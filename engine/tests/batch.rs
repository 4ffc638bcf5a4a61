//! Tables of companies: cell notations, error messages, hostile tables.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use huiqi_compiler::{compile, read_folder};
use huiqi_engine::batch::{
    BatchCompany, BatchReader, Labels, MOST_BYTES, MOST_COMPANIES, TemplateWriter, Titles, header_row, result_row,
};
use huiqi_engine::book::OptionSet;
use huiqi_engine::case::finished_name;
use huiqi_engine::number::Date;
use huiqi_engine::{Answer, RuleBook, assess};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::path::Path;
use std::sync::OnceLock;

fn book() -> &'static RuleBook<'static> {
    static BINARY: OnceLock<Vec<u8>> = OnceLock::new();
    static BOOK: OnceLock<RuleBook<'static>> = OnceLock::new();
    BOOK.get_or_init(|| {
        let binary = BINARY.get_or_init(|| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/jiaxing-2023-3");
            compile(&read_folder(&folder, "policies").unwrap()).unwrap().binary
        });
        RuleBook::decode(binary).unwrap()
    })
}

fn all(table: &str) -> (Vec<BatchCompany>, Vec<String>) {
    let mut companies = Vec::new();
    let mut mistakes = Vec::new();
    match BatchReader::open(book(), table) {
        Ok(sheet) => {
            for row in sheet {
                match row {
                    Ok(company) => companies.push(company),
                    Err(wrong) => mistakes.extend(wrong.iter().map(ToString::to_string)),
                }
            }
        }
        Err(wrong) => mistakes.extend(wrong.iter().map(ToString::to_string)),
    }
    (companies, mistakes)
}

fn one(table: &str) -> BatchCompany {
    let (companies, mistakes) = all(table);
    assert_eq!((companies.len(), mistakes), (1, Vec::new()), "{table}");
    companies.into_iter().next().unwrap()
}

fn get(company: &BatchCompany, fact: &str, instance: usize) -> Option<Answer> {
    company.case.answers.get(book(), book().fact(fact).unwrap_or_else(|| panic!("{fact}")), instance)
}

fn read(fact: &str, cell: &str) -> Option<Answer> {
    get(&one(&format!("name\t{fact}\n甲\t\"{}\"\n", cell.replace('"', "\"\""))), fact, 0)
}

fn figure(text: &str) -> Option<Answer> {
    Some(Answer::Number(Decimal::from_str_exact(text).unwrap()))
}

fn options(fact: &str, ids: &[&str]) -> OptionSet {
    let fact = &book().facts[book().fact(fact).unwrap()];
    let option_index =
        |id: &&str| fact.options.iter().position(|option| option.id == *id).unwrap_or_else(|| panic!("{id}"));
    ids.iter().map(option_index).map(OptionSet::one).fold(OptionSet::NONE, OptionSet::union)
}

fn several(fact: &str, ids: &[&str]) -> Option<Answer> {
    Some(Answer::Several(options(fact, ids)))
}

#[test]
fn yes_no_cells_accept_usual_marks() {
    for yes in ["是", "有", "TRUE", "true", "1", "√", " 是 ", "Yes"] {
        assert_eq!(read("hnte", yes), Some(Answer::YesNo(true)), "{yes}");
    }
    for no in ["否", "无", "FALSE", "0", "×", "没有", "Ｎ"] {
        assert_eq!(read("hnte", no), Some(Answer::YesNo(false)), "{no}");
    }
    for unsure in ["不清楚", "unsure", "？", "不知道"] {
        assert_eq!(read("hnte", unsure), Some(Answer::Unsure), "{unsure}");
        assert_eq!(read("rd_expense_cur", unsure), Some(Answer::Unsure), "{unsure}");
        assert_eq!(read("rd_tags", unsure), Some(Answer::Unsure), "{unsure}");
    }
    assert_eq!(read("hnte", " \u{3000}"), None, "blank is not asked");
}

#[test]
fn money_defaults_to_yuan_and_share_needs_percent_sign() {
    for (cell, yuan) in [
        ("12000000", "12000000"),
        ("12,000,000.50", "12000000.5"),
        ("1200万", "12000000"),
        ("1.2亿元", "120000000"),
        ("￥1,200", "1200"),
        ("'1200", "1200"),
        ("0", "0"),
    ] {
        assert_eq!(read("rd_expense_cur", cell), figure(yuan), "{cell}");
    }
    let ratio =
        book().facts.iter().find(|fact| fact.group.is_none() && fact.kind == huiqi_engine::book::FactType::Ratio);
    let ratio = ratio.unwrap().id;
    for (cell, share) in [("15%", "0.15"), ("１５．５％", "0.155"), ("13.4‰", "0.0134"), ("0", "0")] {
        assert_eq!(read(ratio, cell), figure(share), "{cell}");
    }
    for cell in ["15", "0.15"] {
        let (_, mistakes) = all(&format!("{ratio}\n{cell}\n"));
        assert!(mistakes[0].ends_with("请写带百分号的百分数，如 15%；只写 15 或 0.15 会被误解。"), "{mistakes:?}");
    }
}

#[test]
fn dates_parse_in_usual_forms() {
    let day = Date::new(2023, 6, 3).unwrap();
    for cell in
        ["2023-06-03", "2023/6/3", "2023年6月3日", "2023.6.3", "20230603", "2023/6/3 0:00", "2023-06-03 00:00:00"]
    {
        assert_eq!(one(&format!("判断日期,hnte\n{cell},是\n")).case.date, day, "{cell}");
        assert_eq!(read("as_of_date", cell), Some(Answer::Date(day)), "{cell}");
    }
    for cell in ["2023-02-29", "6/3/2023", "2023年6月", "45080", "2023/6/3 8:30"] {
        let (_, mistakes) = all(&format!("date,hnte\n{cell},是\n"));
        assert_eq!(mistakes.len(), 1, "{cell}");
    }
    assert_eq!(one("hnte\n是").case.date, book().document.assess_on);
}

#[test]
fn options_match_by_id_or_label() {
    assert_eq!(read("applicant_type", "企业"), read("applicant_type", "enterprise"));
    assert_eq!(read("industry_tags", "无"), several("industry_tags", &[]));
    assert_eq!(read("industry_tags", "以上都没有"), several("industry_tags", &[]));
    for fact in book().facts.iter().filter(|fact| fact.kind == huiqi_engine::book::FactType::MultiChoice) {
        let ids: Vec<&str> = fact.options.iter().map(|option| option.id).collect();
        let labels: Vec<&str> = fact.options.iter().map(|option| option.label).collect();
        for separator in ["、", "；", ";", "|", "\n", "，", "、 "] {
            assert_eq!(read(fact.id, &labels.join(separator)), several(fact.id, &ids), "{} {separator:?}", fact.id);
            assert_eq!(read(fact.id, &ids.join(separator)), several(fact.id, &ids), "{} {separator:?}", fact.id);
        }
        for option in &fact.options {
            assert_eq!(read(fact.id, option.label), several(fact.id, &[option.id]));
        }
    }
}

#[test]
fn group_instances_have_separate_columns() {
    let table = "数字化投入,数字化投入［2］,项目性质[2]\n1万,2万,无\n,3万,\n,,\n";
    let (companies, mistakes) = all(table);
    assert_eq!(mistakes, [""; 0]);
    let group = book().group("projects").unwrap();
    let seen: Vec<_> = companies
        .iter()
        .map(|c| {
            (c.row, c.case.answers.instances(group), get(c, "digital_investment", 0), get(c, "digital_investment", 1))
        })
        .collect();
    assert_eq!(seen, [(2, Some(2), figure("10000"), figure("20000")), (3, Some(2), None, figure("30000"))]);
    assert_eq!(get(&companies[0], "project_tags", 1), several("project_tags", &[]));

    let table = "hnte,改造与投资项目个数,数字化投入\n是,0,\n是,无,\n是,3个,5万\n是,,\n是,0,5万\n是,201,\n";
    let (companies, mistakes) = all(table);
    let counts: Vec<_> = companies.iter().map(|c| c.case.answers.instances(group)).collect();
    assert_eq!(counts, [Some(0), Some(0), Some(3), None]);
    assert_eq!(
        mistakes,
        [
            "第6行 C列“数字化投入”：个数写的是 0，这里却填了第 1 个，请改成一致。",
            "第7行 B列“改造与投资项目个数”：看不懂“201”，请写 0 到 200 的整数；一个都没有写 0。"
        ]
    );
}

#[test]
fn bad_row_is_reported_by_cell_and_others_are_read() {
    let table = "\u{feff}单位名称;判断日期;申报主体类型;有效期内的国家高新技术企业;本年度研发费用;研发与创新情形;#联系人;\r\n\
        \"甲;有限公司\";2023-06-30;企业;是;1200万;无;张三;\r\n\
        乙;6月30日;企事业;也许;一百万;国家实验室;李四;多出来的;还有\r\n\
        \r\n\
        ;;;;;;;\r\n\
        \"丙\n丙\";;企业、个人;;-5;;;\r\n\
        丁;;;;1.2E+07;;;\r\n\
        戊;;;;无;;;\r\n\
        己;;企业;x;20000亿;;;\r\n\
        庚;;个人;;1.234;;;\r\n";
    let (companies, mistakes) = all(table);
    let tags = &book().facts[book().fact("rd_tags").unwrap()].options;
    let some: String = tags.iter().take(3).map(|option| format!("“{}”", option.label)).collect();
    assert_eq!(
        mistakes,
        [
            "第3行 B列“判断日期”：看不懂“6月30日”，请写日历上有的一天，如 2023-06-30。",
            "第3行 C列“申报主体类型”：没有选项“企事业”。您是指“企业”吗？",
            "第3行 D列“有效期内的国家高新技术企业”：看不懂“也许”，请写 是 或 否；不清楚请写 不清楚。",
            "第3行 E列“本年度研发费用”：请用阿拉伯数字填写金额，如 1200万 或 12,000,000。",
            &format!(
                "第3行 F列“研发与创新情形”：没有选项“国家实验室”，可以写{some}等{}个选项的名称；都没有请写 无。",
                tags.len()
            ),
            "第3行 H列：这一列没有标题，不知道填的是什么；请在第一行写上标题，或清空这一格。",
            "第3行 I列：这一列没有标题，不知道填的是什么；请在第一行写上标题，或清空这一格。",
            "第6行 A列“单位名称”：单位名称最多100个字，不能换行。",
            "第6行 C列“申报主体类型”：这里只能写一个选项。",
            "第6行 E列“本年度研发费用”：这里不能是负数，请填写不小于 0 的金额，如 1200万 或 12,000,000。",
            "第7行 E列“本年度研发费用”：这是科学计数法，位数可能已经丢失；请把单元格格式改为“数值”后重新保存，或直接写完整的数字。",
            "第8行 E列“本年度研发费用”：看不懂“无”：是零请写 0，不清楚请写 不清楚。",
            "第9行 D列“有效期内的国家高新技术企业”：看不懂“x”，请写 是 或 否；不清楚请写 不清楚。",
            "第9行 E列“本年度研发费用”：请填写 0 元 到 1万亿元 之间的金额；您填的是 2,000,000,000,000 元，请检查位数和单位。",
            "第10行 E列“本年度研发费用”：金额最多精确到分，请只保留到分，如 1234.56元。",
        ]
    );
    let named: Vec<_> = companies.iter().map(|c| (c.row, c.case.name.as_deref())).collect();
    assert_eq!(named, [(2, Some("甲;有限公司"))]);
    assert_eq!(get(&companies[0], "rd_expense_cur", 0), figure("12000000"));
}

#[test]
fn unclear_column_title_is_reported_first() {
    let (companies, mistakes) =
        all("企业名称,name,rd_expence_cur,本年度研发费,hnte,hnte[2],数字化投入[0],联系电话,#备注\n");
    assert!(companies.is_empty());
    assert_eq!(
        mistakes,
        [
            "第1行 B列“name”：这一列写了两次，请只留一列。",
            "第1行 C列“rd_expence_cur”：没有这一列。您是指“rd_expense_cur”吗？",
            "第1行 D列“本年度研发费”：没有这一列。您是指“本年度研发费用”吗？",
            "第1行 F列“hnte[2]”：这一项每家只有一个，请去掉 [2]。",
            "第1行 G列“数字化投入[0]”：方括号里请写第几个，从 1 到 200，如 数字化投入[2]。",
            "第1行 H列“联系电话”：没有这一列；不用读的列请在标题前加 #，如 #联系电话。",
        ]
    );
    assert_eq!(all("\u{feff}\r\n\n").1, ["表格是空的；第一行请写各列的标题。"]);
    assert_eq!(all("\n单位名称\n甲").1, ["第2行：这一行没有一个认识的标题；请写事实的名称或编号。"]);
}

#[test]
fn hostile_table_is_rejected_with_a_message() {
    assert_eq!(all(&" ".repeat(MOST_BYTES + 1)).1, ["表格超过了 64 MB，没有读取；请分成几个文件。"]);
    assert_eq!(all(&",".repeat(1000)).1, ["第1行：超过了 1000 列，从这一行起没有再读。"]);
    let (companies, mistakes) = all(&format!("hnte\n是\n{}\n是", ",".repeat(1000)));
    assert_eq!((companies.len(), mistakes), (1, vec!["第3行：超过了 1000 列，从这一行起没有再读。".to_owned()]));
    let (companies, mistakes) = all("hnte,name\n是,\"甲\n是,乙\n是,丙\n");
    assert!(companies.is_empty());
    assert_eq!(mistakes, ["第2行：从这一行起有一个英文双引号没有成对，后面都没有读；请补上另一个，或去掉它。"]);
    let (companies, mistakes) = all(&format!("hnte\n{}", "是\n".repeat(MOST_COMPANIES + 5)));
    assert_eq!(companies.len(), MOST_COMPANIES);
    assert_eq!(mistakes, ["第100002行：一次最多 100000 家，从这一行起没有再读；请分成几个文件。"]);
    // No typed text causes a panic or a hang.
    for sign in ["\"", "\r", "\0", "'", "=", "，", "\u{feff}", "[", "e", "#"] {
        all(&format!("hnte,本年度研发费用\n{}", sign.repeat(5000)));
        all(&format!("hnte,{}\n是,{}", sign.repeat(50), sign.repeat(50)));
    }
}

#[test]
fn formula_in_a_name_round_trips_as_text() {
    let company = one("name,hnte\n\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",是\n");
    let name = company.case.name.clone().unwrap();
    assert_eq!(name, "=HYPERLINK(\"http://x\",\"y\")");
    let result =
        result_row(book(), &company, &assess(book(), &company.case.answers, company.case.date), &Labels::chinese());
    assert!(result.starts_with("2,\"'=HYPERLINK("), "{result}");
    let form = TemplateWriter::new(book(), &[]);
    let again = one(&(form.head(&Titles::CHINESE) + &form.line(&company.case)));
    assert_eq!(again.case.name, Some(name));
}

#[test]
fn result_table_has_a_column_per_measure() {
    let table = "单位名称,申报主体类型,所在地,符合研发费用加计扣除政策,规模以上企业（规上）,有效期内的国家高新技术企业,\
        本年度研发费用,上年度研发费用\n甲,企业,南湖区,是,否,否,345万,300万\n";
    let company = one(table);
    let head = header_row(book(), &Labels::chinese());
    let line =
        result_row(book(), &company, &assess(book(), &company.case.answers, company.case.date), &Labels::chinese());
    assert!(head.starts_with("\u{feff}行号,单位名称,判断日期,结论,金额已确定（元）,") && head.ends_with("\r\n"));
    assert!(line.starts_with("2,甲,2023-06-30,") && line.contains(",45000,") && line.ends_with("\r\n"), "{line}");
    let mut rows = csv(&(head + &line)).into_iter();
    let (head, line) = (rows.next().unwrap(), rows.next().unwrap());
    assert_eq!((head.len(), line.len()), (20 + book().measures.len(), 20 + book().measures.len()));
    let column = head.iter().position(|title| title.starts_with("12-1 ")).unwrap();
    assert_eq!(line[column], "45000");
    for cell in &line[19..line.len() - 1] {
        let prefixes = [
            "不适用",
            "不符合",
            "没涉及",
            "待定",
            "自动享受",
            "符合",
            "最高",
            "不低于",
            "少缴",
            "可得",
            "不在执行期内",
        ];
        assert!(cell.parse::<Decimal>().is_ok() || prefixes.iter().any(|word| cell.starts_with(word)), "{cell}");
    }
}

fn csv(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv_core::Reader::new();
    let (mut rows, mut row, mut rest, mut cell) = (Vec::new(), Vec::new(), text.as_bytes(), vec![0; 1 << 16]);
    loop {
        let (result, read, written) = reader.read_field(rest, &mut cell);
        rest = &rest[read..];
        match result {
            csv_core::ReadFieldResult::Field { record_end } => {
                row.push(String::from_utf8(cell[..written].to_vec()).unwrap());
                if record_end {
                    rows.push(std::mem::take(&mut row));
                }
            }
            csv_core::ReadFieldResult::InputEmpty => {}
            csv_core::ReadFieldResult::OutputFull => panic!("a cell of {} bytes", cell.len()),
            csv_core::ReadFieldResult::End => return rows,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_name_round_trips_through_a_table(
        signs in proptest::collection::vec(prop_oneof![any::<char>(), prop::sample::select(vec!['=', '\'', '"', ',', ' ', '－', '@', '\u{ad}'])], 0..30)
    ) {
        let mut case = one("hnte\n是\n").case;
        case.name = finished_name(&String::from_iter(signs));
        let form = TemplateWriter::new(book(), &[]);
        let again = one(&(form.head(&Titles::CHINESE) + &form.line(&case)));
        prop_assert_eq!(again.case, case);
    }
}
