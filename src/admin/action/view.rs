//! What asking, confirming and waiting look like.
//! Nothing here does anything; everything it shows is given to it. A password that was typed is never sent back.

use maud::{Markup, html};

use super::{
    Action,
    affected::Affected,
    asked::{Asked, MOST, Selection, Typed, phrase},
    field::reason_field,
    job::{Job, Told},
};
use crate::{
    admin::{
        crumbs::{self, panel},
        list,
        listing::{FROM_LIST, from_list, list_of},
        model::{Model, Shows},
        record::Record,
        rows,
    },
    language::{tr, trn},
    ui::{self, Choice, Icon, TextField, Tone},
    web::Input,
    web::session::SignedIn,
};

/// What is said of an act that is refused as a whole.
pub(super) const LAST_SUPERUSER: &str = "Among these is the last active superuser: without one, nobody could run the service. Nothing was changed.";

/// The button that asks for an action, which is then to be confirmed.
pub(in crate::admin) fn button(action: &Action) -> Markup {
    html! { button .btn.plain .risky[action.danger] name="action" value=(action.name) { (ui::icon(action.icon)) (tr(action.label)) } }
}

/// The question before something is done: what, with which, what it means, and why.
pub(super) fn confirm(
    model: &'static Model,
    asked: &Asked,
    selection: &Selection,
    typed: &Typed,
    password: &Markup,
) -> Markup {
    let action = asked.action;
    let cancel = match (&asked.listing, selection.shown.as_slice()) {
        _ if asked.back().is_some() => asked.back().unwrap_or_default().to_owned(),
        (Some(listing), _) => listing.href(),
        (None, [one]) if model.one_of.is_some() => {
            from_list(&model.path_of(&one.id), asked.from_list.as_ref())
        }
        _ => list_of(model, asked.from_list.as_ref()),
    };
    let origin = asked.listing.as_ref().or(asked.from_list.as_ref());
    let all = selection.all().filter(|_| asked.all);
    let one = match selection.shown.as_slice() {
        [one] if all.is_none() && selection.chosen == 1 && model.one_of.is_some() => {
            Some((rows::title(model, one), from_list(&model.path_of(&one.id), asked.from_list.as_ref())))
        }
        _ => None,
    };
    html! {
        (crumbs::header(&question(model, action, selection, all), (model, origin), one.as_ref(), &html! {}))
        form .panel.ask method="post" action=(model.paths.act) {
            @if let Some(said) = &typed.said { p .error role="alert" { (ui::icon(Icon::CircleAlert)) span { (tr(said)) } } }
            p { (tr(action.means)) }
            @if selection.gone > 0 { p .soft role="status" { (gone(selection.gone)) } }
            (what(model, selection))
            @if selection.matching.is_none() { (meets(model, action, selection.chosen, &selection.affected.0)) }
            @if let Some((matching, digest)) = &selection.matching { (scope(model, asked, selection, *matching, digest)) }
            input type="hidden" name="action" value=(action.name);
            input type="hidden" name="confirmed" value="yes";
            @if let Some(listing) = &asked.listing { input type="hidden" name="listing" value=(listing.href_for_acts()); }
            @if let Some(back) = &asked.from_list { input type="hidden" name=(FROM_LIST) value=(back.href()); }
            @if let Some(back) = asked.back() { input type="hidden" name="back" value=(back); }
            @for id in asked.chosen() { input type="hidden" name="id" value=(id); }
            @for (spec, (_, input)) in action.fields.iter().zip(&typed.fields) { (spec.show(input, false)) }
            (reason_field(&typed.reason))
            @if action.typed { (phrase_field(model, selection, &typed.phrase)) }
            (password)
            div .actions {
                (go(model, action, selection))
                (ui::link_button(tr("Cancel"), &cancel, Tone::Plain))
            }
        }
    }
}

fn gone(gone: usize) -> String {
    trn!(
        gone,
        "{gone} of those chosen is gone since, and left out.",
        "{gone} of those chosen are gone since, and left out."
    )
}

fn question(model: &Model, action: &Action, selection: &Selection, all: Option<usize>) -> String {
    match (all, selection.shown.as_slice()) {
        (Some(all), _) => format!("{}?", so_many(model, action, all)),
        (None, [one]) if selection.chosen == 1 => {
            tr!("{act} “{name}”?", act = tr(action.label), name = rows::title(model, one))
        }
        _ => format!("{}?", so_many(model, action, selection.chosen)),
    }
}

