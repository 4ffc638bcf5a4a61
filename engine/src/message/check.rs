//! Checks a file of templates against the messages that the engine declares. Part of the build script and of the tests.

use super::template::{Formatter, PluralRule, TemplatePiece, VariantKey, listed, parse};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The checked content of a template file, in the form that the program embeds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct CheckedTemplates {
    /// The templates in the order of the messages.
    pub messages: Vec<String>,
    /// Plural rules, list styles and scales with their keys, such as `list.or.separator`.
    pub formats: Vec<(String, String)>,
}

const SECTIONS: [&str; 4] = ["plural", "list", "scale", "message"];
const SCALES: [&str; 3] = ["short_money", "typed_money", "text_quantity"];
const LIST_KEYS: [&str; 4] = ["separator", "last", "long_separator", "long_last"];

/// Parses a template file and checks that it has a template for each declared message with its placeholders.
///
/// # Errors
/// All errors, with file and line.
pub fn read(file: &str, text: &str, declared: &[(&str, &[&str])]) -> Result<CheckedTemplates, Vec<String>> {
    let mut reader = Reader { file, text, catalog: CheckedTemplates::default(), mistakes: Vec::new() };
    match DeTable::parse(text) {
        Ok(table) => reader.read(table.get_ref(), declared),
        Err(error) => reader.wrong(error.span().unwrap_or_default(), error.message()),
    }
    if reader.mistakes.is_empty() { Ok(reader.catalog) } else { Err(reader.mistakes) }
}

struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    catalog: CheckedTemplates,
    mistakes: Vec<String>,
}

impl<'t> Reader<'t> {
    fn wrong(&mut self, at: Range<usize>, what: impl AsRef<str>) {
        let line = self.text.get(..at.start).unwrap_or_default().matches('\n').count() + 1;
        self.mistakes.push(format!("{}:{line}: {}", self.file, what.as_ref()));
    }

    fn read(&mut self, table: &DeTable<'t>, declared: &[(&str, &[&str])]) {
        for (name, _) in table.iter().filter(|(name, _)| !SECTIONS.contains(&name.get_ref().as_ref())) {
            self.wrong(
                name.span(),
                format!("there is no section `{}`; there is {}", name.get_ref(), listed(&SECTIONS)),
            );
        }
        let section = |name: &str| table.get(name).and_then(|section| section.get_ref().as_table());
        let [plural, list, scale, message] = SECTIONS.map(section);
        for (name, found) in SECTIONS.iter().zip([plural, list, scale, message]) {
            if found.is_none() {
                self.wrong(0..0, format!("there is no section [{name}]"));
            }
        }
        plural.into_iter().for_each(|section| self.plural(section));
        list.into_iter().for_each(|section| self.lists(section));
        scale.into_iter().for_each(|section| self.scales(section));
        message.into_iter().for_each(|section| self.messages(section, declared));
    }

    fn plural(&mut self, section: &DeTable<'t>) {
        for (category, rule) in section {
            let rule_text = rule.get_ref().as_str().unwrap_or_default();
            if PluralRule::parse(rule_text).is_none() {
                self.wrong(rule.span(), format!("`{rule_text}` is no plural rule, such as `n = 1`"));
            }
            self.catalog.formats.push((format!("plural.{}", category.get_ref()), rule_text.to_owned()));
        }
    }

    fn lists(&mut self, section: &DeTable<'t>) {
        for (style, keys) in section {
            for (key, value) in keys.get_ref().as_table().into_iter().flatten() {
                let (name, style) = (key.get_ref().as_ref(), style.get_ref());
                let text = match value.get_ref() {
                    DeValue::String(text) if LIST_KEYS.contains(&name) => text.to_string(),
                    DeValue::Boolean(true) if name == "quote" => String::new(),
                    _ => {
                        self.wrong(key.span(), format!("`{name}` is nothing that a list style has"));
                        continue;
                    }
                };
                self.catalog.formats.push((format!("list.{style}.{name}"), text));
            }
            let has_separator = keys.get_ref().as_table().is_some_and(|keys| keys.contains_key("separator"));
            if !has_separator {
                self.wrong(style.span(), format!("the list style `{}` has no `separator`", style.get_ref()));
            }
        }
    }

