//! `facts`: its output matches the golden file, and the listed answers are valid.

use crate::{golden, real, sample, text, xtask};
use huiqi_engine::case::read;
use serde_json::{Value, json};

#[test]
fn questions_match_golden_file() {
    let opened = sample();
    let book = opened.book().unwrap();
    golden("facts.json", &xtask::facts::json(&book).unwrap());
    golden("facts.txt", &xtask::facts::table(&book));
}

#[test]
fn listed_options_and_range_ends_are_valid_answers() {
    let opened = real();
    let book = opened.book().unwrap();
    let listed: Value = serde_json::from_str(&xtask::facts::json(&book).unwrap()).unwrap();
    let facts = listed["facts"].as_array().unwrap();
    assert_eq!(facts.len(), book.facts.len());
    let mut tried = 0;
    for fact in facts {
        let values: Vec<Value> = match fact["type"].as_str().unwrap() {
            "yes_no" => vec![json!(true), json!(false)],
            "choice" => fact["choices"].as_array().unwrap().iter().map(|option| option["id"].clone()).collect(),
            "several" => fact["choices"].as_array().unwrap().iter().map(|option| json!([option["id"]])).collect(),
            "date" => vec![json!("2023-06-30")],
            "money" | "number" | "ratio" => fact["range"].as_array().unwrap().clone(),
            other => vec![json!(format!("unknown type {other}"))],
        };
        for value in values {
            let case = json!({ "document": listed["document"], "answers": { fact["id"].as_str().unwrap(): value } });
            assert!(read(&book, &case.to_string()).is_ok(), "{case}");
            tried += 1;
        }
    }
    assert!(tried > 200, "only {tried} values were tried");
}

#[test]
fn printed_condition_compiles_to_the_same_book() {
    let opened = real();
    let book = opened.book().unwrap();
    let mut rules = opened.rules.clone();
    let mut changed = Vec::new();
    for (measure, written) in book.measures.iter().zip(&opened.compiled.sources) {
        for (condition, line) in measure.when.iter().zip(&written.when) {
            let again = xtask::book::expression::text(&book, *condition);
            if again != *line {
                changed.push(format!("{line}\n{again}"));
            }
            for file in &mut rules {
                file.text = file.text.replace(&format!("\"{line}\""), &format!("\"{again}\""));
            }
        }
    }
    let again = huiqi_compiler::compile(&rules).unwrap();
    let same = huiqi_engine::RuleBook::decode(&again.binary).unwrap() == book;
    assert!(same, "one of these changed its meaning:\n{}", changed.join("\n"));
}

#[test]
fn facts_command_lists_real_questions() {
    let output = xtask(&["facts", "--json"], "");
    assert!(output.status.success());
    let listed: Value = serde_json::from_str(&text(&output.stdout)).unwrap();
    assert_eq!(listed["document"], "jiaxing-2023-3");
    let output = xtask(&["facts"], "");
    assert!(output.status.success() && text(&output.stdout).contains("rd_superdeduction"));
}
