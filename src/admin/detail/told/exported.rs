//! What an entry tells of an export: which list, what it was narrowed to, and which of its rows were chosen one by one.
//! What was asked for then leads to the list as it is now.

use serde_json::{Map, Value as Json};

use super::{Field, Shown, Told, label, shown};
use crate::{
    admin::{listing::Listing, model::Model, model_named},
    language::tr,
};

pub(super) fn told(details: &Map<String, Json>) -> Told {
    let text = |name: &str| details.get(name).and_then(Json::as_str).unwrap_or_default();
    let model = model_named(text("list"));
    let field = |label: &str, is: Shown| Field { label: label.to_owned(), was: Shown::Nothing, is };
    let mut fields = vec![field("List", list(model, text("list"))), field("Format", words(text("format")))];
    if let (Some(model), false) = (model, text("query").is_empty()) {
        fields.push(field("Narrowed to", narrowed(model, text("query"))));
    }
    if let Some(rows) = details.get("rows") {
        fields.push(field("Rows", shown("rows", rows, None)));
    }
    if let (Some(model), Some(Json::Array(ids))) = (model, details.get("ids")) {
        let ids = ids.iter().filter_map(Json::as_str).filter(|id| model.ids.are(id));
        let ways = ids.map(|id| (model.path_of(id), id.to_owned()));
        fields.push(field("Which", Shown::Ways(model.paths.name, ways.collect())));
    }
    let known = ["list", "format", "query", "rows", "ids"];
    let others = details.iter().filter(|(name, _)| !known.contains(&name.as_str()));
    fields.extend(others.map(|(name, value)| field(&label(name), shown(name, value, None))));
    Told { was: None, is: Some("Is"), fields }
}

fn words(text: &str) -> Shown {
    Shown::Words(text.to_owned())
}

fn list(model: Option<&Model>, name: &str) -> Shown {
    model.map_or_else(
        || words(name),
        |model| Shown::Ways(model.paths.name, vec![(model.paths.list.to_owned(), tr(model.many).to_owned())]),
    )
}

/// What it was narrowed to, each in a word or two, and the way to the list so.
fn narrowed(model: &'static Model, query: &str) -> Shown {
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let said: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    Shown::Ways(model.paths.name, vec![(Listing::asked(model, &pairs).href(), said.join(", "))])
}
