//! Prints a compiled expression in the rule language. Knows neither answers nor the sentences of the pages.

use huiqi_engine::book::{ExprId, FactId, Node, OptionSet, Relation, RuleBook, Unit, UnitProduct};
use huiqi_engine::number::Rounding;
use rust_decimal::Decimal;

/// The precedence of an expression; a weaker one inside a stronger one needs parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    Implies,
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Whole,
}

/// The expression in the rule language.
pub fn text(book: &RuleBook<'_>, expr: ExprId) -> String {
    ExpressionWriter { book }.at_least(expr, Bond::Implies)
}

struct ExpressionWriter<'w, 'b> {
    book: &'w RuleBook<'b>,
}

impl ExpressionWriter<'_, '_> {
    fn at_least(&self, expr: ExprId, wanted: Bond) -> String {
        if let Some(named) = self.book.conditions.iter().find(|named| named.is == expr) {
            return named.id.to_owned();
        }
        let node = &self.book.nodes[expr];
        let (text, bond) = self.node(node);
        if bond < wanted { format!("({text})") } else { text }
    }

    fn node(&self, node: &Node) -> (String, Bond) {
        let join = |a: ExprId, sign: &str, b: ExprId, bond: Bond, right: Bond| {
            (format!("{} {sign} {}", self.at_least(a, bond), self.at_least(b, right)), bond)
        };
        let call = |word: &str, parts: &[ExprId]| {
            let parts: Vec<String> = parts.iter().map(|part| self.at_least(*part, Bond::Implies)).collect();
            (format!("{word}({})", parts.join(", ")), Bond::Whole)
        };
        match node {
            Node::Yes(fact) | Node::Figure(fact) => (self.fact(*fact).to_owned(), Bond::Whole),
            Node::Is(fact, options) => self.options(*fact, "in", *options),
            Node::HasAny(fact, options) if options.iter().count() == 1 => {
                (format!("{} has {}", self.fact(*fact), self.ids(*fact, *options)), Bond::Whole)
            }
            Node::HasAny(fact, options) => self.options(*fact, "has any", *options),
            Node::HasAll(fact, options) => self.options(*fact, "has all", *options),
            Node::Compare(relation, a, b) => join(*a, sign(*relation), *b, Bond::Comparison, Bond::Sum),
            Node::Not(a) => (format!("not {}", self.at_least(*a, Bond::Not)), Bond::Not),
            Node::And(a, b) => join(*a, "and", *b, Bond::And, Bond::Not),
            Node::Or(a, b) => (format!("{} or {}", self.alternative(*a), self.alternative(*b)), Bond::Or),
            Node::Implies(a, b) => {
                (format!("{} implies {}", self.at_least(*a, Bond::Or), self.at_least(*b, Bond::Or)), Bond::Implies)
            }
            Node::Confirm(a) => call("confirm", &[*a]),
            Node::Constant(figure, counts) => (self.constant(figure.0, *counts), Bond::Whole),
            Node::Derived(derived) => (self.book.derived[*derived].id.to_owned(), Bond::Whole),
            Node::Add(a, b) => join(*a, "+", *b, Bond::Sum, Bond::Product),
            Node::Subtract(a, b) => join(*a, "-", *b, Bond::Sum, Bond::Product),
            Node::Multiply(a, b) => join(*a, "*", *b, Bond::Product, Bond::Whole),
            Node::Divide(a, b) => join(*a, "/", *b, Bond::Product, Bond::Whole),
            Node::Min(a, b) => call("min", &[*a, *b]),
            Node::Max(a, b) => call("max", &[*a, *b]),
            Node::If(test, a, b) => {
                let [test, a, b] = [*test, *a, *b].map(|part| self.at_least(part, Bond::Implies));
                // An operand after `else` would be parsed as a part of it.
                (format!("if {test} then {a} else {b}"), Bond::Implies)
            }
            Node::Highest(fact, tiers) => {
                let tier = |(option, amount): &(u8, ExprId)| {
                    let option = self.ids(*fact, OptionSet::one(usize::from(*option)));
                    format!("{option}: {}", self.at_least(*amount, Bond::Implies))
                };
                let tiers: Vec<String> = tiers.iter().map(tier).collect();
                (format!("highest of {} {{ {} }}", self.fact(*fact), tiers.join(", ")), Bond::Whole)
            }
            Node::UpTo(a) => call("up_to", &[*a]),
            Node::Between(a, b) => call("between", &[*a, *b]),
            Node::AtLeast(a) => call("at_least", &[*a]),
            Node::Readings(..) => call("readings", &self.readings(node)),
            Node::Unlimited => ("unlimited".to_owned(), Bond::Whole),
            Node::Count(fact, options) => {
                (format!("count of {} [{}]", self.fact(*fact), self.ids(*fact, *options)), Bond::Whole)
            }
            Node::Tiers(relation, a, tiers) => {
                let word = if *relation == Relation::MoreThan { "above" } else { "from" };
                self.tiers(("tiers", word), *a, tiers)
            }
            Node::Portions(a, tiers) => self.tiers(("portions", "above"), *a, tiers),
            Node::Steps(Rounding::Up, a, step) => call("steps_begun", &[*a, *step]),
            Node::Steps(Rounding::Down | Rounding::Nearest, a, step) => call("steps", &[*a, *step]),
            Node::Round(Rounding::Down, a, step) => call("round_down", &[*a, *step]),
            Node::Round(Rounding::Up, a, step) => call("round_up", &[*a, *step]),
            Node::Round(Rounding::Nearest, a, step) => call("round", &[*a, *step]),
        }
    }

