//! The rules of the house, held against the sources themselves.

use std::{
    fs,
    path::{Path, PathBuf},
};

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder whose name ends so, with their text.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap_or_else(|_| panic!("no folder {}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, ending, found);
            } else if path.to_str().unwrap().ends_with(ending) {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), ending, &mut found);
    assert!(!found.is_empty(), "no file below {folder} ends in {ending}");
    found.sort();
    found
}

/// The statements that requests and commands run: everything in `sql/` but what psql alone runs.
pub(crate) fn statements() -> Vec<(String, String)> {
    let mut found = files("sql", ".sql");
    found.retain(|(name, _)| {
        let for_psql = name.starts_with("sql/inspect/") && name.matches('/').count() == 2;
        !name.starts_with("sql/bootstrap/") && !for_psql
    });
    found
}

fn without_comments(sql: &str) -> String {
    sql.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n")
}

/// What stands outside quotes; a doubled quote ends one text and begins the next, which is as good.
fn without_texts(sql: &str) -> String {
    sql.split('\'').step_by(2).collect()
}

#[track_caller]
fn assert_none(offenders: &[String], rule: &str) {
    assert!(offenders.is_empty(), "{rule}:\n{}", offenders.join("\n"));
}

#[test]
fn a_tenant_is_named_where_the_design_allows_it_and_nowhere_else() {
    const ALLOWED: [&str; 10] = [
        "sql/bootstrap/",
        "sql/inspect/",
        "sql/admin/",
        "sql/operator/",
        "sql/identity/",
        "src/db/",
        "src/operate/",
        "src/identity/",
        "src/admin/",
        "src/web/session/",
    ];
    let mut offenders: Vec<_> = files("sql", ".sql").into_iter().chain(files("src", ".rs")).collect();
    offenders.retain(|(name, text)| {
        text.contains("tenant_id") && !ALLOWED.iter().any(|allowed| name.starts_with(allowed))
    });
    assert_none(&offenders.into_iter().map(|(name, _)| name).collect::<Vec<_>>(), "names tenant_id");
}

#[test]
fn every_file_of_sql_is_one_statement_with_a_word_on_what_it_is_for() {
    let mut offenders = Vec::new();
    for (name, text) in statements() {
        let statement = without_comments(&text);
        let first = statement.split_whitespace().next().unwrap_or_default();
        if !["select", "insert", "update", "delete", "with"].contains(&first) {
            offenders.push(format!("{name}: begins with {first:?}"));
        }
        if without_texts(&statement).contains(';') {
            offenders.push(format!("{name}: more than one statement"));
        }
        if !text.starts_with("-- ") || !text.contains("Run by rowhouse_") {
            offenders.push(format!("{name}: does not say what it is for and who runs it"));
        }
    }
    assert_none(&offenders, "not one statement");
}

#[test]
fn every_file_of_sql_is_used() {
    let sources: String = files("src", ".rs").into_iter().map(|(_, text)| text).collect();
    let unused: Vec<_> = statements()
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| {
            let name = name.trim_start_matches("sql/").trim_end_matches(".sql");
            !sources.contains(&format!("sql!(\"{name}\")"))
        })
        .collect();
    assert_none(&unused, "used by nothing");
}

/// Text that is not a file of `sql/` reaches the server from these files alone.
#[test]
fn whole_texts_are_sent_from_db_and_operate_alone() {
    let mut offenders = Vec::new();
    for (name, text) in files("src", ".rs") {
        let allowed = name.starts_with("src/db/transaction.rs")
            || name.starts_with("src/db/listener.rs")
            || name.starts_with("src/operate/");
        for word in ["batch_execute", "simple_query"] {
            if !allowed && text.contains(word) {
                offenders.push(format!("{name}: {word}"));
            }
        }
        let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        // Both try whether that is refused.
        let attempts = name == "src/operate/doctor/probe.rs" || name.starts_with("src/operate/demo/");
        if attempts {
            continue;
        }
        if code.contains("set_config") || code.to_lowercase().contains("set role") {
            offenders.push(format!("{name}: changes its role or its context inside a query"));
        }
    }
    assert_none(&offenders, "sends text of its own");
}