/// "Delete 894 tasks".
fn so_many(model: &Model, action: &Action, number: usize) -> String {
    tr!(
        "{act} {number} {things}",
        act = tr(action.label),
        number = figure(number),
        things = tr(model.noun(number))
    )
}

/// The button that does it. Where all that match can be meant it says how many go: the style sheet shows what is chosen.
fn go(model: &Model, action: &Action, selection: &Selection) -> Markup {
    match selection.all() {
        None => ui::button(tr(action.label), if action.danger { Tone::Danger } else { Tone::Primary }),
        Some(all) => html! {
            button .btn .danger[action.danger] .primary[!action.danger] {
                span .if-chosen { (so_many(model, action, selection.chosen)) }
                span .if-all { (so_many(model, action, all)) }
            }
        },
    }
}

/// What is meant, with what belongs to it.
fn what(model: &'static Model, selection: &Selection) -> Markup {
    let more = selection.chosen.saturating_sub(selection.shown.len());
    html! {
        ul .things {
            @for record in &selection.shown {
                li {
                    strong dir="auto" { (rows::title(model, record)) }
                    @for (column, value) in model.columns.iter().zip(&record.values) {
                        @if matches!(column.shows, Shows::Badge | Shows::Capped | Shows::Link(_) | Shows::LinkToAny | Shows::LinkToSome(_)) {
                            " " span .soft { (tr(column.label)) ": " (list::cell(model, record, column, value)) }
                        }
                    }
                    (goes_along(model, selection, record))
                }
            }
            @if more > 0 { li .soft { (tr!("and {more} more", more = more)) } }
        }
    }
}

/// What goes along with one of them, folded where there are several of them.
fn goes_along(model: &Model, selection: &Selection, record: &Record) -> Markup {
    let along: Vec<_> = selection.along.iter().filter(|along| along.is_of(record)).collect();
    let counted: Vec<_> = along.iter().map(|along| along.counted()).collect();
    html! {
        @if !along.is_empty() {
            details .along open[selection.chosen == 1] {
                summary { (tr!("With {things}", things = counted.join(tr(" and ")))) span .unseen { ": " (rows::title(model, record)) } }
                @for along in &along {
                    @let all = along.all(model, record).map(|listing| listing.href());
                    @if counted.len() > 1 { p .soft { (tr(along.model.many)) } }
                    ul aria-label=(tr(along.model.many)) {
                        @for (path, name) in &along.first { li { a href=(path) dir="auto" { (name) } } }
                        @if let Some(more) = along.more() {
                            li .soft { @if let Some(all) = all { a href=(all) { (more) span .unseen { " " (tr(along.model.plural)) } } } @else { (more) } }
                        }
                    }
                }
            }
        }
    }
}

/// What goes or changes with so many things, and how many of them there is nothing to do with.
fn meets(model: &Model, action: &Action, things: usize, affected: &Affected) -> Markup {
    let (noun, words) = (tr(model.noun(things)), affected.words());
    html! {
        @if action.affects && !words.is_empty() { p .meets { (figure(things)) " " (noun) ", " (words) "." } }
        @if let Some(said) = affected.orphans() { p .meets.risky role="note" { (said) } }
        @for said in affected.left_out(action.unless) { p .meets.soft role="note" { (said) } }
    }
}

/// Those chosen, or all that match.
fn scope(model: &Model, asked: &Asked, selection: &Selection, matching: usize, digest: &str) -> Markup {
    let chosen = match selection.chosen {
        1 => tr("The one chosen").to_owned(),
        chosen => tr!("The {chosen} chosen", chosen = chosen),
    };
    let all =
        tr!("All {number} {things} that are listed", number = figure(matching), things = tr(model.plural));
    html! {
        @if matching > MOST {
            (meets(model, asked.action, selection.chosen, &selection.affected.0))
            p .soft { (tr!("More than {number} are listed, which is too many at once: the chosen ones alone are meant.", number = figure(MOST))) }
        } @else {
            fieldset .choices {
                legend { (tr("With which?")) }
                (ui::choice(&Choice { name: "scope", value: "chosen", label: &chosen, chosen: !asked.all, one_of_several: true }))
                (meets(model, asked.action, selection.chosen, &selection.affected.0))
                (ui::choice(&Choice { name: "scope", value: "all", label: &all, chosen: asked.all, one_of_several: true }))
                (meets(model, asked.action, matching, &selection.affected.1))
            }
            input type="hidden" name="digest" value=(digest);
        }
    }
}

