//! What can be typed into the search of a list, as examples made of its description: they name what that list has and nothing else.
//! A test reads each as if it had been typed.

use super::{SORT, TENANT};
use crate::{
    admin::model::{Choices, Model},
    language::tr,
};

/// As it is typed: in quotation marks, where it has a space.
fn quoted(value: &str) -> String {
    if value.contains(' ') { format!("\"{value}\"") } else { value.to_owned() }
}

/// What can be typed, one line for each thing: an example, and what it means.
pub(in crate::admin) fn examples(model: &Model) -> Vec<(String, String)> {
    let mut examples = Vec::new();
    for filter in model.filters {
        let (name, label) = (filter.name, tr(filter.label));
        match filter.choices {
            Choices::Of(choices) => {
                let words: Vec<_> = choices.iter().map(|(value, _)| *value).collect();
                let first = words.first().copied().unwrap_or_default();
                let several = tr!(
                    "{label}: {words}; several with commas between.",
                    label = label,
                    words = words.join(", ")
                );
                examples.push((format!("{name}:{first}"), several));
                examples.push((format!("-{name}:{first}"), tr!("{label}: all but that one.", label = label)));
            }
            Choices::Number(_) => {
                let range = tr!("{label}: so many; also 0, >10, 10.. and ..5.", label = label);
                examples.push((format!("{name}:2..5"), range));
            }
            Choices::Whether(values) | Choices::LookedUp(values) => {
                let words: Vec<_> = values.iter().map(|(value, _)| quoted(value)).collect();
                let first = words.first().cloned().unwrap_or_default();
                examples.push((
                    format!("{name}:{first}"),
                    tr!("{label}: {words}.", label = label, words = words.join(", ")),
                ));
            }
            Choices::Since(_) => {
                let recent = tr!(
                    "{label} in the last 14 days; h, d and w stand for hours, days and weeks.",
                    label = label
                );
                examples.push((format!("{name}:14d"), recent));
                let days = tr!(
                    "{label} from that month on; also of a day or a year, up to one (..2026), or between two.",
                    label = label
                );
                examples.push((format!("{name}:2026-01.."), days));
                let before = tr!("{label} before that; also >, <= and >=.", label = label);
                examples.push((format!("{name}:<2026"), before));
            }
            Choices::Named => examples.push((
                format!("{name}:signed-in"),
                tr!("{label}, with a hyphen between its words.", label = label),
            )),
            Choices::Thing(of) => {
                let one = if of == "users" { "ada" } else { "website" };
                examples
                    .push((format!("{name}:{one}"), tr!("{label}, by what it is called.", label = label)));
            }
            Choices::AnyThing(kinds) => {
                let words: Vec<_> = kinds.iter().map(|(value, _)| *value).collect();
                let means = tr!(
                    "{label}, by what it is called; or all of a kind: {words}.",
                    label = label,
                    words = words.join(", ")
                );
                examples.push((format!("{name}:ada"), means));
            }
        }
    }
    if model.of_tenant && !model.is_tenants() {
        examples.push((
            format!("{TENANT}:\"Acme Inc\""),
            tr("In that tenant, by its slug or its name.").to_owned(),
        ));
    }
    let sorts: Vec<_> = model.columns.iter().filter_map(|column| column.sort).collect();
    if let Some(first) = sorts.first() {
        examples.push((
            format!("{SORT}:-{first}"),
            tr!("The order: {words}; with a hyphen the other way round.", words = sorts.join(", ")),
        ));
    }
    examples
}