    fn tiers(&self, (word, each): (&str, &str), of: ExprId, tiers: &[(ExprId, ExprId)]) -> (String, Bond) {
        let text = |expr: ExprId| self.at_least(expr, Bond::Sum);
        let tiers: Vec<String> = tiers.iter().map(|(t, own)| format!("{each} {}: {}", text(*t), text(*own))).collect();
        (format!("{word} of {} {{ {} }}", text(of), tiers.join(", ")), Bond::Whole)
    }

    // Nested readings are flattened into one list.
    fn readings(&self, node: &Node) -> Vec<ExprId> {
        let Node::Readings(first, last) = node else { return Vec::new() };
        let inner = &self.book.nodes[*first];
        let mut all = if matches!(inner, Node::Readings(..)) { self.readings(inner) } else { vec![*first] };
        all.push(*last);
        all
    }

    // `and` binds tighter than `or`; parentheses spare readers that rule.
    fn alternative(&self, expr: ExprId) -> String {
        let is_conjunction = matches!(&self.book.nodes[expr], Node::And(..));
        self.at_least(expr, if is_conjunction { Bond::Whole } else { Bond::Or })
    }

    fn fact(&self, fact: FactId) -> &str {
        self.book.facts[fact].id
    }

    fn options(&self, fact: FactId, word: &str, options: OptionSet) -> (String, Bond) {
        (format!("{} {word} [{}]", self.fact(fact), self.ids(fact, options)), Bond::Comparison)
    }

    fn ids(&self, fact: FactId, options: OptionSet) -> String {
        let all = self.book.facts[fact].options.as_slice();
        let ids: Vec<&str> = options.iter().filter_map(|index| all.get(index)).map(|option| option.id).collect();
        ids.join(", ")
    }

    fn constant(&self, value: Decimal, counts: Unit) -> String {
        let unit = |index: u8| self.book.unit(index);
        match counts {
            Unit::Ratio => huiqi_engine::case::value_text(&huiqi_engine::book::FactType::Ratio, value),
            Unit::Plain => value.normalize().to_string(),
            Unit::Money => format!("{}元", scaled(value)),
            Unit::Unit(index) => format!("{}{}", scaled(value), unit(index)),
            Unit::MoneyPer(index) => format!("{}元/{}", scaled(value), unit(index)),
            Unit::Quotient(above, below) => {
                let name = |code: u8| if code == 1 { "元" } else { unit(code - 2) };
                let names = |(one, other): UnitProduct| {
                    [one, other].into_iter().filter(|code| *code > 0).map(name).collect::<Vec<_>>().join("·")
                };
                // A figure per 元 is small; per 万元 it is as the text has it.
                let (value, per) = match below {
                    (1, _) => (value.saturating_mul(Decimal::from(10_000)), "万"),
                    _ => (value, ""),
                };
                format!("{}{}/{per}{}", scaled(value), names(above), names(below))
            }
        }
    }
}

// 1200万 is easier to check than 12000000.
fn scaled(value: Decimal) -> String {
    for (word, size) in [("亿", 100_000_000), ("万", 10_000)] {
        let size = Decimal::from(size);
        if value >= size && (value % size).is_zero() {
            return format!("{}{word}", (value / size).normalize());
        }
    }
    value.normalize().to_string()
}

fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::AtLeast => ">=",
        Relation::MoreThan => ">",
        Relation::AtMost => "<=",
        Relation::LessThan => "<",
        Relation::Equal => "==",
        Relation::NotEqual => "!=",
    }
}
