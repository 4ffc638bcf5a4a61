//! Ties each reading that asks the company to confirm something to the place that it leaves open in the rule, and vice
//! versa. Knows the keywords that leave something open, not the content of readings.

use super::parse::parse;
use super::source::Diagnostic;
use super::toml_reader::{Diagnostics, ListItem, Span, SpannedStr, Table};
use super::tree::{Expr, ExprKind, UnaryOp, VariadicOp};
use std::cell::Cell;

/// A reading with its spans.
#[derive(Debug)]
pub struct WrittenReading<'t> {
    /// The text shown to the company.
    pub says: SpannedStr<'t>,
    /// The place it leaves open: the beginning of a rule expression, or a key.
    opens: Option<SpannedStr<'t>>,
}

/// Parses the readings of a measure.
pub fn read<'t>(table: &Table<'t>) -> Vec<WrittenReading<'t>> {
    let readings = table.items("reading").into_iter().filter_map(|item| match item {
        ListItem::Text(says) => Some(WrittenReading { says, opens: None }),
        ListItem::Table(inner) => {
            let (says, opens) = (inner.text("says"), inner.text("opens"));
            inner.finish();
            Some(WrittenReading { says: says?, opens })
        }
    });
    readings.collect()
}

/// Whether a text asks to confirm something: 请向……确认.
pub fn asks(says: &str) -> bool {
    says.split('。').any(|sentence| sentence.split_once('请').is_some_and(|(_, rest)| rest.contains("确认")))
}

/// The places that a measure leaves open, to be tied to its readings.
#[derive(Debug, Default)]
pub struct Openers {
    all: Vec<Opener>,
}

#[derive(Debug)]
struct Opener {
    // The source text of the rule expression, or the key.
    text: String,
    at: Span,
    // Whether a reading must explain it.
    unclear: bool,
    tied: Cell<bool>,
}

impl Openers {
    /// Adds the places that a condition, an amount or a cap leaves open.
    pub fn add_rule(&mut self, text: &SpannedStr<'_>) {
        // Syntax errors are reported when the rule itself is parsed.
        if let Ok(tree) = parse(text.text) {
            self.add_tree(text, &tree);
        }
    }

    fn add_tree(&mut self, text: &SpannedStr<'_>, tree: &Expr<'_>) {
        let unclear = match tree.kind {
            ExprKind::Unary(UnaryOp::Confirm, _) | ExprKind::List(VariadicOp::Readings, _) => Some(true),
            ExprKind::Unary(UnaryOp::UpTo | UnaryOp::AtLeast, _) | ExprKind::List(VariadicOp::Between, _) => {
                Some(false)
            }
            ExprKind::Name(_)
            | ExprKind::Figure(..)
            | ExprKind::In(..)
            | ExprKind::HasAny(..)
            | ExprKind::HasAll(..)
            | ExprKind::Count(..)
            | ExprKind::Compare(..)
            | ExprKind::Binary(..)
            | ExprKind::Unary(UnaryOp::Not, _)
            | ExprKind::List(VariadicOp::Min | VariadicOp::Max | VariadicOp::Steps(_) | VariadicOp::Round(_), _)
            | ExprKind::If(..)
            | ExprKind::Highest(..)
            | ExprKind::Tiers(..)
            | ExprKind::Portions(..)
            | ExprKind::Unlimited => None,
        };
        if let Some(unclear) = unclear {
            let written = text.text.get(tree.span.clone()).unwrap_or_default().to_owned();
            self.add(written, text.part(tree.span.clone()), unclear);
        }
        tree.parts().into_iter().for_each(|part| self.add_tree(text, part));
    }

    /// Adds a key that leaves something open; if it is unclear, a reading must explain it.
    pub fn add(&mut self, text: String, at: Span, unclear: bool) {
        self.all.push(Opener { text, at, unclear, tied: Cell::new(false) });
    }

