//! The grammar of expressions: parses tokens into a tree with spans. Knows no facts, types or units.

use super::lexer::{Spanned, Token, lex};
use super::tree::{BinaryOp, Expr, ExprKind, Name, Tier, UnaryOp, VariadicOp};
use huiqi_engine::book::Relation;
use huiqi_engine::number::Rounding;
use std::ops::Range;

/// A syntax error: byte range, and a message with the error and what was expected.
pub type ParseError = (Range<usize>, String);

/// Keywords of the language; no fact or derived value may have such a name.
pub const KEYWORDS: [&str; 31] = [
    "in",
    "has",
    "any",
    "all",
    "and",
    "or",
    "not",
    "implies",
    "confirm",
    "min",
    "max",
    "if",
    "then",
    "else",
    "highest",
    "of",
    "up_to",
    "between",
    "at_least",
    "readings",
    "unlimited",
    "steps",
    "steps_begun",
    "round_down",
    "round_up",
    "round",
    "tiers",
    "portions",
    "from",
    "above",
    "count",
];

/// Parses a whole expression.
pub fn parse(text: &str) -> Result<Expr<'_>, ParseError> {
    let tokens = lex(text)?;
    let mut parser = Parser { tokens: &tokens, at: 0, end: text.len() };
    let tree = parser.implies()?;
    match parser.peek() {
        None => Ok(tree),
        Some((_, bytes)) => Err((bytes.clone(), "表达式到这里已经完整，后面多出了内容".into())),
    }
}

struct Parser<'p, 's> {
    tokens: &'p [Spanned<'s>],
    at: usize,
    end: usize,
}

