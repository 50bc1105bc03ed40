//! Components: pieces of HTML that know no domain type, no route and no request.
//!
//! Whatever they show or point to comes as an argument. No component has an inline style or script: the content security
//! policy would block it. Every action is a plain link or form and works without JavaScript; `hx-` attributes only let the
//! answer land in place. Links between pages are plain: a whole page is always right, and Back needs no help.
//!
//! What markup says and what answers carry (htmx 4; each was tried in a browser under the policy):
//!
//! | to | the element has | the answer is |
//! |---|---|---|
//! | create in place | `form #new hx-post hx-target="#new" hx-swap="outerHTML"` | the empty form, and the row as a part: `hx-partial hx-target="#list" hx-swap="afterbegin"` |
//! | edit in place | `a href=E hx-get=E hx-target="#row" hx-swap="innerHTML"` | the form, with `action=E` and the same target; then the row |
//! | leave a form | in it, `a hx-get=ROW` with the same target (Escape does the same) | the row |
//! | delete | `a href=D hx-get=D` as above, then [`confirmation`] | the question; then `hx-partial hx-target="#row" hx-swap="delete"` |
//! | refuse a form | `hx-status:422="target:#place swap:…"` on it, by id: `target:this` swaps nothing | 422, the form with a message; the wrong field has the focus |
//! | change a count elsewhere | | `hx-partial hx-target="#count" hx-swap="outerHTML"`, beside the rest |
//! | say something | | [`toast`], beside the rest |
//! | report an error | | its status and [`problem_part`] alone: the page stays as it was |
//! | search | [`live_search`] | the whole page's part; the field selects what it needs of it |
//! | load more | [`next_page`] | the same |
//! | leave the page | | 200 and `HX-Redirect`; 401 with it when the session is over |
//!
//! A form on a page of its own stands in an element with `hx-ignore`, and is sent plainly. A control that an answer
//! replaces has an `id`, by which it keeps the focus; where there is none, `app.js` finds the link that the form came from
//! by the form's address, then the row, then the next one.

mod chart;
mod control;
mod dialog;
mod icon;
mod layout;
mod list;
mod message;
mod shell;
mod shortcut;

pub use self::{
    chart::{age, bar_chart},
    control::{
        FieldKind, SearchField, TextField, Tone, button, icon_button, link_button, live_search, text_field,
    },
    dialog::{Hit, hits},
    icon::{Icon, icon},
    layout::{AssetUrls, Shell, Theme, header, title},
    list::{next_page, progress, statistics},
    message::{
        Confirmation, Undo, confirmation, empty_state, notice, problem, problem_part, toast, toast_with_undo,
    },
    shell::{Nav, NavItem, theme_switch},
    shortcut::{keys, shortcut_table},
};