fn phrase_field(model: &Model, selection: &Selection, input: &Input) -> Markup {
    let wanted = phrase(model, selection, false);
    let label = match selection.matching {
        Some(_) => tr!(
            "To confirm, type “{wanted}”, or “{all}” for all",
            wanted = wanted,
            all = phrase(model, selection, true)
        ),
        None => tr!("To confirm, type “{wanted}”", wanted = wanted),
    };
    ui::text_field(&TextField {
        id: "phrase",
        name: "phrase",
        label: &label,
        value: &input.value,
        error: input.error.as_deref(),
        ..TextField::default()
    })
}

/// Says beside a field what is wrong with it.
pub(super) fn wrong(typed: &mut Typed, field: &str, message: String) {
    match typed.fields.iter_mut().find(|(name, _)| *name == field) {
        Some((_, input)) => input.error = Some(message),
        None => typed.said = Some(message),
    }
}

/// An act that takes its time.
pub(super) fn waiting(job: &Job) -> Markup {
    let (done, total) = (job.so_far(), job.total);
    html! {
        (ui::header(tr("Under way"), &[panel(), (tr(job.model.many), job.model.paths.list)], &html! {}))
        section .panel.ask {
            p { (tr!("{act}: {done} of {total} {things}.", act = tr(job.action.label), done = figure(done), total = figure(total), things = tr(job.model.plural))) }
            progress max=(total) value=(done) aria-label=(tr("How far it is")) {}
            p .soft { (tr("All of it is done, or nothing. You may leave this page: it goes on.")) }
        }
    }
}

/// That something was saved, and where it is seen.
pub(super) fn saved(model: &Model, path: Option<&str>) -> Markup {
    html! { p .notice role="status" { (tr("Saved.")) @if let Some(path) = path { " " a href=(path) { (tr!("See this {thing}", thing = tr(model.one))) } } } }
}

/// That there was nothing to save.
pub(super) fn unchanged() -> Markup {
    html! { p .notice role="status" { (tr("Nothing was changed, so nothing was saved.")) } }
}

/// That several were saved which belong to the thing on whose page that is said.
pub(super) fn saved_several(model: &Model, number: usize) -> Markup {
    html! { p .notice role="status" { (tr!("Saved: {number} {things}.", number = figure(number), things = tr(model.noun(number)))) } }
}

/// What came of an act: what was done, with the way back; or that nothing was, and why.
pub(super) fn came_of_it(job: &Job, person: &SignedIn) -> Markup {
    let undo = format!("/admin/jobs/{}/undo/", job.id);
    html! {
        div .notice role="status" {
            @match job.told() {
                Told::Running => p { (tr("It is under way.")) " " a href=(job.path()) { (tr("See how far it is")) } },
                Told::Nothing(why) => p { (tr("Nothing was done.")) " " (tr(&why)) },
                Told::Done(done) => {
                    p { (said(job, done)) }
                    @if job.can_be_undone() && job.is_taken_back_by(person) {
                        form method="post" action=(undo) { button .btn.plain { (ui::icon(Icon::Undo)) (tr("Undo")) } }
                    }
                },
            }
        }
    }
}

fn said(job: &Job, done: usize) -> Markup {
    let left = job.total.saturating_sub(done);
    let (number, things) = (figure(done), tr(job.model.noun(done)));
    let said = if job.undoes {
        tr!("Taken back: {number} {things}.", number = number, things = things)
    } else {
        tr!("{number} {things} {done}.", number = number, things = things, done = tr(job.action.done))
    };
    html! {
        (said)
        @if left > 0 { " " (trn!(left, "{left} had been so already, or is gone.", "{left} had been so already, or are gone.", left = figure(left))) }
    }
}

/// Where no row was chosen that anything could be done with.
pub(super) fn unchosen(model: &Model, asked: &Asked, why: &str) -> Markup {
    let back = list_of(model, asked.listing.as_ref().or(asked.from_list.as_ref()));
    html! {
        (ui::header(tr(asked.action.label), &[panel(), (tr(model.many), model.paths.list)], &html! {}))
        (ui::empty_state(model.icon, tr("Which of them?"), tr(why), &ui::link_button(tr("Back to the list"), &back, Tone::Primary)))
    }
}

/// The question before something is taken back, for whom its address was opened as a page.
pub(super) fn undo(job: &Job, person: &SignedIn) -> Markup {
    html! {
        (ui::header(tr("Undo"), &[panel(), (tr(job.model.many), job.model.paths.list)], &html! {}))
        @if job.can_be_undone() { (came_of_it(job, person)) } @else { p .lead { (tr("That was taken back already, or cannot be.")) } }
    }
}

fn figure(number: usize) -> String {
    ui::grouped(i64::try_from(number).unwrap_or(i64::MAX))
}
