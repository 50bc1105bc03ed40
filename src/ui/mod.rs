//! Components: pieces of HTML that know no domain type, no route and no request.
//!
//! Whatever they show or point to comes as an argument. No component has an inline style or script: the content security
//! policy would block it. Every component works without JavaScript; `hx-` attributes only let an answer land in place:
//!
//! - a form names its own place: `hx-target="#place" hx-swap=…`, and `hx-status:422="target:#place …"` to be shown again;
//! - an answer carries what else it changes as `<hx-partial hx-target=… hx-swap=…>`, and errors as such a part alone,
//!   so that the page stays as it was;
//! - a form on a page of its own stands in an element with `hx-ignore`, and is sent plainly.

mod control;
mod layout;
mod list;
mod message;

pub use self::{
    control::{FieldKind, SearchField, TextField, Tone, button, link_button, live_search, text_field},
    layout::{AssetUrls, Nav, NavItem, SearchBox, Shell, header, title},
    list::{next_page, progress, statistics},
    message::{Confirmation, confirmation, empty_state, problem, problem_part, toast},
};
