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
//! | create in place | `form #new hx-post hx-target="#new" hx-swap="outerHTML" hx-sync="this:queue all"`; `task.js` empties its field | the row as a part: `hx-partial hx-target="#list" hx-swap="afterbegin"`; the form only when it said what was wrong |
//! | edit in place | `a href=E hx-get=E hx-target="#row" hx-swap="innerHTML"` | the form, with `action=E` and the same target; then the row |
//! | leave a form | in it, `a hx-get=ROW` with the same target (Escape does the same) | the row |
//! | tick off | `form action=T hx-post=T` around [`check`]; `task.js` shows it before the answer is there | parts alone: the row, the counts, [`toast_with_undo`] |
//! | delete what an undo brings back | `form action=D hx-post=D` | `hx-partial hx-target="#row" hx-swap="outerHTML"` with an empty, hidden row, which keeps its place; [`toast_with_undo`] |
//! | delete what is more than a row | `a href=D hx-get=D` as above, then [`confirmation`] | the question; then the page that [`notice`]s it |
//! | do something with several | [`pick`] in each row, with the form's id; the style sheet shows the form while one is chosen | a part for each row that changed |
//! | refuse a form | `hx-status:422="target:#place swap:…"` on it, by id: `target:this` swaps nothing | 422, the form with a message; the wrong field has the focus |
//! | change a count elsewhere | | `hx-partial hx-target="#count" hx-swap="outerHTML"`, beside the rest |
//! | say something | | [`toast`], beside the rest |
//! | report an error | | its status and [`problem_part`] alone: the page stays as it was |
//! | search | [`live_search`] | the whole page's part; the field selects what it needs of it |
//! | load more | [`next_page`] | the same |
//! | read a list again | any `hx-get` | the part, or 304 when it is as it was (`web::revalidate`) |
//! | fade over | `hx-swap="… transition:true"`; from page to page the style sheet does it | the same |
//! | leave the page | | 200 and `HX-Redirect`; 401 with it when the session is over: `draft.js` keeps what was typed |
//!
//! A form on a page of its own stands in an element with `hx-ignore`, and is sent plainly. A control that an answer
//! replaces has an `id`, by which it keeps the focus; where there is none, `app.js` finds the link that the form came from
//! by the form's address, then the row, then the next one.
//!
//! Colours, sizes and times are tokens (`assets/styles/tokens.css`); each component's states are in the sheet beside it, and
//! all of them on `/dev/ui/` of a debug build.

mod chart;
mod choice;
mod control;
mod dialog;
mod icon;
mod layout;
mod list;
mod message;
mod sentence;
mod shell;
mod shortcut;

pub use self::{
    chart::{Pair, age, bar_chart, pair_chart},
    choice::{Choice, Tab, badge, check, choice, pick, tabs},
    control::{
        FieldKind, SearchField, Select, TextField, Tone, button, icon_button, link_button, live_search,
        select, text_field,
    },
    dialog::{Hit, hits},
    icon::{Icon, icon},
    layout::{AssetUrls, Shell, Theme, header, title},
    list::{Tile, grouped, next_page, progress, statistics, tiles},
    message::{
        Confirmation, Undo, confirmation, empty_state, notice, problem, problem_part, toast, toast_sample,
        toast_with_undo,
    },
    sentence::sentence,
    shell::{LookingAround, Nav, NavItem, language_switch, theme_switch},
    shortcut::{keys, shortcut_table},
};
