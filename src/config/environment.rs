//! What an instance is called: `PRODUCTION`, `staging`. The panel says so on every page, so that nobody acts on the wrong one.
//! It is shown and nothing else: no decision ever depends on it.

use std::{fmt, str::FromStr};

/// The most characters that have a place in the bar of a phone.
const MOST: usize = 16;

/// The name of an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment(String);

/// Why a text is no name of an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvironmentError {
    /// Nothing that can be seen.
    #[error("it is blank; unset it where nothing is to be shown")]
    Blank,
    /// More than fits.
    #[error("it has {0} characters; {MOST} fit")]
    TooLong(usize),
    /// A character that has no place in a name.
    #[error("it has a character other than letters, digits, blanks, hyphens, dots and underscores")]
    Odd,
}

impl FromStr for Environment {
    type Err = EnvironmentError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EnvironmentError::Blank);
        }
        if !text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '_')) {
            return Err(EnvironmentError::Odd);
        }
        match text.chars().count() {
            count if count > MOST => Err(EnvironmentError::TooLong(count)),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Environment {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_of_letters() {
        for name in ["PRODUCTION", " staging ", "eu-west 2", "test_1.2", "Prüfstand"] {
            assert_eq!(name.parse::<Environment>().unwrap().as_str(), name.trim());
        }
        for (name, wrong) in [
            ("", EnvironmentError::Blank),
            (" \t", EnvironmentError::Blank),
            ("<b>x</b>", EnvironmentError::Odd),
            ("a\nb", EnvironmentError::Odd),
            ("a\u{202e}b", EnvironmentError::Odd),
            ("🚀", EnvironmentError::Odd),
            ("seventeen letters", EnvironmentError::TooLong(17)),
        ] {
            assert_eq!(name.parse::<Environment>(), Err(wrong), "{name:?}");
        }
    }
}
