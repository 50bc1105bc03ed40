//! The catalogues against the sources: what one lacks, what it has to no purpose, and what would fill no place.

use std::collections::{BTreeMap, BTreeSet};

use crate::house::files;

/// The entries of a catalogue, in its order. A text may go over several lines.
fn entries(po: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut translation = false;
    for line in po.lines().filter(|line| !line.starts_with('#')) {
        let (of, quoted) = match line.split_once(' ') {
            Some(("msgid", quoted)) => (Some(false), quoted),
            Some(("msgstr", quoted)) => (Some(true), quoted),
            _ => (None, line),
        };
        let Some(text) = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else { continue };
        if let Some(of) = of {
            translation = of;
            if !of {
                found.push(Default::default());
            }
        }
        let (key, said) = found.last_mut().unwrap();
        let place = if translation { said } else { key };
        place.push_str(&text.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\"));
    }
    found.retain(|(key, _)| !key.is_empty());
    found
}

fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| part.split('}').next()).collect()
}

/// The texts of a source, each with the code before it, without blanks and comments.
fn texts(source: &str) -> Vec<(String, String)> {
    let (mut found, mut code) = (Vec::new(), String::new());
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        } else if let Some(raw) = rest.strip_prefix("r#\"") {
            rest = raw.split_once("\"#").map_or("", |(_, rest)| rest);
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest = &rest[if rest.starts_with("'\"'") { 3 } else { 4 }..];
        } else if let Some(quoted) = rest.strip_prefix('"') {
            let (text, after) = literal(quoted);
            found.push((std::mem::take(&mut code), text));
            rest = after;
        } else {
            if !next.is_whitespace() {
                code.push(next);
            }
            rest = &rest[next.len_utf8()..];
        }
    }
    found
}

/// A literal from behind its first quote: what it says, and what follows it.
fn literal(quoted: &str) -> (String, &str) {
    let mut text = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (text, &quoted[at + 1..]),
            '\\' => match chars.next() {
                Some((_, '\n')) => {
                    let after = chars.as_str();
                    let blanks = after.len() - after.trim_start().len();
                    chars.by_ref().take(after[..blanks].chars().count()).for_each(drop);
                }
                Some((_, 'n')) => text.push('\n'),
                Some((_, other)) => text.push(other),
                None => {}
            },
            c => text.push(c),
        }
    }
    (text, "")
}

/// The texts of a source that are looked up where they stand, and those of the pages of errors, which are where they are shown.
fn looked_up(name: &str, source: &str) -> Vec<String> {
    let mut counted = false;
    let mut found = texts(source.split("#[cfg(test)]").next().unwrap());
    found.retain(|(code, _)| {
        let of_problem =
            name == "src/web/problem.rs" && (code.ends_with("title:") || code.ends_with("detail:"));
        let of_many = counted && code == ",";
        counted = is_counted(code);
        is_looked_up(code) || counted || of_many || of_problem
    });
    found.into_iter().map(|(_, text)| text).collect()
}

/// The texts of the panel's descriptions, which whoever shows them looks up: what things, columns, filters, fields, groups and acts
/// are called, and what is said of them.
fn described(source: &str) -> Vec<String> {
    let whole = ["one:", "plural:", "many:", "lead:", "search:", "anywhere:", "label:", ".help(", ".adding("];
    let new = ["Group::new(", "Group::seldom(", "Related::new("];
    let second = ["Column::new(", "Field::new("];
    // What an act is called, what was done, its icon aside, and what that means.
    let mut follow = 0;
    let mut found = texts(source.split("#[cfg(test)]").next().unwrap());
    found.retain(|(code, text)| {
        let ends = |codes: &[&str]| codes.iter().any(|name| code.ends_with(name));
        let follows = follow > 0;
        follow = if ends(&second) {
            1
        } else if code.ends_with("Action::new((") {
            3
        } else {
            follow.max(1) - 1
        };
        (follows || ends(&whole) || ends(&new)) && !text.is_empty()
    });
    found.into_iter().map(|(_, text)| text).collect()
}

/// Whether what stands behind this code is looked up.
fn is_looked_up(code: &str) -> bool {
    ["tr(", "tr!(", "sentence("].into_iter().any(|name| {
        code.strip_suffix(name)
            .is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
    })
}

