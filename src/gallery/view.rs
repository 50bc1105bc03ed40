//! What the gallery looks like: each component, in each of its states.
//! Forms on it lead nowhere but to this page.

use maud::{Markup, html};

use crate::ui::{self, FieldKind, Hit, Icon, Pair, Tab, TextField, Theme, Tile, Tone, Undo};

const HERE: &str = "/dev/ui/";
const LONG: &str = "A name that is so long that it has to be broken, wherever it stands, before it pushes something else aside";

pub(super) fn index() -> Markup {
    html! {
        (ui::header("Components", &[("Start", "/"), ("A page between", HERE)], &ui::link_button("An action", HERE, Tone::Primary)))
        (section("Buttons", &buttons()))
        (section("Fields", &fields()))
        (section("Choices", &choices()))
        (section("Figures", &figures()))
        (section("Rows", &rows()))
        (section("Messages", &messages()))
        (section("Icons", &html! {
            div ."flex"."flex-wrap"."gap-4" { @for icon in Icon::ALL { span title=(format!("{icon:?}")) { (ui::icon(*icon)) } } }
        }))
    }
}

fn section(title: &str, content: &Markup) -> Markup {
    html! { section { div .section-head { h2 { (title) } } div ."grid"."gap-4" { (content) } } }
}

fn buttons() -> Markup {
    html! {
        div .actions {
            (ui::button("Primary", Tone::Primary)) (ui::button("Plain", Tone::Plain)) (ui::button("Quiet", Tone::Quiet))
            (ui::button("Danger", Tone::Danger)) (ui::link_button("A link", HERE, Tone::Plain))
            (ui::icon_button(Icon::Trash, "Delete: something", "delete"))
            button .btn.primary disabled { "Waiting" }
            button .btn.plain { (ui::icon(Icon::Plus)) "With an icon" }
        }
    }
}

fn fields() -> Markup {
    let field = TextField { label: "A line of text", value: "As it is", ..TextField::default() };
    html! {
        form .stack method="post" action=(HERE) {
            (ui::text_field(&TextField { id: "f1", name: "f1", ..field }))
            (ui::text_field(&TextField { id: "f2", name: "f2", label: "Refused", value: LONG, error: Some("That is 300 characters; 255 fit."), ..TextField::default() }))
            (ui::text_field(&TextField { id: "f3", name: "f3", label: "With the label inside", label_inside: true, ..TextField::default() }))
            (ui::text_field(&TextField { id: "f4", name: "f4", label: "A password", kind: FieldKind::Password, ..TextField::default() }))
            (ui::text_field(&TextField { id: "f5", name: "f5", label: "Several lines", value: "One\nTwo", kind: FieldKind::Lines, ..TextField::default() }))
            (ui::text_field(&TextField { id: "f6", name: "f6", label: "A day", value: "2026-01-31", kind: FieldKind::Day, ..TextField::default() }))
        }
    }
}

fn choices() -> Markup {
    let tab = |label, current| Tab { label, href: HERE.to_owned(), current };
    html! {
        div .actions {
            (ui::check("c1", "open", false)) (ui::check("c2", "done", true))
            (ui::pick("p", 1, "none", "this"))
            (ui::tabs("v", "Views", "#main", [tab("All", true), tab("Open", false), tab("Done", false)]))
            @for state in ["active", "suspended", "deleted", "archived"] { (ui::badge(state)) }
            (ui::keys("Ctrl K"))
        }
        div ."max-w-80" { (ui::theme_switch(Theme::Light, HERE)) }
    }
}

fn figures() -> Markup {
    let days = [("Mon", 3), ("Tue", 0), ("Wed", 12), ("Thu", 7), ("Fri", 1), ("Sat", 0), ("Sun", 1234)];
    let pairs: Vec<_> =
        days.iter().map(|(label, value)| Pair { label, values: [*value, value / 3] }).collect();
    html! {
        (ui::statistics(&[("Nothing", 0), ("Few", 12), ("Many", 1_234_567)]))
        (ui::tiles(&[
            Tile { icon: Icon::Building, label: "Counted", value: "12", note: "10 active, 2 suspended", href: HERE },
            Tile { icon: Icon::ListChecks, label: "Estimated", value: "about 1\u{202f}200\u{202f}000", note: "", href: HERE },
        ]))
        div .panel { (ui::pair_chart("Two series", ["well", "failed"], &pairs, false)) }
        div .panels { div .panel { (ui::bar_chart("An example", &days)) } div .panel { (ui::bar_chart("Nothing", &[("Mon", 0), ("Tue", 0)])) } }
        (ui::progress(0, 0)) (ui::progress(0, 4)) (ui::progress(1, 4)) (ui::progress(4, 4))
    }
}

fn rows() -> Markup {
    html! {
        ul .rows {
            @for (id, name, done) in [("r1", "A row", false), ("r2", "A row that is done", true), ("r3", LONG, false), ("r4", "שורה בעברית", false)] {
                li {
                    div .row.task .done[done] {
                        (ui::check(id, name, done))
                        span .name { span dir="auto" { (name) } }
                    }
                }
            }
        }
        div .panel.hits { (ui::hits(&[
            Hit { icon: Icon::Folder, label: "A hit of the palette", href: HERE, hint: "Project", posts: None },
            Hit { icon: Icon::CircleCheck, label: LONG, href: HERE, hint: LONG, posts: Some(("name", "value")) },
        ])) }
    }
}

fn messages() -> Markup {
    html! {
        (ui::notice(LONG, &Undo { action: HERE, fields: &[] }))
        (ui::empty_state(Icon::Inbox, "Nothing here", "What to do about it.", &ui::link_button("Do it", HERE, Tone::Primary)))
        (ui::confirmation(&ui::Confirmation {
            question: "Delete “Something”?",
            detail: "Its five tasks go with it.",
            action: HERE,
            confirm: "Delete",
            cancel: HERE,
            target: "#main",
            cancel_part: None,
        }))
        (ui::toast_sample(LONG, &Undo { action: HERE, fields: &[] }))
    }
}