    /// Ties the readings. A reading that names a missing place, or one that another reading already explains, is an
    /// error.
    pub fn tie(&self, readings: &[WrittenReading<'_>], problems: &Diagnostics) {
        for (reading, opens) in readings.iter().filter_map(|reading| Some((reading, reading.opens.as_ref()?))) {
            if let Err((wrong, help)) = self.tie_one(opens.text) {
                problems.add(opens.at.problem(wrong).help(help));
            } else if !asks(reading.says.text) {
                let problem = reading.says.at.problem("这条读法让结果不确定，却没有写请向谁确认");
                problems.add(problem.help("写上“请向……确认”"));
            }
        }
    }

    fn tie_one(&self, opens: &str) -> Result<(), (String, String)> {
        let mut found = self.all.iter().filter(|opener| opener.text == opens).collect::<Vec<_>>();
        if found.is_empty() {
            found = self.all.iter().filter(|opener| opener.text.starts_with(opens)).collect();
        }
        match found.as_slice() {
            [] => Err((format!("规则里没有以 `{opens}` 开头的不确定的地方"), self.listed())),
            [opener] if opener.tied.replace(true) => {
                let help = "一处不确定由一条读法说明；两条读法说的是同一件事的，合成一条";
                Err((format!("`{opens}` 已经有一条读法说明"), help.to_owned()))
            }
            [_] => Ok(()),
            _ => Err((format!("以 `{opens}` 开头的不确定的地方有几处，请写长一些"), self.listed())),
        }
    }

    fn listed(&self) -> String {
        if self.all.is_empty() {
            return NOTHING_OPEN.to_owned();
        }
        let all: Vec<String> = self.all.iter().map(|opener| format!("`{}`", opener.text)).collect();
        format!("有的是：{}", all.join("、"))
    }

    /// Diagnostics for readings that ask to confirm something but leave nothing open.
    pub fn untied(&self, readings: &[WrittenReading<'_>]) -> Vec<Diagnostic> {
        let loose = readings.iter().filter(|reading| reading.opens.is_none() && asks(reading.says.text));
        let free: Vec<&Opener> = self.all.iter().filter(|opener| !opener.tied.get()).collect();
        let help = match free.first() {
            Some(opener) => {
                format!("如果说的就是那一处，写成 {{ says = \"……\", opens = \"{}\" }}；否则{NOTHING_OPEN}", opener.text)
            }
            None => NOTHING_OPEN.to_owned(),
        };
        let problem = |reading: &WrittenReading<'_>| {
            reading.says.at.problem("这条读法请人确认，规则却已经下了结论：没有一处因为它而不确定").help(help.as_str())
        };
        loose.map(problem).collect()
    }

    /// Diagnostics for open places that no reading explains.
    pub fn unexplained(&self) -> Vec<Diagnostic> {
        let loose = self.all.iter().filter(|opener| opener.unclear && !opener.tied.get());
        let problem = |opener: &Opener| {
            let help = format!("在 reading 里加一条 {{ says = \"……请向……确认。\", opens = \"{}\" }}", opener.text);
            opener.at.problem("这里让结果不确定，却没有一条读法说明该向谁确认什么").help(help)
        };
        loose.map(problem).collect()
    }
}

const NOTHING_OPEN: &str = "金额有两种读法的写 readings(…)，能否享受不清楚的写 confirm(…)，能否兼得不清楚的写 either；\
文件已经写定的，说明为什么，不写“请……确认”";

#[cfg(test)]
mod tests {
    use super::asks;

    #[test]
    fn confirmation_request_is_found_within_one_sentence() {
        for says in
            ["请向市科技局确认。", "正好50亩的，请先确认。", "按新级别计；是否只补差额，请向市经信局和市财政局确认。"]
        {
            assert!(asks(says), "{says}");
        }
        for says in ["以主管部门确认的为准。", "请看第三条。未经确认的不算。", "具体手续请向市科技局咨询。"]
        {
            assert!(!asks(says), "{says}");
        }
    }
}
