//! The grammar of expressions: words to a tree with places. Knows no facts, types or units.

use super::lex::{Spanned, Token, lex};
use crate::book::Relation;
use std::ops::Range;

/// A node of the tree and the bytes of the expression it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree<'s> {
    /// What it is.
    pub kind: Kind<'s>,
    /// Where it stands.
    pub bytes: Range<usize>,
}

/// A name and its place.
pub type Name<'s> = (&'s str, Range<usize>);

/// What a tree is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind<'s> {
    /// A fact or a derived value.
    Name(&'s str),
    /// A figure and its unit.
    Figure(&'s str, &'s str),
    /// `fact in [..]`
    In(Name<'s>, Vec<Name<'s>>),
    /// `fact has any [..]`, or `has x`.
    HasAny(Name<'s>, Vec<Name<'s>>),
    /// `fact has all [..]`
    HasAll(Name<'s>, Vec<Name<'s>>),
    /// Comparison.
    Compare(Relation, Box<Tree<'s>>, Box<Tree<'s>>),
    /// Two parts joined by a word or sign.
    Join(Joint, Box<Tree<'s>>, Box<Tree<'s>>),
    /// A word before one part.
    Of(Word, Box<Tree<'s>>),
    /// A word before a list of parts.
    List(ListWord, Vec<Tree<'s>>),
    /// `if … then … else …`
    If(Box<Tree<'s>>, Box<Tree<'s>>, Box<Tree<'s>>),
    /// `highest of fact { option: amount, … }`
    Highest(Name<'s>, Vec<(Name<'s>, Tree<'s>)>),
    /// `unlimited`
    Unlimited,
}

/// What joins two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// `and`
    And,
    /// `or`
    Or,
    /// `implies`
    Implies,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// A word before one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// `not`
    Not,
    /// `confirm`
    Confirm,
    /// `up_to`
    UpTo,
    /// `at_least`
    AtLeast,
}

/// A word before a list of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListWord {
    /// `min`
    Min,
    /// `max`
    Max,
    /// `between`
    Between,
    /// `readings`
    Readings,
}

/// A mistake of grammar: where, what, and what was expected.
pub type Wrong = (Range<usize>, String);

/// The words of the language; no fact or derived value may bear such a name.
pub const WORDS: [&str; 21] = [
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
];

/// Parses a whole expression.
pub fn parse(text: &str) -> Result<Tree<'_>, Wrong> {
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

    fn wanted<T>(&self, what: &str) -> Result<T, Wrong> {
        Err((self.here(), format!("这里应为{what}")))
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some((Token::Word(w), _)) if *w == word);
        self.at += usize::from(found);
        found
    }

    fn takes_sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some((Token::Sign(s), _)) if *s == sign);
        self.at += usize::from(found);
        found
    }

    fn sign(&mut self, sign: &str) -> Result<(), Wrong> {
        if self.takes_sign(sign) { Ok(()) } else { self.wanted(&format!(" {sign}")) }
    }

    fn word(&mut self, word: &str) -> Result<(), Wrong> {
        if self.takes_word(word) { Ok(()) } else { self.wanted(&format!(" {word}")) }
    }

    fn name(&mut self, what: &str) -> Result<Name<'s>, Wrong> {
        match self.peek() {
            Some((Token::Word(word), bytes)) if !WORDS.contains(word) => {
                let name = (*word, bytes.clone());
                self.at += 1;
                Ok(name)
            }
            _ => self.wanted(what),
        }
    }

    fn implies(&mut self) -> Result<Tree<'s>, Wrong> {
        let left = self.or()?;
        if self.takes_word("implies") {
            let right = self.or()?;
            return Ok(join(Joint::Implies, left, right));
        }
        Ok(left)
    }

    fn or(&mut self) -> Result<Tree<'s>, Wrong> {
        let mut left = self.and()?;
        while self.takes_word("or") {
            left = join(Joint::Or, left, self.and()?);
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Tree<'s>, Wrong> {
        let mut left = self.not()?;
        while self.takes_word("and") {
            left = join(Joint::And, left, self.not()?);
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Tree<'s>, Wrong> {
        let start = self.here().start;
        if self.takes_word("not") {
            let inner = self.not()?;
            let bytes = start..inner.bytes.end;
            return Ok(Tree { kind: Kind::Of(Word::Not, Box::new(inner)), bytes });
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Tree<'s>, Wrong> {
        let left = self.sum()?;
        for (sign, relation) in [
            (">=", Relation::AtLeast),
            ("<=", Relation::AtMost),
            (">", Relation::MoreThan),
            ("<", Relation::LessThan),
            ("==", Relation::Equal),
            ("!=", Relation::NotEqual),
        ] {
            if self.takes_sign(sign) {
                let right = self.sum()?;
                let bytes = left.bytes.start..right.bytes.end;
                return Ok(Tree { kind: Kind::Compare(relation, Box::new(left), Box::new(right)), bytes });
            }
        }
        Ok(left)
    }

    fn sum(&mut self) -> Result<Tree<'s>, Wrong> {
        let mut left = self.product()?;
        loop {
            let joint = match () {
                () if self.takes_sign("+") => Joint::Add,
                () if self.takes_sign("-") => Joint::Subtract,
                () => return Ok(left),
            };
            left = join(joint, left, self.product()?);
        }
    }

    fn product(&mut self) -> Result<Tree<'s>, Wrong> {
        let mut left = self.primary()?;
        loop {
            let joint = match () {
                () if self.takes_sign("*") => Joint::Multiply,
                () if self.takes_sign("/") => Joint::Divide,
                () => return Ok(left),
            };
            left = join(joint, left, self.primary()?);
        }
    }

    fn primary(&mut self) -> Result<Tree<'s>, Wrong> {
        let start = self.here().start;
        let done = |kind, parser: &Self| {
            let end = parser.tokens.get(parser.at - 1).map_or(parser.end, |(_, bytes)| bytes.end);
            Ok(Tree { kind, bytes: start..end })
        };
        if let Some((Token::Figure(digits, unit), _)) = self.peek() {
            let kind = Kind::Figure(digits, unit);
            self.at += 1;
            return done(kind, self);
        }
        if self.takes_sign("(") {
            let inner = self.implies()?;
            self.sign(")")?;
            return done(inner.kind, self);
        }
        if self.takes_word("if") {
            let test = self.implies()?;
            self.word("then")?;
            let then = self.sum()?;
            self.word("else")?;
            let other = self.sum()?;
            return done(Kind::If(Box::new(test), Box::new(then), Box::new(other)), self);
        }
        if self.takes_word("highest") {
            let kind = self.highest()?;
            return done(kind, self);
        }
        for (word, meaning) in [("confirm", Word::Confirm), ("up_to", Word::UpTo), ("at_least", Word::AtLeast)] {
            if self.takes_word(word) {
                self.sign("(")?;
                let inner = self.implies()?;
                self.sign(")")?;
                return done(Kind::Of(meaning, Box::new(inner)), self);
            }
        }
        if self.takes_word("unlimited") {
            return done(Kind::Unlimited, self);
        }
        for (word, meaning) in [
            ("min", ListWord::Min),
            ("max", ListWord::Max),
            ("between", ListWord::Between),
            ("readings", ListWord::Readings),
        ] {
            if self.takes_word(word) {
                let kind = Kind::List(meaning, self.list()?);
                return done(kind, self);
            }
        }
        let name = self.name("事实、数字或括号")?;
        let kind = self.after_name(name)?;
        done(kind, self)
    }

    fn after_name(&mut self, name: Name<'s>) -> Result<Kind<'s>, Wrong> {
        if self.takes_word("in") {
            return Ok(Kind::In(name, self.options()?));
        }
        if self.takes_word("has") {
            if self.takes_word("any") {
                return Ok(Kind::HasAny(name, self.options()?));
            }
            if self.takes_word("all") {
                return Ok(Kind::HasAll(name, self.options()?));
            }
            let option = self.name("选项、any 或 all")?;
            return Ok(Kind::HasAny(name, vec![option]));
        }
        Ok(Kind::Name(name.0))
    }

    fn options(&mut self) -> Result<Vec<Name<'s>>, Wrong> {
        self.sign("[")?;
        let mut options = vec![self.name("选项")?];
        while self.takes_sign(",") {
            options.push(self.name("选项")?);
        }
        self.sign("]")?;
        Ok(options)
    }

    fn list(&mut self) -> Result<Vec<Tree<'s>>, Wrong> {
        self.sign("(")?;
        let mut parts = vec![self.sum()?];
        while self.takes_sign(",") {
            parts.push(self.sum()?);
        }
        self.sign(")")?;
        Ok(parts)
    }

    fn highest(&mut self) -> Result<Kind<'s>, Wrong> {
        self.word("of")?;
        let fact = self.name("列表")?;
        self.sign("{")?;
        let mut tiers = Vec::new();
        loop {
            let option = self.name("选项")?;
            self.sign(":")?;
            tiers.push((option, self.sum()?));
            let more = self.takes_sign(",");
            if self.takes_sign("}") {
                return Ok(Kind::Highest(fact, tiers));
            }
            if !more {
                return self.wanted(" , 或 }");
            }
        }
    }
}

impl<'s> Tree<'s> {
    /// Its direct parts.
    pub fn parts(&self) -> Vec<&Tree<'s>> {
        match &self.kind {
            Kind::Compare(_, a, b) | Kind::Join(_, a, b) => vec![a, b],
            Kind::Of(_, a) => vec![a],
            Kind::List(_, parts) => parts.iter().collect(),
            Kind::If(test, a, b) => vec![test, a, b],
            Kind::Highest(_, tiers) => tiers.iter().map(|(_, amount)| amount).collect(),
            Kind::Name(_) | Kind::Figure(..) | Kind::In(..) | Kind::HasAny(..) | Kind::HasAll(..) | Kind::Unlimited => {
                Vec::new()
            }
        }
    }
}

fn join<'s>(joint: Joint, left: Tree<'s>, right: Tree<'s>) -> Tree<'s> {
    let bytes = left.bytes.start..right.bytes.end;
    Tree { kind: Kind::Join(joint, Box::new(left), Box::new(right)), bytes }
}
