//! Extracts the Chinese messages of the app's source and reports those that cannot be translated. A visitor of syn's
//! syntax tree; the arguments of macros are read as expressions.

use proc_macro2::{TokenStream, TokenTree};
use std::io::{Error, ErrorKind, Result};
use std::ops::Range;
use std::path::Path;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Expr, ExprLit, ImplItem, Item, Lit, LitStr, Token};
use walkdir::WalkDir;

/// A Chinese string of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractedMessage {
    /// File and line.
    pub location: String,
    /// The string.
    pub text: String,
    /// The reason why it would stay Chinese on an English page.
    pub problem: Option<&'static str>,
    /// Whether the engine marks it for translation: the sentence of a `says!`, a `word`.
    pub is_marked: bool,
    /// Its bytes in the file, quotes included.
    pub span: Range<usize>,
    /// The call that it is a direct argument of.
    pub call: Option<Call>,
    /// Whether it is converted to an owned string: `.into()`, `.to_owned()`, `.to_string()`.
    pub is_converted: bool,
}

/// A call of a function, method or macro.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The last segment of its path.
    pub name: String,
    /// Whether it is a macro call.
    pub is_macro: bool,
    /// Its bytes in the file.
    pub span: Range<usize>,
    /// The bytes of each argument.
    pub arguments: Vec<Range<usize>>,
}

impl ExtractedMessage {
    /// Whether it is the first argument, or the start of it.
    pub fn is_first_argument(&self) -> bool {
        let first = self.call.as_ref().and_then(|call| call.arguments.first());
        first.is_some_and(|first| first.start == self.span.start)
    }
}

/// Whether a text has Chinese characters or the marks between them.
pub fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'))
}

/// Every message of the pages, given the root of the project.
///
/// # Errors
/// A folder or file is unreadable, or a file has a syntax error.
pub fn extract_all(root: &Path) -> Result<Vec<ExtractedMessage>> {
    let mut messages = extract_folder(root, "src")?;
    // The engine defines the error messages of files and the labels of tables, and marks them.
    for folder in ["engine/src/case", "engine/src/batch"] {
        messages.extend(extract_folder(root, folder)?.into_iter().filter(|message| message.is_marked));
    }
    Ok(messages)
}

/// Every Chinese string below a folder, without tests, in the order of files and lines.
///
/// # Errors
/// A folder or file is unreadable, or a file has a syntax error.
pub fn extract_folder(root: &Path, folder: &str) -> Result<Vec<ExtractedMessage>> {
    let mut messages = Vec::new();
    for entry in WalkDir::new(root.join(folder)).sort_by_file_name() {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy();
        if entry.file_type().is_file() && name.ends_with(".rs") && name != "tests.rs" {
            let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            messages.extend(extract(&std::fs::read_to_string(entry.path())?, &parts.join("/"))?);
        }
    }
    Ok(messages)
}

/// The Chinese strings of one file, without tests; `path` is its name in locations.
///
/// # Errors
/// The file has a syntax error; its location is in the message.
pub fn extract(source: &str, path: &str) -> Result<Vec<ExtractedMessage>> {
    let file = syn::parse_file(source).map_err(|error| {
        let start = error.span().start();
        Error::new(ErrorKind::InvalidData, format!("{path}:{}:{}: {error}", start.line, start.column + 1))
    })?;
    let mut extractor = Extractor { path, call: None, messages: Vec::new() };
    if !file.attrs.iter().any(is_cfg_test) {
        extractor.visit_file(&file);
    }
    extractor.messages.sort_by_key(|message| message.span.start);
    Ok(extractor.messages)
}

struct Extractor<'p> {
    path: &'p str,
    /// The call whose arguments are visited.
    call: Option<Call>,
    messages: Vec<ExtractedMessage>,
}

