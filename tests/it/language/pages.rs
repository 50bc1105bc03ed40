//! Pages in two languages, text by text: what says the same in both is English that somebody else has to read.

use std::collections::BTreeSet;

use super::{
    panel,
    walk::{Seen, walk},
};

/// Words that are the same in both, and those that no language has.
const SAME: &[&str] = &[
    // What it is called, and what it runs on; and what languages call themselves.
    "Rowhouse",
    "PostgreSQL",
    "English",
    "Deutsch",
    // Words of both.
    "System",
    "Name",
    "Status",
    "Admin",
    "in",
    "Person",
    "Support",
    "Superuser",
    "Export",
    "Pool",
    "April",
    "August",
    "September",
    "November",
    "Jan",
    "Feb",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Nov",
    // Kinds of file, and the roles of the database, which are called so in every language.
    "CSV",
    "JSON",
    "app",
    "auth",
    "admin",
    "operator",
    // What is printed on the key, and what no language has.
    "Esc",
    "A–Z",
];

/// What people wrote, what was typed into a search, moments, and what is in the trails: their details are put into words by
/// statements, as they were filed, in one language.
fn is_data(text: &str) -> bool {
    let words = ["acme", "globex", "alice", "gus", "vera", "root", "Ticket 4711", "Zorn", "zzz", "acm"];
    words.contains(&text)
        || text.contains(":nonsense")
        || text.starts_with("address ")
        || text.contains(" → ")
        || text.ends_with(" UTC") && text.starts_with(|c: char| c.is_ascii_digit())
        || text.starts_with("acme ")
        || text.starts_with("globex ")
        || text.starts_with("zorn")
        // A reason as the trail keeps it, an address, and by which roles the trail of the installation is written; and what is
        // English for “before” in one column and German for “what” in another.
        || ["Undo: Ticket 4711", "/projects/", "rowhouse_operator", "rowhouse_auth", "Was"].contains(&text)
}

/// What people read of a page, or have read to them: texts, and the attributes that hold some.
pub(super) fn texts(html: &str) -> BTreeSet<String> {
    // A part may be a text alone.
    let mut found = BTreeSet::from([plain(html.split('<').next().unwrap_or_default())]);
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        // What stands in a field is what was typed, and code is typed as it stands there.
        if !["script", "textarea", "code"].iter().any(|name| tag.starts_with(name)) {
            found.insert(plain(text));
        }
        for attribute in ["aria-label", "title", "placeholder", "alt"] {
            let value = tag.split(&format!(" {attribute}=\"")).nth(1).and_then(|rest| rest.split('"').next());
            found.extend(value.map(plain));
        }
    }
    found
}

fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    text.trim().trim_end_matches(" · Rowhouse").trim_matches([':', ',', ' ']).to_owned()
}

/// What stands in both, and is neither what people wrote nor the same in both languages.
fn untranslated(english: &Seen, german: &Seen) -> Vec<String> {
    let english_texts = texts(&english.answer.body);
    let same = texts(&german.answer.body).into_iter().filter(|text| english_texts.contains(text));
    same.filter(|text| {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        letters > 1 && !SAME.contains(&text.as_str()) && !is_data(text)
    })
    .map(|text| format!("{}: {text:?}", german.what))
    .collect()
}

fn compare(english: &[Seen], german: &[Seen]) {
    assert_eq!(english.len(), german.len());
    let mut wrong = Vec::new();
    for (english, german) in english.iter().zip(german) {
        assert_eq!(english.what, german.what);
        assert_eq!(english.answer.status, german.answer.status, "{}", english.what);
        if german.answer.body.starts_with("<!DOCTYPE") {
            assert!(german.answer.body.contains("<html lang=\"de\""), "{}", german.what);
        }
        if german.answer.status != 303 {
            let says = texts(&german.answer.body).iter().any(|text| !text.is_empty());
            assert!(says, "{} says something", german.what);
        }
        wrong.extend(untranslated(english, german));
    }
    assert!(wrong.is_empty(), "{} texts:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn no_page_says_to_a_german_what_it_says_in_english() {
    let (english, german) = tokio::join!(walk("en"), walk("de"));
    compare(&english, &german);
}

#[tokio::test]
async fn no_list_of_the_panel_does() {
    let (english, german) = tokio::join!(panel::lists("en"), panel::lists("de"));
    compare(&english, &german);
}

#[tokio::test]
async fn no_page_of_a_thing_in_the_panel_does() {
    let (english, german) = tokio::join!(panel::things("en"), panel::things("de"));
    compare(&english, &german);
}

#[test]
fn texts_and_attributes_are_read() {
    let html = "<p title=\"Edit &amp; go\">Save <b>x</b>, then</p><input placeholder=\"Find\">";
    let expected = ["Edit & go", "Save", "x", "then", "Find", ""].map(str::to_owned);
    assert_eq!(texts(html), BTreeSet::from(expected));
}
