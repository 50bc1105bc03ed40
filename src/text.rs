//! Lines of text that people type: names and titles, which hold between 1 and 255 characters.
//!
//! A value of these types has been checked; there is no other way to make one, so no blank or unprintable name reaches a
//! statement. Any language's letters and emoji are welcome; what cannot be shown is not.

use crate::language::tr;

/// The most characters a line may have, after trimming. The database counts the same.
pub const MAX_CHARS: usize = 255;

/// Why a text is no line. Its words are shown beside the field; what has a number in it is in the language of the page by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Nothing that can be seen.
    #[error("Please enter something; blanks alone are not enough.")]
    Blank,
    /// More than [`MAX_CHARS`].
    #[error("{}", too_long(*.0))]
    TooLong(usize),
    /// A control character: NUL, a line break, an escape.
    #[error("That contains a character that cannot be shown, such as a line break. Please remove it.")]
    Unprintable,
}

fn too_long(count: usize) -> String {
    tr!("That is {count} characters; 255 fit.", count = count)
}

/// Checks a text and gives it back trimmed.
///
/// # Errors
/// When it is blank, too long or unprintable.
pub fn line(text: &str) -> Result<String, LineError> {
    let text = text.trim();
    if !text.chars().any(is_visible) {
        return Err(LineError::Blank);
    }
    if text.chars().any(char::is_control) {
        return Err(LineError::Unprintable);
    }
    match text.chars().count() {
        count if count > MAX_CHARS => Err(LineError::TooLong(count)),
        _ => Ok(text.to_owned()),
    }
}

/// Whether a character leaves a mark. Joiners, direction marks and the like are welcome between letters, but a name made
/// of them alone could not be clicked.
fn is_visible(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{3164}')
}

/// Declares a type of line: `line_type!(/// What a task says. Title)`.
#[macro_export]
macro_rules! line_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, postgres_types::ToSql)]
        #[postgres(transparent)]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::text::LineError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::text::line(text).map(Self)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_every_language_and_trims() {
        for text in ["Übergröße", "שלום עולם", "مشروع", "日本語", "👩‍👩‍👧‍👦 family", "a\u{301}", "x"]
        {
            assert_eq!(line(&format!("  {text}\u{3000}")), Ok(text.to_owned()));
        }
    }

    #[test]
    fn refuses_what_cannot_be_seen() {
        for text in ["", " ", "\t\n", "\u{200b}", "\u{2060}\u{200d} ", "\u{a0}", "\0"] {
            assert!(line(text).is_err(), "{text:?}");
        }
        for text in ["a\0b", "a\nb", "a\u{1b}[0m"] {
            assert_eq!(line(text), Err(LineError::Unprintable), "{text:?}");
        }
    }

    #[test]
    fn counts_characters_and_not_bytes() {
        assert!(line(&"é".repeat(255)).is_ok());
        assert_eq!(line(&"é".repeat(256)), Err(LineError::TooLong(256)));
        assert!(line(&format!("   {}   ", "x".repeat(255))).is_ok());
    }
}
