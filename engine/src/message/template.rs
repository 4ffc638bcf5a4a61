//! The grammar of templates, a small subset of MessageFormat as described in `messages/README.md`. The engine parses
//! templates when it loads a catalog; its build script checks every template. So this module uses `core` and `alloc`
//! only.

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplatePiece<'a> {
    /// Literal text.
    Text(&'a str),
    /// The value of a placeholder, by its index in the message, with its formatters.
    Value(usize, Vec<Formatter<'a>>),
    /// A selection between variants by the value of a placeholder.
    Select(usize, Vec<(VariantKey<'a>, Vec<TemplatePiece<'a>>)>),
}

/// The condition of a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariantKey<'a> {
    /// The value is this number.
    Exactly(u64),
    /// The number is in this plural category of the language.
    Category(&'a str),
    /// The value is missing or empty.
    Empty,
    /// Always; the last variant.
    Other,
}

/// A formatter of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formatter<'a> {
    /// In double quotation marks; inner ones become single quotation marks.
    Quote,
    /// First letter in upper case.
    Capital,
    /// All letters in lower case.
    Lower,
    /// Truncated to this number of characters, with an ellipsis for the rest.
    Cut(usize),
    /// A list in this list style of the language.
    List(&'a str),
    /// Omitted: the language does not use this value.
    Omit,
}

/// Parses a template whose placeholders have these names.
///
/// # Errors
/// A message that describes the error.
pub fn parse<'a>(text: &'a str, names: &[&str]) -> Result<Vec<TemplatePiece<'a>>, String> {
    let mut parser = TemplateParser { rest: text, names };
    let pieces = parser.pieces()?;
    if parser.rest.is_empty() { Ok(pieces) } else { Err("`}` without `{`".to_owned()) }
}

struct TemplateParser<'a, 'n> {
    rest: &'a str,
    names: &'n [&'n str],
}

impl<'a> TemplateParser<'a, '_> {
    // Parses to the end, or to the `}` that closes the surrounding variant.
    fn pieces(&mut self) -> Result<Vec<TemplatePiece<'a>>, String> {
        let mut pieces = Vec::new();
        loop {
            let (text, rest) = self.rest.split_at(self.rest.find(['{', '}']).unwrap_or(self.rest.len()));
            if !text.is_empty() {
                pieces.push(TemplatePiece::Text(text));
            }
            self.rest = rest;
            match rest.strip_prefix('{') {
                Some(inside) => {
                    self.rest = inside;
                    pieces.push(self.placeholder()?);
                }
                None => return Ok(pieces),
            }
        }
    }

    fn placeholder(&mut self) -> Result<TemplatePiece<'a>, String> {
        let name = self.word();
        let Some(place) = self.names.iter().position(|known| *known == name) else {
            return Err(format!("there is no placeholder `{name}`; there is {}", listed(self.names)));
        };
        let mut formatters = Vec::new();
        while self.takes(',') {
            match self.word() {
                "plural" => return self.variants(place, plural_key),
                "select" => return self.variants(place, select_key),
                "quote" => formatters.push(Formatter::Quote),
                "capital" => formatters.push(Formatter::Capital),
                "lower" => formatters.push(Formatter::Lower),
                "omit" => formatters.push(Formatter::Omit),
                "list" => formatters.push(Formatter::List(self.word())),
                "cut" => {
                    let most = self.word();
                    formatters.push(Formatter::Cut(most.parse().map_err(|_| format!("`cut {most}` has no number"))?));
                }
                other => return Err(format!("there is no formatter `{other}`")),
            }
        }
        self.close()?;
        Ok(TemplatePiece::Value(place, formatters))
    }

    fn variants(
        &mut self,
        place: usize,
        key: fn(&'a str) -> Result<VariantKey<'a>, String>,
    ) -> Result<TemplatePiece<'a>, String> {
        if !self.takes(',') {
            return Err("a comma is missing before the variants".to_owned());
        }
        let mut variants = Vec::new();
        loop {
            let key = key(self.word())?;
            if !self.takes('{') {
                return Err("a variant has no `{`".to_owned());
            }
            let pieces = self.pieces()?;
            self.close()?;
            variants.push((key, pieces));
            if key == VariantKey::Other {
                self.rest = self.rest.trim_start();
                self.close()?;
                return Ok(TemplatePiece::Select(place, variants));
            }
        }
    }

    // Letters, digits, `_` and `=`; surrounding white space is skipped.
    fn word(&mut self) -> &'a str {
        self.rest = self.rest.trim_start();
        let ends = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '=');
        let (word, rest) = self.rest.split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
        self.rest = rest.trim_start();
        word
    }

    fn takes(&mut self, sign: char) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn close(&mut self) -> Result<(), String> {
        let is_closed = self.takes('}');
        is_closed.then_some(()).ok_or_else(|| "a `{` is not closed, or its last variant is not `other`".to_owned())
    }
}

