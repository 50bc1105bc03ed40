//! What a browser prefers, in cookies: light or dark, the language, and whether keys are shortcuts.
//!
//! They are read by the server, so a page arrives as it will look. Nothing in them is about a person or a tenant.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::{language::Language, ui::Theme};

const THEME: &str = "theme";
const SHORTCUTS: &str = "shortcuts";
const LANGUAGE: &str = "language";
/// The language that the browser asks for, and none that was chosen here.
const BROWSER: &str = "browser";

/// What a browser prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// Light or dark.
    pub theme: Theme,
    /// Whether single keys do something.
    pub shortcuts: bool,
    /// The language of pages; none where the browser's own is meant.
    pub language: Option<Language>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { theme: Theme::System, shortcuts: true, language: None }
    }
}

impl Preferences {
    /// As the cookies of a request say; what they do not say is as it comes.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.fold(Self::default(), |found, (name, value)| found.with(name, value))
    }

    /// The same with one of them changed. What is not understood changes nothing.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        match name {
            THEME => match Theme::ALL.into_iter().find(|theme| theme.name() == value) {
                Some(theme) => Self { theme, ..self },
                None => self,
            },
            LANGUAGE if value == BROWSER => Self { language: None, ..self },
            LANGUAGE => Self { language: Language::of(value).or(self.language), ..self },
            SHORTCUTS => Self { shortcuts: value != "off", ..self },
            _ => self,
        }
    }

    /// The cookies that say so, for a year.
    #[must_use]
    pub fn cookies(self) -> [HeaderValue; 3] {
        let theme = match self.theme {
            Theme::System => "theme=system",
            Theme::Light => "theme=light",
            Theme::Dark => "theme=dark",
        };
        let shortcuts = if self.shortcuts { "shortcuts=on" } else { "shortcuts=off" };
        let language = match self.language {
            None => "language=browser",
            Some(Language::English) => "language=en",
            Some(Language::German) => "language=de",
        };
        [theme, shortcuts, language].map(cookie)
    }
}

fn cookie(pair: &'static str) -> HeaderValue {
    let text = format!("{pair}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(pair))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_is_what_is_read() {
        for theme in Theme::ALL {
            for (shortcuts, language) in
                [(true, None), (false, Some(Language::German)), (true, Some(Language::English))]
            {
                let wanted = Preferences { theme, shortcuts, language };
                let mut headers = HeaderMap::new();
                for cookie in wanted.cookies() {
                    let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
                    headers.append(header::COOKIE, pair.parse().unwrap());
                }
                assert_eq!(Preferences::of(&headers), wanted);
            }
        }
    }

    #[test]
    fn nonsense_changes_nothing() {
        let chosen = Preferences { language: Some(Language::German), ..Preferences::default() };
        for value in ["xx", "", "DE", "Deutsch"] {
            assert_eq!(chosen.with(LANGUAGE, value), chosen, "{value}");
        }
        assert_eq!(chosen.with(LANGUAGE, "browser"), Preferences::default());
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "theme=\"><script>; id=1; theme; =; shortcuts=".parse().unwrap());
        assert_eq!(Preferences::of(&headers), Preferences::default());
    }
}
