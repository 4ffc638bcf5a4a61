//! Tables as parks and advisers have them, one fault after the other.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use huiqi_engine::Answer;
use huiqi_engine::number::Date;
use huiqi_tables::{ColumnChoice, FindingKind};
use rust_decimal::Decimal;
use support::{Policies, TableResult, read, read_with};

fn money(values: &[i64]) -> Vec<Option<Answer>> {
    values.iter().map(|value| Some(Answer::Number(Decimal::from(*value)))).collect()
}

fn says(result: &TableResult, wanted: &str) {
    let said = result.said();
    assert!(said.iter().any(|line| line.contains(wanted)), "{wanted}: {said:#?}");
}

#[test]
fn units_in_titles_count_for_their_column() {
    let policies = Policies::open();
    for title in [
        "本年度研发费用（万元）",
        "本年度研发费用(单位：万元)",
        "本年度研发费用【万元】",
        "本年度研发费用/万元",
        "本年度研发费用 万元",
        "2023年研发费用（万元）",
        "当年研发费用（人民币万元）",
    ] {
        let table = read(&policies, format!("单位名称,{title}\n甲,345\n乙,1200\n").as_bytes());
        assert_eq!(table.answers(&policies, "rd_expense_cur"), money(&[3_450_000, 12_000_000]), "{title}");
        assert_eq!(table.said(), [""; 0], "{title}");
    }
    for (title, cell) in [("（元）", "3450000"), ("（千元）", "3450"), ("（亿元）", "0.0345"), ("（百万元）", "3.45")]
    {
        let table = read(&policies, format!("单位名称,本年度研发费用{title}\n甲,{cell}\n").as_bytes());
        assert_eq!(table.answers(&policies, "rd_expense_cur"), money(&[3_450_000]), "{title}");
    }
    let table = read(
        &policies,
        "园区表\n单位：万元,,\n单位名称,本年度研发费用,上年度研发费用（元）\n甲,345,3000000\n".as_bytes(),
    );
    assert_eq!(table.answers(&policies, "rd_expense_cur"), money(&[3_450_000]));
    assert_eq!(table.answers(&policies, "rd_expense_prev"), money(&[3_000_000]));
    says(&table, "单位：万元");
    let table = read(
        &policies,
        "单位名称,改造与投资项目个数,数字化投入（万元）,数字化投入[2]（万元）,数字化投入（万元）[3]\n甲,3,20,30,40\n"
            .as_bytes(),
    );
    assert_eq!(table.said(), [""; 0]);
    assert_eq!(table.names(), ["甲"]);
    // A unit that the figures of the question do not have is an unknown title.
    let table = read(&policies, "单位名称,所在地,本年度研发费用（亩）\n甲,南湖区,345\n".as_bytes());
    says(&table, "本年度研发费用");
    assert_eq!(table.refused.len(), 1);
}

#[test]
fn figures_in_another_unit_are_asked_by_cell() {
    let policies = Policies::open();
    let table =
        read(&policies, "单位名称,本年度研发费用,上年度研发费用\n甲,3450000,300\n乙,3450000,3000000\n".as_bytes());
    assert_eq!(table.names(), ["乙"]);
    let mistakes = table.mistakes();
    assert_eq!(mistakes.len(), 1);
    assert_eq!(mistakes[0].address().unwrap().to_string(), "C2");
    assert_eq!((mistakes[0].proposals[0].as_str(), mistakes[0].written.as_str()), ("300万元", "300"));
    assert_eq!(mistakes[0].company, "甲");
    let table = read(&policies, "单位名称,本年度研发费用（万元）\n甲,3450000\n乙,345\n".as_bytes());
    assert_eq!(table.mistakes()[0].proposals[0], "345万元");
    assert_eq!(table.answers(&policies, "rd_expense_cur"), money(&[3_450_000]));
    let table = read(&policies, "单位名称,本年度研发费用\n甲,约三千万\n乙,-\n丙,3000元\n".as_bytes());
    assert_eq!(table.mistakes().len(), 2);
    assert_eq!(table.mistakes()[1].proposals, ["0"]);
    assert_eq!(table.names(), ["丙"], "a stated unit settles the figure");
}