impl<'s> Parser<'_, 's> {
    fn peek(&self) -> Option<&Spanned<'s>> {
        self.tokens.get(self.at)
    }

    fn here(&self) -> Range<usize> {
        self.peek().map_or(self.end.saturating_sub(1)..self.end, |(_, bytes)| bytes.clone())
    }

    fn expected<T>(&self, what: &str) -> Result<T, ParseError> {
        Err((self.here(), format!("这里应为{what}")))
    }

    fn eat_keyword(&mut self, word: &str) -> bool {
        debug_assert!(KEYWORDS.contains(&word), "`{word}` is not reserved");
        let found = matches!(self.peek(), Some((Token::Ident(w), _)) if *w == word);
        self.at += usize::from(found);
        found
    }

    fn eat(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some((Token::Punct(s), _)) if *s == sign);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), ParseError> {
        if self.eat(sign) { Ok(()) } else { self.expected(&format!(" {sign}")) }
    }

    fn word(&mut self, word: &str) -> Result<(), ParseError> {
        if self.eat_keyword(word) { Ok(()) } else { self.expected(&format!(" {word}")) }
    }

    fn name(&mut self, what: &str) -> Result<Name<'s>, ParseError> {
        match self.peek() {
            Some((Token::Ident(word), bytes)) if !KEYWORDS.contains(word) => {
                let name = (*word, bytes.clone());
                self.at += 1;
                Ok(name)
            }
            _ => self.expected(what),
        }
    }

    fn implies(&mut self) -> Result<Expr<'s>, ParseError> {
        let left = self.or()?;
        if self.eat_keyword("implies") {
            let right = self.or()?;
            return Ok(join(BinaryOp::Implies, left, right));
        }
        Ok(left)
    }

    fn or(&mut self) -> Result<Expr<'s>, ParseError> {
        let mut left = self.and()?;
        while self.eat_keyword("or") {
            left = join(BinaryOp::Or, left, self.and()?);
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Expr<'s>, ParseError> {
        let mut left = self.not()?;
        while self.eat_keyword("and") {
            left = join(BinaryOp::And, left, self.not()?);
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Expr<'s>, ParseError> {
        let start = self.here().start;
        if self.eat_keyword("not") {
            let inner = self.not()?;
            let bytes = start..inner.span.end;
            return Ok(Expr { kind: ExprKind::Unary(UnaryOp::Not, Box::new(inner)), span: bytes });
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Expr<'s>, ParseError> {
        let left = self.sum()?;
        for (sign, relation) in [
            (">=", Relation::AtLeast),
            ("<=", Relation::AtMost),
            (">", Relation::MoreThan),
            ("<", Relation::LessThan),
            ("==", Relation::Equal),
            ("!=", Relation::NotEqual),
        ] {
            if self.eat(sign) {
                let right = self.sum()?;
                let bytes = left.span.start..right.span.end;
                return Ok(Expr { kind: ExprKind::Compare(relation, Box::new(left), Box::new(right)), span: bytes });
            }
        }
        Ok(left)
    }

    fn sum(&mut self) -> Result<Expr<'s>, ParseError> {
        let mut left = self.product()?;
        loop {
            let joint = match () {
                () if self.eat("+") => BinaryOp::Add,
                () if self.eat("-") => BinaryOp::Subtract,
                () => return Ok(left),
            };
            left = join(joint, left, self.product()?);
        }
    }

    fn product(&mut self) -> Result<Expr<'s>, ParseError> {
        let mut left = self.primary()?;
        loop {
            let joint = match () {
                () if self.eat("*") => BinaryOp::Multiply,
                () if self.eat("/") => BinaryOp::Divide,
                () => return Ok(left),
            };
            left = join(joint, left, self.primary()?);
        }
    }

    fn primary(&mut self) -> Result<Expr<'s>, ParseError> {
        let start = self.here().start;
        let done = |kind, parser: &Self| {
            let end = parser.tokens.get(parser.at - 1).map_or(parser.end, |(_, bytes)| bytes.end);
            Ok(Expr { kind, span: start..end })
        };
        if let Some((Token::Number(digits, unit), _)) = self.peek() {
            let kind = ExprKind::Figure(digits, unit);
            self.at += 1;
            return done(kind, self);
        }
        if self.eat("(") {
            let inner = self.implies()?;
            self.expect(")")?;
            return done(inner.kind, self);
        }
        if self.eat_keyword("if") {
            let test = self.implies()?;
            self.word("then")?;
            let then = self.sum()?;
            self.word("else")?;
            let other = self.sum()?;
            return done(ExprKind::If(Box::new(test), Box::new(then), Box::new(other)), self);
        }
        if self.eat_keyword("highest") {
            let kind = self.highest()?;
            return done(kind, self);
        }
        if self.eat_keyword("count") {
            self.word("of")?;
            let name = self.name("列表")?;
            let kind = ExprKind::Count(name, self.options()?);
            return done(kind, self);
        }
        if self.eat_keyword("tiers") {
            let kind = self.tiers()?;
            return done(kind, self);
        }
        if self.eat_keyword("portions") {
            let kind = self.portions()?;
            return done(kind, self);
        }
        for (word, meaning) in [("confirm", UnaryOp::Confirm), ("up_to", UnaryOp::UpTo), ("at_least", UnaryOp::AtLeast)]
        {
            if self.eat_keyword(word) {
                self.expect("(")?;
                let inner = self.implies()?;
                self.expect(")")?;
                return done(ExprKind::Unary(meaning, Box::new(inner)), self);
            }
        }
        if self.eat_keyword("unlimited") {
            return done(ExprKind::Unlimited, self);
        }
        for (word, meaning) in [
            ("min", VariadicOp::Min),
            ("max", VariadicOp::Max),
            ("between", VariadicOp::Between),
            ("readings", VariadicOp::Readings),
            ("steps", VariadicOp::Steps(Rounding::Down)),
            ("steps_begun", VariadicOp::Steps(Rounding::Up)),
            ("round_down", VariadicOp::Round(Rounding::Down)),
            ("round_up", VariadicOp::Round(Rounding::Up)),
            ("round", VariadicOp::Round(Rounding::Nearest)),
        ] {
            if self.eat_keyword(word) {
                let kind = ExprKind::List(meaning, self.list()?);
                return done(kind, self);
            }
        }
        let name = self.name("事实、数字或括号")?;
        let kind = self.after_name(name)?;
        done(kind, self)
    }

    fn after_name(&mut self, name: Name<'s>) -> Result<ExprKind<'s>, ParseError> {
        if self.eat_keyword("in") {
            return Ok(ExprKind::In(name, self.options()?));
        }
        if self.eat_keyword("has") {
            if self.eat_keyword("any") {
                return Ok(ExprKind::HasAny(name, self.options()?));
            }
            if self.eat_keyword("all") {
                return Ok(ExprKind::HasAll(name, self.options()?));
            }
            let option = self.name("选项、any 或 all")?;
            return Ok(ExprKind::HasAny(name, vec![option]));
        }
        Ok(ExprKind::Name(name.0))
    }

    fn options(&mut self) -> Result<Vec<Name<'s>>, ParseError> {
        self.expect("[")?;
        let mut options = vec![self.name("选项")?];
        while self.eat(",") {
            options.push(self.name("选项")?);
        }
        self.expect("]")?;
        Ok(options)
    }

    fn list(&mut self) -> Result<Vec<Expr<'s>>, ParseError> {
        self.expect("(")?;
        let mut parts = vec![self.sum()?];
        while self.eat(",") {
            parts.push(self.sum()?);
        }
        self.expect(")")?;
        Ok(parts)
    }

    // `of x { from 50万元: 15万元, from 100万元: 30万元 }`; every tier begins with the same word.
    fn tiers(&mut self) -> Result<ExprKind<'s>, ParseError> {
        self.word("of")?;
        let number = Box::new(self.sum()?);
        self.expect("{")?;
        let relation = match () {
            () if self.eat_keyword("from") => Relation::AtLeast,
            () if self.eat_keyword("above") => Relation::MoreThan,
            () => return self.expected(" from（达到）或 above（超过）"),
        };
        let word = if relation == Relation::AtLeast { "from" } else { "above" };
        Ok(ExprKind::Tiers(relation, number, self.tier_list(word)?))
    }

    // `of x { above 1亿元: 0.5%, above 3亿元: 0.8% }`
    fn portions(&mut self) -> Result<ExprKind<'s>, ParseError> {
        self.word("of")?;
        let number = Box::new(self.sum()?);
        self.expect("{")?;
        self.word("above")?;
        Ok(ExprKind::Portions(number, self.tier_list("above")?))
    }

    // The word of the first tier has been read.
    fn tier_list(&mut self, word: &str) -> Result<Vec<Tier<'s>>, ParseError> {
        let mut tiers = Vec::new();
        loop {
            let threshold = self.sum()?;
            self.expect(":")?;
            tiers.push((threshold, self.sum()?));
            let more = self.eat(",");
            if self.eat("}") {
                return Ok(tiers);
            }
            if !more {
                return self.expected(" , 或 }");
            }
            self.word(word)?;
        }
    }

    fn highest(&mut self) -> Result<ExprKind<'s>, ParseError> {
        self.word("of")?;
        let fact = self.name("列表")?;
        self.expect("{")?;
        let mut tiers = Vec::new();
        loop {
            let option = self.name("选项")?;
            self.expect(":")?;
            tiers.push((option, self.sum()?));
            let more = self.eat(",");
            if self.eat("}") {
                return Ok(ExprKind::Highest(fact, tiers));
            }
            if !more {
                return self.expected(" , 或 }");
            }
        }
    }
}

fn join<'s>(joint: BinaryOp, left: Expr<'s>, right: Expr<'s>) -> Expr<'s> {
    let bytes = left.span.start..right.span.end;
    Expr { kind: ExprKind::Binary(joint, Box::new(left), Box::new(right)), span: bytes }
}
