//! What preferences look like.
//! Nothing here reads; everything it shows is given to it.

use maud::{Markup, html};

use super::PATH;
use crate::{
    language::tr,
    ui::{self, Tone},
    web::Preferences,
};

pub(super) fn index(now: Preferences) -> Markup {
    let (state, other, label) = if now.shortcuts {
        ("Single keys do what the sheet below says.", "off", "Switch shortcuts off")
    } else {
        ("Single keys do nothing.", "on", "Switch shortcuts on")
    };
    html! {
        (ui::header(tr("Preferences"), &[], &html! {}))
        p .lead { (tr("They are kept in this browser.")) }
        h2 ."mt-6"."mb-2" { (tr("Theme")) }
        div ."max-w-80" { (ui::theme_switch(now.theme, PATH)) }
        h2 ."mt-6"."mb-2" { (tr("Language")) }
        div ."max-w-80" { (ui::language_switch(PATH)) }
        div .section-head {
            h2 { (tr("Keyboard shortcuts")) }
            form method="post" action=(PATH) {
                input type="hidden" name="shortcuts" value=(other);
                (ui::button(tr(label), Tone::Plain))
            }
        }
        p .soft ."mb-3" { (tr(state)) }
        div .panel { (ui::shortcut_table()) }
    }
}