impl Extractor<'_> {
    fn with_call(&mut self, call: Option<Call>, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.call, call);
        visit(self);
        self.call = outer;
    }

    fn push(&mut self, literal: &LitStr, is_converted: bool) {
        let text = literal.value();
        if !is_chinese(&text) {
            return;
        }
        let mut message = ExtractedMessage {
            location: format!("{}:{}", self.path, literal.span().start().line),
            text,
            problem: None,
            is_marked: false,
            span: literal.span().byte_range(),
            call: self.call.clone(),
            is_converted,
        };
        message.is_marked = is_marked(&message);
        message.problem = if message.is_marked { None } else { problem(&message) };
        self.messages.push(message);
    }

    // Collects the strings of a macro whose arguments are no expressions, such as patterns; without attributes and
    // documentation.
    fn push_tokens(&mut self, tokens: TokenStream) {
        let mut is_attribute = false;
        for token in tokens {
            let follows_hash =
                std::mem::replace(&mut is_attribute, matches!(&token, TokenTree::Punct(sign) if sign.as_char() == '#'));
            match token {
                TokenTree::Group(_) if follows_hash => {}
                TokenTree::Group(group) => self.push_tokens(group.stream()),
                TokenTree::Literal(literal) => {
                    if let Lit::Str(literal) = Lit::new(literal) {
                        self.push(&literal, false);
                    }
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Extractor<'_> {
    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_item(&mut self, item: &'ast Item) {
        if !attributes(item).iter().any(is_cfg_test) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let is_test = matches!(item, ImplItem::Fn(function) if function.attrs.iter().any(is_cfg_test));
        if !is_test {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_lit_str(&mut self, literal: &'ast LitStr) {
        self.push(literal, false);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        self.visit_expr(&call.func);
        let Expr::Path(function) = &*call.func else {
            return self.with_call(None, |this| call.args.iter().for_each(|argument| this.visit_expr(argument)));
        };
        let name = function.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        let call_of = Call { name, is_macro: false, span: bytes(call), arguments: spans(&call.args) };
        self.with_call(Some(call_of), |this| call.args.iter().for_each(|argument| this.visit_expr(argument)));
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let name = call.method.to_string();
        match &*call.receiver {
            Expr::Lit(ExprLit { lit: Lit::Str(literal), .. }) => {
                self.push(literal, ["into", "to_owned", "to_string"].contains(&name.as_str()));
            }
            receiver => self.visit_expr(receiver),
        }
        let call_of = Call { name, is_macro: false, span: bytes(call), arguments: spans(&call.args) };
        self.with_call(Some(call_of), |this| call.args.iter().for_each(|argument| this.visit_expr(argument)));
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = call.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        let span = bytes(&call.path).start..call.delimiter.span().close().byte_range().end;
        let mut call_of = Call { name, is_macro: true, span, arguments: Vec::new() };
        if let Ok(arguments) = call.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated) {
            call_of.arguments = spans(&arguments);
            self.with_call(Some(call_of), |this| arguments.iter().for_each(|argument| this.visit_expr(argument)));
        } else if let Ok(statements) = call.parse_body_with(Block::parse_within) {
            self.with_call(Some(call_of), |this| statements.iter().for_each(|statement| this.visit_stmt(statement)));
        } else {
            self.with_call(Some(call_of), |this| this.push_tokens(call.tokens.clone()));
        }
    }

    fn visit_block(&mut self, block: &'ast Block) {
        self.with_call(None, |this| visit::visit_block(this, block));
    }

    fn visit_expr_match(&mut self, expression: &'ast syn::ExprMatch) {
        self.visit_expr(&expression.expr);
        self.with_call(None, |this| expression.arms.iter().for_each(|arm| this.visit_arm(arm)));
    }

    fn visit_expr_array(&mut self, array: &'ast syn::ExprArray) {
        self.with_call(None, |this| visit::visit_expr_array(this, array));
    }

    fn visit_expr_repeat(&mut self, array: &'ast syn::ExprRepeat) {
        self.with_call(None, |this| visit::visit_expr_repeat(this, array));
    }

    fn visit_expr_tuple(&mut self, tuple: &'ast syn::ExprTuple) {
        self.with_call(None, |this| visit::visit_expr_tuple(this, tuple));
    }

    fn visit_expr_paren(&mut self, expression: &'ast syn::ExprParen) {
        self.with_call(None, |this| visit::visit_expr_paren(this, expression));
    }

    fn visit_expr_struct(&mut self, expression: &'ast syn::ExprStruct) {
        self.with_call(None, |this| visit::visit_expr_struct(this, expression));
    }

    fn visit_expr_index(&mut self, expression: &'ast syn::ExprIndex) {
        self.visit_expr(&expression.expr);
        self.with_call(None, |this| this.visit_expr(&expression.index));
    }
}

fn bytes(node: &impl Spanned) -> Range<usize> {
    node.span().byte_range()
}

fn spans(arguments: &Punctuated<Expr, Token![,]>) -> Vec<Range<usize>> {
    arguments.iter().map(bytes).collect()
}

fn is_cfg_test(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Ident>().is_ok_and(|word| word == "test")
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        _ => &[],
    }
}

// A string that is converted or concatenated is not looked up before it is shown.
fn problem(message: &ExtractedMessage) -> Option<&'static str> {
    let (name, is_macro) = message.call.as_ref().map_or(("", false), |call| (&call.name, call.is_macro));
    match name {
        "t" if !is_macro => None,
        "say" if is_macro && message.is_first_argument() => None,
        _ if message.is_converted => Some("is made a string of its own: write t(\"…\")"),
        "say" if is_macro => Some("is a value in say!: write t(\"…\")"),
        "format" | "write" | "writeln" | "format_args" if is_macro => Some("is put together: write say!(\"…\", …)"),
        "from" | "push_str" | "join" | "push" if !is_macro => Some("is put together: write t(\"…\")"),
        _ => None,
    }
}

fn is_marked(message: &ExtractedMessage) -> bool {
    message.call.as_ref().is_some_and(|call| match call.name.as_str() {
        "says" => call.is_macro && message.is_first_argument(),
        "word" => !call.is_macro,
        _ => false,
    })
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    // For statements of a function: the text of each message, and whether it has a problem.
    fn messages(statements: &str) -> Vec<(String, bool)> {
        let messages = extract(&format!("fn a() {{ {statements} }}"), "a.rs").expect("it is Rust");
        messages.into_iter().map(|message| (message.text, message.problem.is_some())).collect()
    }

    #[test]
    fn direct_arguments_need_no_mark() {
        let source =
            r#"el("p").child("继续").attr("title", "说明"); row(Sign::Yes, "可得"); t("甲").into(); /* "不算" */ "#;
        let expected = ["继续", "说明", "可得", "甲"].map(|text| (text.to_owned(), false));
        assert_eq!(messages(source), expected);
    }

    #[test]
    fn composed_and_converted_strings_need_a_mark() {
        let source =
            r#"format!("共 {n} 项"); let a: String = "甲".into(); text.push_str("、"); say!("共 {} 项", "乙"); "#;
        let found = messages(source);
        assert_eq!(found.len(), 5);
        assert!(found.iter().filter(|(text, _)| text != "共 {} 项").all(|(_, is_wrong)| *is_wrong), "{found:?}");
        assert_eq!(messages(r#"say!("共 {} 项", n)"#), [("共 {} 项".to_owned(), false)]);
    }

    #[test]
    fn brackets_between_call_and_string_end_the_call() {
        let source = r#"from(["甲"]); push(if a { "乙" } else { t("丙") }); join(match a { _ => "丁" })"#;
        assert!(messages(source).iter().all(|(_, is_wrong)| !is_wrong), "{:?}", messages(source));
    }

    #[test]
    fn macros_without_expressions_are_read_token_by_token() {
        assert_eq!(messages(r#"assert!(matches!(a, "甲" | "乙" if b));"#).len(), 2);
        assert_eq!(messages(r#"thread_local! { static A: &str = "甲"; }"#).len(), 1);
    }

    #[test]
    fn a_raw_string_keeps_its_quotes() {
        assert_eq!(
            messages(r###"let a = r#"{"甲"}"#; p("乙");"###),
            [("{\"甲\"}".to_owned(), false), ("乙".to_owned(), false)]
        );
    }

    #[test]
    fn tests_and_comments_have_no_messages() {
        let source =
            "/// 注释\nfn a<'a>() { '“'; }\n#[cfg(test)]\nmod tests { fn b() { \"测试\" } }\nconst C: &str = \"有\";";
        let messages = extract(source, "a.rs").expect("it is Rust");
        let found: Vec<_> = messages.iter().map(|message| (&*message.location, &*message.text)).collect();
        assert_eq!(found, [("a.rs:5", "有")]);
    }

    #[test]
    fn a_syntax_error_is_reported_with_its_place() {
        let error = extract("fn a() {\n  let\n}", "src/a.rs").expect_err("it is no Rust");
        assert!(error.to_string().starts_with("src/a.rs:3:1: "), "{error}");
    }
}