    fn scales(&mut self, section: &DeTable<'t>) {
        for (name, _) in section.iter().filter(|(name, _)| !SCALES.contains(&name.get_ref().as_ref())) {
            self.wrong(name.span(), format!("there is no scale `{}`; there is {}", name.get_ref(), listed(&SCALES)));
        }
        for name in SCALES {
            let Some(steps) = section.get(name).and_then(|steps| steps.get_ref().as_table()) else {
                self.wrong(0..0, format!("[scale] has no `{name}`; a language may have no step: {name} = {{}}"));
                continue;
            };
            let mut found: Vec<(u64, String)> = Vec::new();
            for (size, pattern) in steps {
                let text = pattern.get_ref().as_str().unwrap_or_default();
                match size.get_ref().parse() {
                    Ok(size) if size > 1 => found.push((size, text.to_owned())),
                    _ => self.wrong(size.span(), format!("`{}` is no size of a scale", size.get_ref())),
                }
                if let Err(wrong) = parse(text, &super::SCALE_PLACEHOLDERS) {
                    self.wrong(pattern.span(), wrong);
                }
            }
            // Largest first: the renderer takes the first step that fits.
            found.sort_by_key(|(size, _)| core::cmp::Reverse(*size));
            let lines = found.into_iter().map(|(size, text)| (format!("scale.{name}.{size}"), text));
            self.catalog.formats.extend(lines);
        }
    }

    fn messages(&mut self, section: &DeTable<'t>, declared: &[(&str, &[&str])]) {
        for (name, _) in section.iter().filter(|(name, _)| !declared.iter().any(|(known, _)| known == name.get_ref())) {
            self.wrong(name.span(), format!("there is no message `{}`", name.get_ref()));
        }
        for (name, placeholders) in declared {
            match section.get(*name) {
                Some(template) => self.message(name, template, placeholders),
                None => self.wrong(self.text.len()..0, format!("the message `{name}` has no template")),
            }
        }
    }

    fn message(&mut self, name: &str, template: &Spanned<DeValue<'t>>, placeholders: &[&str]) {
        let text = template.get_ref().as_str().unwrap_or_default().to_owned();
        match parse(&text, placeholders) {
            Ok(_) if text.is_empty() => self.wrong(template.span(), format!("the template of `{name}` is empty")),
            Ok(pieces) => {
                let mut uses = PlaceholderUses::default();
                uses.add(&pieces);
                for wrong in self.unfit(name, &uses, placeholders) {
                    self.wrong(template.span(), wrong);
                }
            }
            Err(wrong) => self.wrong(template.span(), format!("`{name}`: {wrong}")),
        }
        self.catalog.messages.push(text);
    }

    // Placeholders that a template does not use, and formats it uses that the language does not define.
    fn unfit(&self, name: &str, uses: &PlaceholderUses<'_>, placeholders: &[&str]) -> Vec<String> {
        let has = |key: String| self.catalog.formats.iter().any(|(known, _)| *known == key);
        let unused = (0..).zip(placeholders).filter(|(place, _)| !uses.places.contains(place));
        let unused =
            unused.map(|(_, unused)| format!("`{name}` does not use `{unused}`; say so with {{{unused}, omit}}"));
        let styles = uses.styles.iter().filter(|style| !has(format!("list.{style}.separator")));
        let styles = styles.map(|style| format!("`{name}`: [list] has no style `{style}`"));
        let categories = uses.categories.iter().filter(|category| !has(format!("plural.{category}")));
        let categories = categories.map(|category| format!("`{name}`: [plural] has no category `{category}`"));
        unused.chain(styles).chain(categories).collect()
    }
}

// The placeholders that a template uses, by index, and the list styles and plural categories that it names.
#[derive(Debug, Default)]
struct PlaceholderUses<'a> {
    places: Vec<usize>,
    styles: Vec<&'a str>,
    categories: Vec<&'a str>,
}

impl<'a> PlaceholderUses<'a> {
    fn add(&mut self, pieces: &[TemplatePiece<'a>]) {
        for piece in pieces {
            match piece {
                TemplatePiece::Text(_) => {}
                TemplatePiece::Value(place, formatters) => {
                    self.places.push(*place);
                    self.styles.extend(formatters.iter().filter_map(|formatter| match formatter {
                        Formatter::List(style) => Some(*style),
                        _ => None,
                    }));
                }
                TemplatePiece::Select(place, variants) => {
                    self.places.push(*place);
                    for (key, pieces) in variants {
                        if let VariantKey::Category(category) = key {
                            self.categories.push(category);
                        }
                        self.add(pieces);
                    }
                }
            }
        }
    }
}