/// Whether it is what is said of one, of a text for one and one for many.
fn is_counted(code: &str) -> bool {
    code.rsplit_once("trn!(").is_some_and(|(_, number)| {
        number.strip_suffix(',').is_some_and(|number| number.chars().all(|c| c.is_alphanumeric() || c == '_'))
    })
}

#[test]
fn every_catalogue_has_what_the_sources_say_and_nothing_else() {
    let sources: Vec<_> = files("src", ".rs");
    let literals: BTreeSet<String> =
        sources.iter().flat_map(|(_, source)| texts(source)).map(|(_, text)| text).collect();
    let looked_up: BTreeMap<String, &str> = sources
        .iter()
        .flat_map(|(name, source)| looked_up(name, source).into_iter().map(|text| (text, name.as_str())))
        .collect();
    assert!(looked_up.len() > 150, "the texts were found: {}", looked_up.len());
    let descriptions = sources.iter().filter(|(name, source)| {
        name.starts_with("src/admin/") && source.contains(": Model = Model {") && !name.ends_with("model.rs")
    });
    let described: BTreeMap<String, &str> = descriptions
        .flat_map(|(name, source)| described(source).into_iter().map(|text| (text, name.as_str())))
        .collect();
    assert!(described.len() > 100, "the descriptions were found: {}", described.len());
    let mut wrong = Vec::new();
    for (name, po) in files("src/language", ".po") {
        let mut seen = BTreeMap::new();
        for (key, said) in entries(&po) {
            if !literals.contains(&key) {
                wrong.push(format!("{name}: the sources have no {key:?}"));
            }
            if said.is_empty() || places(&key) != places(&said) {
                wrong.push(format!("{name}: {key:?} is {said:?}"));
            }
            if let Some(before) = seen.insert(key.clone(), said) {
                wrong.push(format!("{name}: {key:?} is there twice, also as {before:?}"));
            }
        }
        assert!(!seen.is_empty(), "{name} has texts");
        let lacks = looked_up.iter().chain(&described).filter(|(text, _)| !seen.contains_key(*text));
        wrong.extend(lacks.map(|(text, source)| format!("{name}: lacks {text:?} of {source}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the migrations and the statements of acts file, and what they put together of a status.
pub(crate) fn filed_acts() -> BTreeSet<String> {
    let mut acts: BTreeSet<String> = [
        "tenant_restored",
        "tenant_suspended",
        "tenant_archived",
        "tenant_deleted",
        "user_activated",
        "user_deactivated",
    ]
    .map(str::to_owned)
    .into();
    for (_, sql) in files("migrations", ".sql").into_iter().chain(files("sql", ".sql")) {
        for files_it in ["auth.note('", "record_act('"] {
            let filed = sql.split(files_it).skip(1).filter_map(|rest| rest.split('\'').next());
            acts.extend(filed.filter(|act| !act.ends_with('_')).map(str::to_owned));
        }
    }
    assert!(acts.len() > 30, "{acts:?}");
    acts
}

#[test]
fn every_act_that_is_filed_is_told_in_words() {
    let known: BTreeSet<_> = files("src/admin", "trail.rs")
        .into_iter()
        .flat_map(|(_, source)| texts(&source))
        .map(|(_, text)| text)
        .collect();
    let german: BTreeSet<_> =
        files("src/language", ".po").iter().flat_map(|(_, po)| entries(po)).map(|(key, _)| key).collect();
    let untold: Vec<_> = filed_acts()
        .iter()
        .map(|act| act.replace('_', " "))
        .filter(|words| !known.contains(words) || !german.contains(words))
        .collect();
    assert!(untold.is_empty(), "{untold:?}");
}

#[test]
fn texts_are_found_whatever_stands_around_them() {
    let source = "tr(\n  \"a \\\"b\\\" \\\n   c\") // \"no\"\n'\"' r#\"raw\"# trn!(n, \"one\", \"many\") str(\"x\") title: \"x\"";
    let found: Vec<_> = texts(source).into_iter().map(|(_, text)| text).collect();
    assert_eq!(found, ["a \"b\" c", "one", "many", "x", "x"]);
    assert_eq!(looked_up("src/x.rs", source), ["a \"b\" c", "one", "many"]);
}
