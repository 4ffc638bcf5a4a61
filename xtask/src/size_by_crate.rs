//! The size of each crate in the main module and the lazy module: the bytes of its functions, and the brotli bytes
//! saved without them. Knows the compiler's names of functions, not what they do.

use crate::post_build::{compress, split};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

// Crates below this number of bytes are summed up in one line.
const SMALL: usize = 1000;

/// The size of one crate in a module, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrateSize {
    /// The crate.
    pub name: String,
    /// Its functions, uncompressed.
    pub raw: usize,
    /// The brotli bytes that the module would save without its functions.
    pub brotli: usize,
}

/// The crates of both modules of the last release build, largest first.
pub fn both(root: &Path) -> Result<[Vec<CrateSize>; 2]> {
    let [first, second] = split::parts(root, "release")?.map(|part| {
        let program = std::fs::read(&part).with_context(|| format!("cannot read {}: is it built?", part.display()))?;
        of(&program).with_context(|| format!("cannot read {}", part.display()))
    });
    Ok([first?, second?])
}

/// The same as JSON, for the benchmark.
pub fn as_json([first, second]: &[Vec<CrateSize>; 2]) -> Value {
    let list = |sizes: &[CrateSize]| -> Vec<Value> {
        sizes.iter().map(|size| json!({ "crate": size.name, "raw": size.raw, "brotli": size.brotli })).collect()
    };
    json!({ "first": list(first), "second": list(second) })
}

/// Prints a table for each module.
pub fn print([first, second]: &[Vec<CrateSize>; 2]) {
    for (title, sizes) in [("main module", first), ("lazy module", second)] {
        println!("{title:<40} {:>10} {:>10}", "raw", "brotli");
        for size in sizes {
            println!("{:<40} {:>10} {:>10}", size.name, size.raw, size.brotli);
        }
    }
}

/// The crates of a module that has a name section.
pub fn of(program: &[u8]) -> Result<Vec<CrateSize>> {
    let functions = functions(program)?;
    let whole = compressed(functions.iter().map(|(_, code)| *code))?;
    let mut raw: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, code) in &functions {
        *raw.entry(name).or_default() += code.len();
    }
    let small: Vec<&str> = raw.iter().filter(|(_, bytes)| **bytes < SMALL).map(|(name, _)| *name).collect();
    let heavy = raw.iter().filter(|(_, bytes)| **bytes >= SMALL);
    let groups = heavy.map(|(name, _)| ((*name).to_owned(), vec![*name])).chain([("others".to_owned(), small)]);
    let mut sizes = Vec::new();
    for (name, members) in groups {
        let without = functions.iter().filter(|(name, _)| !members.contains(&name.as_str()));
        let brotli = whole.saturating_sub(compressed(without.map(|(_, code)| *code))?);
        let raw = members.iter().filter_map(|member| raw.get(member)).sum();
        sizes.push(CrateSize { name, raw, brotli });
    }
    sizes.sort_by_key(|size| std::cmp::Reverse(size.raw));
    Ok(sizes)
}

fn compressed<'a>(code: impl Iterator<Item = &'a [u8]>) -> Result<usize> {
    let code: Vec<u8> = code.flatten().copied().collect();
    Ok(compress::quick_brotli(&code)?.len())
}

// The crate and the code of each function.
fn functions(program: &[u8]) -> Result<Vec<(String, &[u8])>> {
    let (mut imported, mut bodies, mut names) = (0_u32, Vec::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(program) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(list) = section.as_known() {
                    read_names(list, &mut names)?;
                }
            }
            _ => {}
        }
    }
    Ok((imported..)
        .zip(bodies)
        .map(|(index, code)| (names.get(&index).map_or_else(|| "?".to_owned(), |name| crate_of(name)), code))
        .collect())
}

fn read_names(list: wasmparser::NameSectionReader<'_>, names: &mut BTreeMap<u32, String>) -> Result<()> {
    for part in list {
        if let Name::Function(map) = part? {
            for naming in map {
                let naming = naming?;
                names.insert(naming.index, naming.name.to_owned());
            }
        }
    }
    Ok(())
}

// The crate of a function: the first path in its name.
fn crate_of(name: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(name));
    // wasm-bindgen has already demangled some names, with a hash of the crate: `core[c5930c85]::str`.
    let name = name.split(']').map(|part| part.split('[').next().unwrap_or_default()).collect::<String>();
    let end = name.find("::").unwrap_or(0);
    let start =
        name[..end].rfind(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').map_or(0, |index| index + 1);
    if start == end { "glue".to_owned() } else { name[start..end].to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_belongs_to_the_first_crate_in_its_name() {
        for (name, belongs) in [
            ("_ZN5huiqi5pages5later4page17hd17b5f8deead9dcaE", "huiqi"),
            (
                "_RNvMs0_NtCsjqx8TIyZbP9_8dlmalloc8dlmallocINtB5_8DlmallocNtNtB7_3sys6SystemE6mallocCsebHcaeoSrxy_3std",
                "dlmalloc",
            ),
            ("_ZN50_$LT$T$u20$as$u20$reactive_graph..traits..With$GT$8try_with17h14632e153fedf056E", "reactive_graph"),
            ("<core[c5930c85a12de822]::str::pattern::StrSearcher>::new", "core"),
            ("__wbindgen_malloc", "glue"),
        ] {
            assert_eq!(crate_of(name), belongs, "{name}");
        }
    }
}
