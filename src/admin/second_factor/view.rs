//! What the door of the panel looks like, and the page on which a second factor is set up.
//! A code that was typed is never sent back; recovery codes are shown once, by the request that made them.

use std::fmt::Write as _;

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};
use time::{OffsetDateTime, format_description::FormatItem, macros::format_description};

use super::{BEGIN, CODE, CODES, CONFIRM, END, PANEL, TITLE};
use crate::{
    admin::password_check::PasswordCheck,
    error::{Error, Result},
    identity::second_factor::Authenticator,
    language::{tr, trn},
    ui::{self, TextField, Tone},
    web::{Input, SECOND_FACTOR, session::SecondFactor},
};

const DAY: &[FormatItem<'_>] = format_description!("[year]-[month]-[day]");
/// The empty border that a picture of this kind needs, in modules (ISO/IEC 18004 section 6.3.8).
const QUIET: usize = 4;

/// The door.
pub(super) fn ask(code: &Input, next: &str) -> Markup {
    html! {
        div .alone-card {
            (ui::header(tr("Your code"), &[], &html! {}))
            p .soft."mb-4" { (tr("Of your authenticator, or one of those that you wrote down.")) }
            form .stack method="post" action=(CODE) {
                @if next != PANEL { input type="hidden" name="next" value=(next); }
                (code_field(code))
                div .actions { (ui::button(tr("Go on"), Tone::Primary)) }
            }
        }
    }
}

fn code_field(code: &Input) -> Markup {
    ui::text_field(&TextField {
        id: "code",
        name: "code",
        label: tr("Code"),
        error: code.error.as_deref(),
        autocomplete: Some("one-time-code"),
        autofocus: true,
        ..TextField::default()
    })
}

fn header() -> Markup {
    ui::header(tr(TITLE), &[(tr("Panel"), PANEL)], &html! {})
}

/// There is none.
pub(super) fn none(check: &PasswordCheck, password: &Input) -> Markup {
    html! {
        (header())
        section .panel.ask hx-ignore {
            p { (tr("With a second factor, your password alone opens this panel to nobody: it also takes a code that an app on your phone shows, a new one every 30 seconds.")) }
            p .soft { (tr("You need an authenticator app: any of those that make codes of six digits. Workspaces stay open to you without a code.")) }
            form .stack method="post" action=(BEGIN) {
                (check.field(password))
                div .actions { (ui::button(tr("Set up"), Tone::Primary)) }
            }
        }
    }
}

/// It waits for its first code.
pub(super) fn confirm(authenticator: &Authenticator, picture: &Markup, code: &Input) -> Markup {
    html! {
        (header())
        section .panel.ask hx-ignore {
            p { (tr("Have your authenticator read this picture.")) }
            (picture)
            p .soft { (tr("Or type this into it:")) " " code .secret { (authenticator.secret()) } }
            form .stack method="post" action=(CONFIRM) {
                (code_field(code))
                p .help { (tr("It is in force once you gave a code that it shows.")) }
                div .actions { (ui::button(tr("Confirm"), Tone::Primary)) }
            }
        }
    }
}

/// What an authenticator reads.
pub(super) fn picture(authenticator: &Authenticator) -> Result<Markup> {
    let address = authenticator.address()?;
    let code = QrCode::with_error_correction_level(address, EcLevel::M).map_err(Error::internal)?;
    let (width, colors) = (code.width(), code.to_colors());
    let dark = colors.iter().enumerate().filter(|(_, color)| **color == Color::Dark);
    let mut path = String::new();
    for (at, _) in dark {
        write!(path, "M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET).map_err(Error::internal)?;
    }
    let side = width + 2 * QUIET;
    Ok(html! {
        svg .qr role="img" aria-label=(tr("The secret, for an authenticator to read")) viewBox={ "0 0 " (side) " " (side) } {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    })
}

/// It is in force.
pub(super) fn in_force(factor: &SecondFactor, check: &PasswordCheck, password: &Input) -> Markup {
    let since = factor.active_since.map(day).unwrap_or_default();
    html! {
        (header())
        section .panel.ask hx-ignore {
            p { (tr!("In force since {day}. This panel asks for a code once in each session.", day = since)) }
            p {
                @match factor.recovery_codes {
                    0 => (tr("You have no codes written down. Without one, and without your authenticator, another superuser has to help you.")),
                    left => (trn!(left, "One code that you wrote down is left.", "{left} codes that you wrote down are left.")),
                }
            }
            form .stack method="post" action=(CODES) {
                (check.field(password))
                p .help { (tr("New codes take the place of those that you have.")) }
                div .actions {
                    (ui::button(tr("Write new codes down"), Tone::Plain))
                    (ui::link_button(tr("Do without…"), END, Tone::Quiet))
                }
            }
        }
    }
}

/// Whether one means it.
pub(super) fn end(check: &PasswordCheck, password: &Input, code: &Input) -> Markup {
    html! {
        (ui::header(tr("Do without a second factor?"), &[(tr("Panel"), PANEL), (tr(TITLE), SECOND_FACTOR)], &html! {}))
        section .panel.ask hx-ignore {
            p { (tr("Your password alone opens this panel then. The codes that you wrote down are good no more.")) }
            form .stack method="post" action=(END) {
                (check.field(password))
                (code_field(code))
                div .actions {
                    (ui::button(tr("Do without from now on"), Tone::Danger))
                    (ui::link_button(tr("Keep it"), SECOND_FACTOR, Tone::Plain))
                }
            }
        }
    }
}

/// Codes to be written down.
pub(super) fn codes(codes: &[String]) -> Markup {
    html! {
        (ui::header(tr("Write these down"), &[(tr("Panel"), PANEL)], &html! {}))
        section .panel.ask {
            p { (tr("Each opens the panel once, when you do not have your authenticator. They are shown this once, and are kept nowhere that anybody could read them.")) }
            ul .recovery-codes { @for code in codes { li { code { (code) } } } }
            div .actions { (ui::link_button(tr("I have written them down"), PANEL, Tone::Primary)) }
        }
    }
}

fn day(moment: OffsetDateTime) -> String {
    moment.format(DAY).unwrap_or_default()
}
