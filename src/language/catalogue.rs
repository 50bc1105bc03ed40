//! The catalogues: what each text of the sources is in another language, from the `.po` files beside this one (GNU gettext
//! manual, "The Format of PO Files"), which are part of the program.
//! They are read once, when somebody first wants the language. Nothing here knows who asks.

use std::{
    collections::HashMap,
    fmt::{Display, Write},
    sync::LazyLock,
};

use polib::po_file;

use super::Language;

type Texts = HashMap<String, String>;

static NONE: LazyLock<Texts> = LazyLock::new(Texts::new);
static GERMAN: LazyLock<Texts> = LazyLock::new(|| read(include_str!("de.po")));

pub(super) fn of(language: Language) -> &'static Texts {
    match language {
        Language::English => &NONE,
        Language::German => &GERMAN,
    }
}

/// What a file says. One that cannot be read has nothing, so its language is shown in English; a test reads each.
fn read(file: &str) -> Texts {
    let Ok(catalogue) = po_file::parse_from_reader(file.as_bytes()) else { return Texts::new() };
    let texts = catalogue.messages().filter(|message| message.is_translated() && !message.is_fuzzy());
    texts
        .filter_map(|message| Some((message.msgid().to_owned(), message.msgstr().ok()?.to_owned())))
        .collect()
}

/// `text` with each `{name}` replaced by what is given for it. What is given is not looked at again.
pub(super) fn filled(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut parts = text.split('{');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // Writing to a String does not fail.
        let _ = match part.split_once('}').and_then(|(name, rest)| {
            let (_, value) = values.iter().find(|(of, _)| *of == name)?;
            Some((value, rest))
        }) {
            Some((value, rest)) => write!(whole, "{value}{rest}"),
            None => write!(whole, "{{{part}"),
        };
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_once_and_by_name() {
        let filled = |text| filled(text, &[("a", &"{b}"), ("b", &7)]);
        for (text, said) in
            [("", ""), ("{a} and {b}", "{b} and 7"), ("{b}{b}", "77"), ("{c} {", "{c} {"), ("}{a}", "}{b}")]
        {
            assert_eq!(filled(text), said);
        }
    }
}