#[test]
fn totals_and_notes_are_left_out_and_said() {
    let policies = Policies::open();
    let clean = "单位名称,本年度研发费用（万元）,上年度研发费用（万元）,规上\n甲,345,300,是\n乙,500,400,是\n";
    for extra in [
        "合计,845,700,",
        "小计,845,700,2家",
        "总计：,845,700,",
        "南湖区小计,845,700,",
        "合 计,845,700,",
        "Total,845,700,",
        "共2家",
        ",845,700,",
    ] {
        let table = read(&policies, format!("{clean}{extra}\n").as_bytes());
        assert_eq!(table.names(), ["甲", "乙"], "{extra}");
        says(&table, "第4行");
        assert_eq!(table.mistakes().len(), 0, "{extra}");
    }
    for extra in ["注：以上为审计数,,,", "备注：含子公司", "制表人：张三,,审核人：李四,", "数据来源：统计局"]
    {
        let table = read(&policies, format!("{clean}{extra}\n").as_bytes());
        assert_eq!(table.names(), ["甲", "乙"], "{extra}");
        says(&table, "是说明");
    }
    let table = read(
        &policies,
        format!("序号,{}合计,,845,700,\n", clean.replace("\n甲", "\n1,甲").replace("\n乙", "\n2,乙")).as_bytes(),
    );
    assert_eq!(table.names(), ["甲", "乙"]);
    // No row is a sum because of the name of a company, and none without a word.
    let table = read(&policies, format!("{clean}合计财税有限公司,100,90,否\n,77,66,否\n单位名称,本年度研发费用（万元）,上年度研发费用（万元）,规上\n丙,1,1,否\n").as_bytes());
    assert!(table.names().contains(&"合计财税有限公司".to_owned()));
    says(&table, "没有单位名称");
    says(&table, "又是标题");
    let table = read(
        &policies,
        format!("{clean}单位名称,上年度研发费用（万元）,本年度研发费用（万元）,规上\n丙,345,300,否\n").as_bytes(),
    );
    assert_eq!(table.names(), ["甲", "乙"]);
    says(&table, "第4行：这里又有标题，次序与上面不同");
}

#[test]
fn head_is_found_below_titles_and_empty_lines() {
    let policies = Policies::open();
    let body = "序号,单位名称,所在地,本年度研发费用（万元）\n1,甲,南湖区,345\n";
    for above in
        ["", "2023年园区企业情况表\n", "表一\n\n填报单位：某园区,,,\n", "sep=,\n", "\n\n,,,\n", "\"企业\n研发表\",,,\n"]
    {
        let table = read(&policies, format!("{above}{body}").as_bytes());
        assert_eq!(table.answers(&policies, "rd_expense_cur"), money(&[3_450_000]), "{above}");
        assert_eq!(table.mistakes().len(), 0);
    }
    let two = "单位名称,所在地,研发费用（万元）,\n,,本年度,上年度\n甲,南湖区,345,300\n";
    let table = read(&policies, two.as_bytes());
    assert_eq!(table.answers(&policies, "rd_expense_prev"), money(&[3_000_000]), "{:?}", table.said());
    assert_eq!(table.answers(&policies, "rd_expense_cur"), money(&[3_450_000]));
    let table = read(&policies, "名称；地址\n甲；乙\n".as_bytes());
    says(&table, "没有找到标题行");
}

