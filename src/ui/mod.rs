//! temporary
use maud::{DOCTYPE, Markup, html};
#[derive(Debug, Default)]
pub struct AssetUrls {
    pub css: String,
    pub htmx: String,
    pub app: String,
    pub icon: String,
}
#[derive(Debug)]
pub struct NavItem<'a> {
    pub label: &'a str,
    pub href: &'a str,
    pub current: bool,
}
#[derive(Debug)]
pub struct Nav<'a> {
    pub items: Vec<NavItem<'a>>,
    pub tenant: Option<&'a str>,
    pub tenants_href: Option<&'a str>,
    pub person: &'a str,
    pub logout_action: &'a str,
    pub search: Option<SearchBox<'a>>,
}
#[derive(Debug)]
pub struct SearchBox<'a> {
    pub action: &'a str,
    pub query: &'a str,
}
#[derive(Debug)]
pub struct Shell<'a> {
    pub title: &'a str,
    pub assets: &'a AssetUrls,
    pub nav: Option<Nav<'a>>,
}
impl Shell<'_> {
    pub fn document(&self, main: &Markup) -> Markup {
        html! { (DOCTYPE) html { head { title {(self.title)} } body { @if let Some(n) = &self.nav { nav { (n.person) @for i in &n.items { a href=(i.href) { (i.label) } } } } main #main { (main) } } } }
    }
    pub fn part(&self, main: &Markup) -> Markup {
        html! { title { (self.title) } (main) }
    }
}
pub fn header(title: &str, _back: Option<(&str, &str)>, actions: &Markup) -> Markup {
    html! { h1 { (title) } (actions) }
}
#[derive(Debug, Clone, Copy)]
pub enum Tone {
    Primary,
    Plain,
    Danger,
}
#[derive(Debug, Clone, Copy, Default)]
pub enum FieldKind {
    #[default]
    Text,
    Password,
}
#[derive(Debug, Default)]
pub struct TextField<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub value: &'a str,
    pub kind: FieldKind,
    pub error: Option<&'a str>,
    pub max_length: Option<u32>,
    pub autocomplete: Option<&'a str>,
    pub autofocus: bool,
    pub required: bool,
}
pub fn text_field(f: &TextField<'_>) -> Markup {
    html! { label for=(f.id) {(f.label)} input id=(f.id) name=(f.name) value=(f.value); @if let Some(e)=f.error { p .error {(e)} } }
}
pub fn button(l: &str, _t: Tone) -> Markup {
    html! { button {(l)} }
}
pub fn link_button(l: &str, h: &str, _t: Tone) -> Markup {
    html! { a href=(h) {(l)} }
}
pub fn statistics(s: &[(&str, i64)]) -> Markup {
    html! { dl { @for (l,v) in s { dt {(l)} dd {(v)} } } }
}
pub fn progress(d: i64, t: i64) -> Markup {
    html! { progress max=(t) value=(d) {} (d) "/" (t) }
}
pub fn empty_state(t: &str, x: &str, a: &Markup) -> Markup {
    html! { h2 {(t)} p {(x)} (a) }
}
pub fn next_page(h: Option<&str>, _what: &str) -> Markup {
    html! { @if let Some(h)=h { a href=(h) {"More"} } }
}
#[derive(Debug)]
pub struct Confirmation<'a> {
    pub question: &'a str,
    pub detail: &'a str,
    pub action: &'a str,
    pub confirm: &'a str,
    pub cancel: &'a str,
    pub target: &'a str,
    pub cancel_part: Option<&'a str>,
}
pub fn confirmation(c: &Confirmation<'_>) -> Markup {
    html! { form method="post" action=(c.action) { p {(c.question)} p{(c.detail)} (button(c.confirm, Tone::Danger)) } }
}
#[derive(Debug)]
pub struct SearchField<'a> {
    pub action: &'a str,
    pub label: &'a str,
    pub query: &'a str,
    pub results: &'a str,
}
pub fn live_search(s: &SearchField<'_>) -> Markup {
    html! { form action=(s.action) { input name="q" value=(s.query); } }
}
pub fn problem(t: &str, d: &str, w: Option<(&str, &str)>) -> Markup {
    html! { h1{(t)} p{(d)} @if let Some((l,h))=w { a href=(h) {(l)} } }
}
pub fn problem_part(t: &str, d: &str) -> Markup {
    html! { hx-partial hx-target="#toasts" hx-swap="beforeend" { p {(t)} p {(d)} } }
}