#[test]
fn no_page_has_inline_style_or_script() {
    let mut offenders = Vec::new();
    for (name, text) in files("src", ".rs") {
        for (number, line) in text.lines().enumerate() {
            let inline_handler = line.split_whitespace().any(|word| {
                word.strip_prefix("on").is_some_and(|rest| {
                    rest.split_once("=\"").is_some_and(|(event, _)| {
                        !event.is_empty() && event.chars().all(|c| c.is_ascii_lowercase())
                    })
                })
            });
            let forbidden =
                [" style=\"", " style=(", "hx-on", "javascript:", "script { \"", "style { \"", "js:"];
            let comment = line.trim_start().starts_with("//");
            // The tests of what such a thing is answered with may name it.
            let quoted = line.contains("\"javascript:");
            if !comment && !quoted && (inline_handler || forbidden.iter().any(|bad| line.contains(bad))) {
                offenders.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert_none(&offenders, "breaks the content security policy");
}

#[test]
fn every_module_says_what_it_is() {
    let silent: Vec<_> = files("src", ".rs")
        .into_iter()
        .filter(|(_, text)| {
            !(2..=60).contains(&text.lines().take_while(|line| line.starts_with("//!")).count())
        })
        .map(|(name, _)| name)
        .collect();
    assert_none(&silent, "opens without at least two lines on what it is");
}

#[test]
fn no_lint_is_silenced_without_a_reason() {
    let offenders: Vec<_> = files("src", ".rs")
        .into_iter()
        .filter(|(_, text)| {
            text.contains("#[allow(")
                || text.contains("#![allow(")
                || text
                    .split("expect(clippy::")
                    .skip(1)
                    .any(|rest| !rest.split(")]").next().unwrap_or_default().contains("reason"))
        })
        .map(|(name, _)| name)
        .collect();
    assert_none(&offenders, "silences a lint");
}

#[test]
fn every_table_is_protected_by_the_file_that_creates_it() {
    let mut offenders = Vec::new();
    for (name, text) in files("migrations", ".sql") {
        for table in text.split("create table ").skip(1).filter_map(|rest| rest.split_whitespace().next()) {
            let protected = table.starts_with("auth.") || text.contains(&format!("app.protect('{table}'"));
            if !protected {
                offenders.push(format!("{name}: {table}"));
            }
        }
        if !text.contains("\nset role rowhouse_") && !text.starts_with("set role") {
            offenders.push(format!("{name}: does not take the role of an owner"));
        }
        if !text.trim_end().ends_with("reset role;") {
            offenders.push(format!("{name}: does not give the role back"));
        }
    }
    assert_none(&offenders, "a table without its policies");
}

/// What isolation costs is measured against the same statements with the tenant named, and against nothing else.
#[test]
fn the_twins_of_the_benchmark_ask_what_the_product_asks() {
    let in_one_line = |sql: &str| {
        let text = without_comments(sql).replace(';', "");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let twins = files("bench/sql/explicit", ".sql");
    assert!(twins.len() >= 8);
    let differing: Vec<_> = twins
        .into_iter()
        .filter(|(name, text)| {
            let mut unnamed = in_one_line(text);
            for (alias, parameter) in
                ["p.", "q.", "t.", ""].into_iter().flat_map(|alias| (1..=9).map(move |n| (alias, n)))
            {
                let predicate = format!("{alias}tenant_id = ${parameter}");
                unnamed = unnamed
                    .replace(&format!("{predicate} and "), "")
                    .replace(&format!(" where {predicate}"), "");
            }
            let product = fs::read_to_string(root().join(name.replace("bench/sql/explicit", "sql"))).unwrap();
            unnamed != in_one_line(&product)
        })
        .map(|(name, _)| name)
        .collect();
    assert_none(&differing, "is not its statement in sql/ with the tenant named");
}
