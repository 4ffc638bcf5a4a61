//! An adviser assesses a table of companies: what comes out, what is said of mistakes, and that the page goes on
//! answering.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_engine::assess::{Section, SectionCounts};
use huiqi_engine::batch::BatchReader;
use huiqi_engine::case::Case;
use huiqi_engine::message::chinese;
use huiqi_engine::{RuleBook, assess};
use huiqi_tests::Person;
use serde_json::json;
use xtask::batch::made::{cases, table};
use xtask::book::RuleBookFolder;

fn opened() -> RuleBookFolder {
    RuleBookFolder::open(&xtask::book::policies().join("jiaxing-2023-3")).expect("the rule book compiles")
}

fn natively(book: &RuleBook<'_>, table: &str) -> String {
    let mut results = Vec::new();
    let sheet = BatchReader::open(book, table).expect("the table has a header");
    xtask::batch::assessed(book, sheet, &mut results).expect("memory can be written");
    String::from_utf8(results).expect("what is written is UTF-8")
}

fn at_the_table() -> Person {
    let person = Person::at_a_new_device();
    person.opens("#/batch");
    person.is_on("批量自评");
    person
}

// The companies as listed: row, name, settled, assessed, tax and fees not paid, automatic, undecided, not asked, left.
fn rows(person: &Person) -> Vec<Vec<String>> {
    person.looks("() => all('.scroll tbody tr').map((row) => [...row.cells].map((cell) => cell.textContent))", &[])
}

fn drops_bytes(person: &Person, name: &str, bytes: &[u8]) {
    person.runs(
        "(name, bytes) => { const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], name));
            document.querySelector('main').dispatchEvent(
                new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried })); }",
        &[json!(name), json!(bytes)],
    );
}

// A table as long as that many times the rows of this one.
fn drops_many_times(person: &Person, text: &str, times: usize) {
    person.runs(
        "(text, times) => { const end = text.indexOf('\\r\\n') + 2;
            const carried = new DataTransfer();
            carried.items.add(new File([text.slice(0, end), text.slice(end).repeat(times)], '许多企业.csv'));
            document.querySelector('main').dispatchEvent(
                new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried })); }",
        &[json!(text), json!(times)],
    );
}

#[test]
fn three_companies_of_a_table_get_what_each_gets_alone() {
    let opened = opened();
    let book = opened.book().expect("what was compiled can be read");
    let mut paid: Vec<Case> = cases(&book, 200)
        .into_iter()
        .filter(|case| !assess(&book, &case.answers, case.date).totals.exact.is_zero())
        .take(3)
        .collect();
    assert_eq!(paid.len(), 3, "three companies are paid something settled");
    let table = table(&book, &paid);
    let person = at_the_table();
    person.drops_a_file("三家.csv", &table);
    person.sees("“三家.csv”已判断 3 家。");
    paid.sort_by_key(|case| -assess(&book, &case.answers, case.date).totals.exact);
    let listed = rows(&person);
    for (row, case) in listed.iter().zip(&paid) {
        let assessment = assess(&book, &case.answers, case.date);
        let (totals, counts) = (&assessment.totals, SectionCounts::of(&book, &assessment.outcomes));
        let exact = chinese().money(totals.exact);
        assert_eq!(row[1..3], [case.name.clone().unwrap_or_default(), exact.trim_end_matches('元').to_owned()]);
        assert_eq!(row[5..7], [Section::Automatic, Section::Undecided].map(|section| counts.get(section).to_string()));
    }
    assert_eq!(listed.len(), 3);
    person.follows("下载全部结果");
    let (name, results) = person.has_downloaded();
    assert_eq!(name, "惠企-结果-三家.csv");
    assert_eq!(results, natively(&book, &table), "the same as from the command");

    // Each is opened as a case of its own, and the list is still there when one comes back.
    let total = chinese().money(assess(&book, &paid[0].answers, paid[0].date).totals.exact);
    person.follows(&listed[0][1]);
    person.until("the results of that company", || {
        person.heading().starts_with(&format!("可确定合计 {total}")).then_some(())
    });
    person.goes_back();
    person.is_on("批量自评");
    assert_eq!(rows(&person), listed);
    person.follows(&listed[1][1]);
    person.until("the results of another", || person.heading().starts_with("可确定").then_some(()));
    person.goes_back();
    person.is_on("批量自评");
    person.follows(&listed[0][1]);
    person.until("the first again", || person.heading().starts_with(&format!("可确定合计 {total}")).then_some(()));
    person.opens("#/cases");
    person.has_the_cases(&[&listed[0][1], &listed[1][1]]);
}