#[test]
fn districts_have_their_usual_names() {
    let policies = Policies::open();
    let names = ["南湖区", "南湖", "嘉兴市南湖区", "嘉兴南湖", "浙江省嘉兴市南湖区", " 南 湖 区 "];
    let rows: String = names.iter().enumerate().map(|(at, name)| format!("企业{at},{name}\n")).collect();
    let table = read(&policies, format!("单位名称,所属区县\n{rows}").as_bytes());
    assert_eq!(table.answers(&policies, "district"), vec![Some(Answer::Choice(0)); names.len()], "{:?}", table.said());
    let table = read(&policies, "单位名称,所在地\n甲,经开区\n乙,杭州\n丙,海盐\n丁,nanhu\n".as_bytes());
    let places = [2, 9, 8, 0].map(|place| Some(Answer::Choice(place)));
    assert_eq!(table.answers(&policies, "district"), places);
    let table = read(&policies, "单位名称,所在地\n甲,嘉兴\n".as_bytes());
    for option in ["南湖区", "桐乡市", "不在嘉兴市"] {
        assert!(
            table.mistakes()[0].proposals.iter().any(|it| it == option),
            "all options are listed: {:?}",
            table.said()
        );
    }
    let table = read(&policies, "单位名称,新获得的认定\n甲,小巨人\n乙,隐形冠军；小巨星\n".as_bytes());
    assert_eq!(table.mistakes()[0].proposals, ["国家级专精特新“小巨人”"]);
}

#[test]
fn unknown_titles_are_asked_with_the_nearest_questions() {
    let policies = Policies::open();
    let table = read(&policies, "单位名称,所在地,软件业务收入（万元）\n甲,南湖区,345\n".as_bytes());
    assert_eq!(table.refused.len(), 1);
    assert_eq!(table.refused[0].address().unwrap().to_string(), "C1");
    assert_eq!(table.refused[0].proposals[..2], ["本年度软件业务收入", "上年度软件业务收入"]);
    let book = policies.book();
    let cur = book.facts.position(|fact| fact.id == "software_revenue_cur").unwrap();
    let choice = ColumnChoice {
        title: "软件业务收入（万元）".into(),
        kind: huiqi_engine::batch::ColumnKind::Fact(cur, 0),
    };
    let table = read_with(&policies, "单位名称,所在地,软件业务收入（万元）\n甲,南湖区,345\n".as_bytes(), &[choice]);
    assert_eq!(table.answers(&policies, "software_revenue_cur"), money(&[3_450_000]));
    let table = read(&policies, "单位名称,所在地,联系人,主营产品,#备忘\n甲,南湖区,张三,,x\n".as_bytes());
    assert_eq!(
        (table.names().len(), table.refused.len()),
        (1, 0),
        "an unknown column without a filled cell is harmless"
    );
    says(&table, "“联系人”");
    let table = read(&policies, "单位名称,所在地,所在地\n甲,南湖区,海宁\n".as_bytes());
    says(&table, "同一列");
    let table = read(&policies, "单位名称,所在地\n甲,南湖区,345\n".as_bytes());
    assert_eq!(table.mistakes()[0].address().unwrap().to_string(), "C2");
}

#[test]
fn torn_row_is_named_and_the_others_are_assessed() {
    let policies = Policies::open();
    let table =
        read(&policies, "单位名称,所在地,规上\n甲,南湖区,是\n\"乙,南湖区,是\n丙,南湖区,否\n丁,南湖区,否\n".as_bytes());
    assert_eq!(table.names(), ["甲", "丙", "丁"]);
    assert_eq!(table.mistakes().len(), 1);
    says(&table, "第3行：这一行的英文双引号没有成对");
}

#[test]
fn dates_are_text_or_serial_numbers() {
    let policies = Policies::open();
    let day = Some(Answer::Date(Date::new(2023, 6, 30).unwrap()));
    let forms = ["2023-06-30", "2023/6/30", "2023年6月30日", "20230630", "45107", "2023/6/30 0:00", "2023.6.30"];
    let rows: String = forms.iter().enumerate().map(|(at, form)| format!("企业{at},{form}\n")).collect();
    let table = read(&policies, format!("单位名称,申报（或权益发生）日期\n{rows}").as_bytes());
    assert_eq!(table.answers(&policies, "as_of_date"), vec![day; forms.len()], "{:?}", table.said());
    says(&table, "序号");
    let table = read(&policies, "单位名称,申报（或权益发生）日期\n甲,2023-02-30\n".as_bytes());
    assert_eq!(table.mistakes().len(), 1);
}

