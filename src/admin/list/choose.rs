//! Fields in which a tenant, a person or a project is chosen by what it is called.
//! Nothing here reads. What is chosen already goes along unseen, and what is typed takes its place; it works without scripts.

use maud::{Markup, html};

use super::{FOLLOWS, PLACE};
use crate::{
    admin::{chooser, listing::Listing},
    language::tr,
    ui::{self, TextField, Tone},
};

pub(super) fn fields(listing: &Listing) -> Markup {
    let (fields, path) = (chooser::fields(listing.model), listing.model.paths.list);
    let by = |field: &chooser::Field| {
        tr!("{field} by {what}", field = tr(field.label), what = tr(field.kind.by()))
    };
    let by: Vec<_> = fields.iter().map(by).collect();
    html! {
        @if !fields.is_empty() {
            form .between.choosers action=(path) hx-get=(path) hx-target=(PLACE) hx-select=(PLACE) hx-select-oob=(FOLLOWS) hx-swap="outerHTML" hx-push-url="true" {
                @for (name, value) in listing.first().pairs() { input type="hidden" name=(name) value=(value); }
                @for field in &fields {
                    // A name that nothing has stays in the field, to be put right.
                    @let typed = listing.misnamed.iter().find(|misnamed| misnamed.field == field.name).map_or("", |misnamed| &misnamed.text);
                    (ui::text_field(&TextField {
                        id: &format!("choose-{}", field.name),
                        name: field.typed,
                        label: tr(field.label),
                        value: typed,
                        offers: Some(&field.kind.offers(listing.tenant)),
                        ..TextField::default()
                    }))
                }
                (ui::button(tr("Choose"), Tone::Plain))
                span .soft { (by.join("; ")) }
            }
        }
    }
}