#[test]
fn a_bad_row_is_named_with_row_and_column_and_the_others_are_assessed() {
    let person = at_the_table();
    let text = "单位名称,hnte,rd_expense_cur\n甲厂,是,1200万\n乙厂,也许,100\n丙厂,否,很多\n丁厂,是,1\n";
    person.drops_a_file("四家.csv", text);
    person.sees("“四家.csv”已判断 2 家。另有 2 行有错误，没有判断。");
    person.sees("第3行 B列“hnte”：看不懂“也许”，请写 是 或 否");
    person.sees("第4行 C列“rd_expense_cur”：");
    person.follows("行");
    person.until("the order of the table", || {
        let names: Vec<String> = rows(&person).into_iter().map(|row| row[1].clone()).collect();
        (names == ["甲厂", "丁厂"]).then_some(())
    });
    person.drops_a_file("五百处.csv", &format!("hnte\n{}是\n", "也许\n".repeat(250)));
    person.sees("还有 50 处，这里只列出前 200 处");
    person.sees("“五百处.csv”已判断 1 家。");
}

#[test]
fn a_file_that_is_no_table_is_refused_with_what_to_do() {
    let person = at_the_table();
    person.drops_a_file("错.csv", "name,rd_expence_cur,hntee\n甲,1,是\n");
    person.sees("第1行 B列“rd_expence_cur”：没有这一列。您是指“rd_expense_cur”吗？");
    person.sees("第1行 C列“hntee”：没有这一列。您是指“hnte”吗？");
    drops_bytes(&person, "表.xlsx", b"PK\x03\x04rest of a workbook");
    person.sees("这是 Excel 工作簿，请在 Excel 或 WPS 里另存为“CSV UTF-8（逗号分隔）”");
    person.no_longer_sees("rd_expence_cur");
    drops_bytes(&person, "图.csv", &[0xff, 0xff, 0x00, 0x80, 0xff]);
    person.sees("文字编码认不出来");
    person.drops_a_file("空.csv", "");
    person.sees("表格是空的");
    person.drops_a_file("只有标题.csv", "name,hnte\n,\n");
    person.sees("“只有标题.csv”里没有企业");
    person.runs(
        "() => { const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(64 * 1024 * 1024 + 1)], '大.csv'));
            document.querySelector('main').dispatchEvent(
                new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried })); }",
        &[],
    );
    person.sees("这个文件超过了 64 MB，没有读取");
}

#[test]
fn a_table_as_chinese_spreadsheets_save_it_is_read() {
    // 单位名称,hnte / 嘉兴某厂,是 in GB18030.
    let text = [
        181, 165, 206, 187, 195, 251, 179, 198, 44, 104, 110, 116, 101, 10, 188, 206, 208, 203, 196, 179, 179, 167, 44,
        202, 199, 10,
    ];
    let person = at_the_table();
    drops_bytes(&person, "国标.csv", &text);
    person.sees("“国标.csv”已判断 1 家。");
    assert_eq!(rows(&person)[0][1], "嘉兴某厂");
    let utf_16: Vec<u8> = "\u{feff}name\thnte\n乙厂\t是\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    drops_bytes(&person, "文本.txt", &utf_16);
    person.sees("“文本.txt”已判断 1 家。");
    assert_eq!(rows(&person)[0][1], "乙厂");
}

#[test]
fn the_empty_table_can_be_filled_in_and_read() {
    let person = at_the_table();
    person.follows("下载空表");
    let (name, text) = person.has_downloaded();
    assert_eq!(name, "惠企-企业表.csv");
    assert!(text.starts_with("\u{feff}单位名称,判断日期,"), "{}", &text[..60]);
    person.drops_a_file(&name, &format!("{text}某某公司\r\n"));
    person.sees("“惠企-企业表.csv”已判断 1 家。");
}