#[test]
fn percentages_are_decided_by_the_column_or_asked() {
    let policies = Policies::open();
    let ratios = |cells: &[&str], title: &str| {
        let rows: String = cells.iter().enumerate().map(|(at, cell)| format!("企业{at},{cell}\n")).collect();
        let table = read(&policies, format!("单位名称,{title}\n{rows}").as_bytes());
        let numbers = table.answers(&policies, "planned_density").into_iter().map(|answer| match answer {
            Some(Answer::Number(value)) => value.normalize().to_string(),
            other => format!("{other:?}"),
        });
        (numbers.collect::<Vec<_>>(), table)
    };
    let (numbers, table) = ratios(&["15", "15%", "40.5", "0"], "改造后建筑密度");
    assert_eq!(numbers, ["0.15", "0.15", "0.405", "0"]);
    says(&table, "15 是 15%");
    let (numbers, table) = ratios(&["0.15", "0.4", "1", "0.6", "45%"], "改造后建筑密度");
    assert_eq!(numbers, ["0.15", "0.4", "1", "0.6", "0.45"]);
    says(&table, "0.15 是 15%");
    let (numbers, table) = ratios(&["15", "30", "0.4"], "改造后建筑密度（%）");
    assert_eq!(numbers, ["0.15", "0.3"]);
    assert_eq!(table.mistakes()[0].proposals, ["40%", "0.4%"]);
    for cells in [&["0.15"][..], &["1"], &["0.15", "0.2"]] {
        let (numbers, table) = ratios(cells, "改造后建筑密度");
        assert_eq!((numbers.len(), table.mistakes().len()), (0, cells.len()), "{cells:?}");
    }
}

#[test]
fn yes_and_no_have_their_usual_signs() {
    let policies = Policies::open();
    let signs = ["是", "有", "√", "Y", "1", "yes", "否", "无", "×", "N", "0", "no"];
    let rows: String = signs.iter().enumerate().map(|(at, sign)| format!("企业{at},{sign}\n")).collect();
    let table = read(&policies, format!("单位名称,是否高企\n{rows}").as_bytes());
    let wanted: Vec<_> = (0..signs.len()).map(|at| Some(Answer::YesNo(at < 6))).collect();
    assert_eq!(table.answers(&policies, "hnte"), wanted);
    let table = read(&policies, "单位名称,是否高企\n甲,x\n".as_bytes());
    assert_eq!(table.mistakes().len(), 1, "an x may mean either");
}

#[test]
fn companies_with_one_name_are_pointed_out() {
    let policies = Policies::open();
    let table = read(&policies, "单位名称,规上\n甲,是\n乙,是\n甲,否\n".as_bytes());
    assert_eq!(table.names().len(), 3);
    let cautions: Vec<_> = table.rows.iter().flat_map(|row| &row.findings).collect();
    assert_eq!((cautions.len(), cautions[0].kind, cautions[0].row), (1, FindingKind::Caution, 4));
}

#[test]
fn workbook_of_another_program_is_read_as_companies() {
    let policies = Policies::open();
    for name in ["mixed.xlsx", "mixed.xls"] {
        let bytes = std::fs::read(format!("{}/tests/files/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let choice = |title: &str| ColumnChoice { title: title.into(), kind: huiqi_engine::batch::ColumnKind::Nothing };
        let choices = ["比例", "日期", "隐藏列", "是否", "合计"].map(choice);
        assert_eq!(read(&policies, &bytes).refused.len(), 5, "{name}: unknown titles are not skipped without a word");
        let table = read_with(&policies, &bytes, &choices);
        assert_eq!(table.names(), ["甲“A&B”公司 <一>"], "{name}: {:?}", table.said());
        assert_eq!(table.mistakes().len(), 3);
        says(&table, "第5行 C列");
        says(&table, "隐藏的（第 4 行）");
    }
}