fn plural_key(word: &str) -> Result<VariantKey<'_>, String> {
    match word.strip_prefix('=') {
        Some(number) => number.parse().map(VariantKey::Exactly).map_err(|_| format!("`{word}` is no number")),
        None if word == "other" => Ok(VariantKey::Other),
        None if ["zero", "one", "two", "few", "many"].contains(&word) => Ok(VariantKey::Category(word)),
        None => Err(format!("there is no plural category `{word}`; the last variant has to be `other`")),
    }
}

fn select_key(word: &str) -> Result<VariantKey<'_>, String> {
    match word {
        "none" => Ok(VariantKey::Empty),
        "other" => Ok(VariantKey::Other),
        _ => Err(format!("`select` knows `none` and, as the last variant, `other`; not `{word}`")),
    }
}

/// A list of names for an error message.
pub fn listed(names: &[&str]) -> String {
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    }
}

/// A plural rule in CLDR notation for whole numbers: `n = 1`, `n % 10 = 2..4 and n % 100 != 12..14 or n = 0`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluralRule(Vec<Vec<PluralRelation>>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct PluralRelation {
    modulus: Option<u64>,
    is_equal: bool,
    ranges: Vec<(u64, u64)>,
}

impl PluralRule {
    /// Parses a rule; `None` if it is not valid.
    pub fn parse(text: &str) -> Option<Self> {
        let all = |text: &str| text.split(" and ").map(PluralRelation::parse).collect::<Option<Vec<_>>>();
        text.split(" or ").map(all).collect::<Option<Vec<_>>>().map(Self)
    }

    /// Whether a number belongs to the category of the rule.
    pub fn holds(&self, number: u64) -> bool {
        self.0.iter().any(|all| all.iter().all(|relation| relation.holds(number)))
    }
}

impl PluralRelation {
    fn parse(text: &str) -> Option<Self> {
        let (left, right, is_equal) = match text.split_once("!=") {
            Some((left, right)) => (left, right, false),
            None => text.split_once('=').map(|(left, right)| (left, right, true))?,
        };
        let modulus = match left.trim().strip_prefix('n')?.trim() {
            "" => None,
            divided => Some(divided.strip_prefix('%')?.trim().parse().ok().filter(|modulus| *modulus > 0)?),
        };
        let range = |text: &str| {
            let (low, high) = text.trim().split_once("..").unwrap_or((text.trim(), text.trim()));
            Some((low.parse().ok()?, high.parse().ok()?))
        };
        Some(Self { modulus, is_equal, ranges: right.split(',').map(range).collect::<Option<_>>()? })
    }

    fn holds(&self, number: u64) -> bool {
        let number = self.modulus.map_or(number, |modulus| number.checked_rem(modulus).unwrap_or(number));
        self.ranges.iter().any(|(low, high)| (*low..=*high).contains(&number)) == self.is_equal
    }
}