#[test]
fn a_thousand_companies_are_listed_sorted_and_found() {
    let opened = opened();
    let book = opened.book().expect("what was compiled can be read");
    let cases = cases(&book, 1000);
    let table = table(&book, &cases);
    let person = at_the_table();
    let before = person.seconds_of_work();
    person.drops_a_file("一千家.csv", &table);
    person.sees("“一千家.csv”已判断 1000 家。");
    let took = person.seconds_of_work() - before;
    println!("1,000 companies, {} KB, from the drop to the list: {took:.1} s of work", table.len() / 1024);
    assert!(took < 5.0, "{took} s");
    assert_eq!(rows(&person).len(), 100, "no more than can be looked through");
    person.sees("第 1 页，共 10 页，1000 家");
    person.follows("下一页");
    person.sees("第 2 页，共 10 页");
    let exact = |row: &Vec<String>| row[2].replace(',', "").replace('—', "0").parse::<f64>().expect("a figure");
    assert!(rows(&person).is_sorted_by(|one, other| exact(one) >= exact(other)), "the largest stands first");
    person.follows("可确定（元）");
    person.until("the smallest first", || {
        rows(&person).is_sorted_by(|one, other| exact(one) <= exact(other)).then_some(())
    });
    let wanted = cases[500].name.clone().unwrap_or_default();
    person.runs(
        "(name) => { const field = document.getElementById('find-company'); field.value = name;
            field.dispatchEvent(new Event('input', { bubbles: true })); }",
        &[json!(wanted)],
    );
    person.until("the company that was looked for", || {
        let names: Vec<String> = rows(&person).into_iter().map(|row| row[1].clone()).collect();
        (!names.is_empty() && names.iter().all(|name| name.contains(&wanted))).then_some(())
    });
    person.follows("下载全部结果");
    assert_eq!(person.has_downloaded().1, natively(&book, &table));
}

#[test]
fn the_page_goes_on_answering_and_what_was_done_stays_when_it_is_stopped() {
    let opened = opened();
    let book = opened.book().expect("what was compiled can be read");
    let table = table(&book, &cases(&book, 1000));
    let person = at_the_table();
    person.runs(
        "() => { window.late = [];
            window.addEventListener('click', (event) => window.late.push(performance.now() - event.timeStamp), true); }",
        &[],
    );
    let unfolded = |is: bool| {
        person.follows("怎样填表");
        person.until("the advice", || {
            (person.looks::<bool>("() => document.querySelector('details.more').open", &[]) == is).then_some(())
        });
    };
    let clicks = || -> Vec<f64> {
        person.runs("() => { window.late = []; }", &[]);
        for _ in 0..5 {
            unfolded(true);
            unfolded(false);
        }
        person.looks("() => window.late", &[])
    };
    let longest = |late: &[f64]| late.iter().copied().fold(0.0, f64::max);
    let idle = clicks();
    drops_many_times(&person, &table, 60);
    person.sees("正在判断“许多企业.csv”");
    let late = clicks();
    let (least, most) = (longest(&idle), longest(&late));
    println!("clicks while 60,000 companies are assessed, handled after (ms): {late:.0?}; before: {idle:.0?}");
    person.follows("停止");
    person.sees("已停止。“许多企业.csv”判断了");
    assert_eq!(late.len(), 10);
    // A goal of 100 ms; ten times as much still tells a page that answers from one that waits for its companies. What the
    // machine itself adds is seen in the page that does nothing else.
    assert!(most < 1000.0 + 20.0 * least, "{late:?}, and {idle:?} before");
    let said: String = person.looks("() => document.querySelector('main [role=status]').textContent", &[]);
    let count: String = said.chars().filter(char::is_ascii_digit).collect();
    let count: usize = count.parse().expect("how many were assessed");
    assert!((1..60_000).contains(&count), "{said}");
    assert_eq!(rows(&person).len(), count.min(100));
    person.follows("下载全部结果");
    let (_, results) = person.has_downloaded();
    assert_eq!(results.lines().count(), count + 1);
    assert!(natively(&book, &table).starts_with(&results[..results.find("\r\n").unwrap_or_default()]));
}
