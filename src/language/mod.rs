//! The languages of pages, and what a text is in each. Which one a request is answered in, `web::language` knows.
//!
//! The sources are in English, and a text of theirs is its own key, as gettext has it: `tr("Save")`,
//! `tr!("Nothing in {list}", list = …)`, `trn!(rows, "{rows} row", "{rows} rows")`. What a catalogue lacks is shown in English.
//! What people wrote is never looked up: a project called “Save” stays one. Logs, the command line, exports and the trail have no
//! language.

mod catalogue;

use std::fmt::Display;

pub use crate::{tr, trn};

tokio::task_local! {
    static LANGUAGE: Language;
}

/// A language that pages are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// That of the sources.
    #[default]
    English,
    /// `de.po`.
    German,
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// As documents and browsers call it (BCP 47).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What it calls itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// The one of that code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// That of the request that is answered; English where none is.
    #[must_use]
    pub fn current() -> Self {
        LANGUAGE.try_with(|language| *language).unwrap_or_default()
    }

    /// A text with its places filled; `{name}` where the text has it.
    #[doc(hidden)]
    #[must_use]
    pub fn filled(self, text: &str, values: &[(&str, &dyn Display)]) -> String {
        catalogue::filled(catalogue::of(self).get(text).map_or(text, String::as_str), values)
    }

    /// The same of one of two texts: that of one thing, or that of so many.
    #[doc(hidden)]
    #[must_use]
    pub fn counted(self, number: u64, one: &str, many: &str, values: &[(&str, &dyn Display)]) -> String {
        // English and German count alike: one, and all others.
        self.filled(if number == 1 { one } else { many }, values)
    }
}

/// All that comes of `answer` is in this language.
pub async fn within<T>(language: Language, answer: impl Future<Output = T>) -> T {
    LANGUAGE.scope(language, answer).await
}

/// `text` with each `{name}` replaced by what is given for it, which is not looked at again.
#[must_use]
pub fn filled(text: &str, values: &[(&str, &dyn Display)]) -> String {
    catalogue::filled(text, values)
}

/// A text of the sources in the language of the page.
#[must_use]
pub fn tr(text: &str) -> &str {
    let language = Language::current();
    if language == Language::English {
        return text;
    }
    catalogue::of(language).get(text).map_or(text, String::as_str)
}

/// The same with places in it, each filled by name: `tr!("Open {name}", name = project.name)`.
#[macro_export]
macro_rules! tr {
    ($text:literal, $($name:ident = $value:expr),+ $(,)?) => {
        if $crate::language::Language::current() == $crate::language::Language::English {
            format!($text, $($name = $value),+)
        } else {
            $crate::language::Language::current()
                .filled($text, &[$((stringify!($name), &$value as &dyn ::std::fmt::Display)),+])
        }
    };
}

/// The same of so many things, with a text for one of them and one for others: `trn!(rows, "{rows} row", "{rows} rows")`.
#[macro_export]
macro_rules! trn {
    ($number:ident, $one:literal, $many:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::language::Language::current().counted(
            u64::try_from($number).unwrap_or(u64::MAX),
            $one,
            $many,
            // What is given by name counts first: the number as people write it, say.
            &[$((stringify!($name), &$value as &dyn ::std::fmt::Display),)* (stringify!($number), &$number as &dyn ::std::fmt::Display)],
        )
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_text_is_in_the_language_of_the_request() {
        assert_eq!(tr("Save"), "Save");
        let rows = 2;
        within(Language::German, async {
            assert_eq!(tr("Save"), "Speichern");
            assert_eq!(tr("What nobody wrote"), "What nobody wrote");
            assert_eq!(trn!(rows, "{rows} row", "{rows} rows"), "2 Zeilen");
        })
        .await;
        assert_eq!(trn!(rows, "{rows} row", "{rows} rows"), "2 rows");
        assert_eq!(tr!("Open {name}", name = "Save"), "Open Save");
    }
}
