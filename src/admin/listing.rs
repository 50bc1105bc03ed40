//! What of a model is listed and in which order, and the same narrowed in another way. Its address is read and written in
//! `address`; nothing here fails, or reads.

use serde_json::{Map, Value as Json};

use super::{
    filter::is_several,
    model::{FIGURES, Model, SEARCHED, STRETCH, WEIGHED},
    order::{Order, is_time},
    pairs::saying,
    parameters::{Values, is_moment, sayable},
    period::Period,
    query::as_text,
};
use crate::{
    id::TenantId,
    language::tr,
    web::{PAGE_SIZE, local_path::as_parameter},
};

/// So many rows can be asked for as a page.
pub(super) const PAGES: [i64; 4] = [25, PAGE_SIZE, 100, MOST_ROWS];
pub(super) const MOST_ROWS: i64 = 200;

/// The order that comes by itself.
pub(super) const NEWEST: &str = "-created";

/// What is listed.
#[derive(Clone, Debug)]
pub(super) struct Listing {
    pub(super) model: &'static Model,
    pub(super) tenant: Option<TenantId>,
    /// What was searched for, as it was typed: what begins so, or with a star before it what has it anywhere.
    pub(super) q: String,
    /// What is chosen of each filter of the model, in their order.
    pub(super) filters: Vec<Option<String>>,
    pub(super) sort: String,
    /// Rows of a page.
    pub(super) per: i64,
    /// Key and id after which the page begins.
    pub(super) after: Option<(String, String)>,
    /// Two days that make no sense, as they were typed.
    pub(super) refused: Option<(String, String)>,
    /// The same of two numbers, each with the place of its filter.
    pub(super) mistyped: Vec<(usize, String, String)>,
    /// Whether numbers were typed, which an address has in another way.
    pub(super) typed: bool,
    /// What was typed into a field and found nothing, or too much.
    pub(super) misnamed: Vec<Misnamed>,
    /// What was typed into the search, where more than a text was: shown there again where some of it makes no sense.
    pub(super) query: Option<String>,
    /// What was asked for and makes no sense, in words.
    pub(super) nonsense: Vec<String>,
}

/// The name of nothing, or of several.
#[derive(Clone, Debug)]
pub(super) struct Misnamed {
    /// The field that it was typed into.
    pub(super) field: &'static str,
    pub(super) text: String,
    /// Why it narrows nothing, in a sentence.
    pub(super) why: &'static str,
}

impl Listing {
    /// What comes by itself.
    pub(super) fn of(model: &'static Model) -> Self {
        let (sort, nonsense) = (NEWEST.to_owned(), Vec::new());
        Self {
            model,
            tenant: None,
            q: String::new(),
            filters: vec![None; model.filters.len()],
            sort,
            per: PAGE_SIZE,
            after: None,
            refused: None,
            mistyped: Vec::new(),
            typed: false,
            misnamed: Vec::new(),
            query: None,
            nonsense,
        }
    }

    /// What is left out of what was asked for, each in a sentence.
    pub(super) fn left_out_in_words(&self) -> Vec<String> {
        let nonsense = self.nonsense.iter();
        let nonsense =
            nonsense.map(|what| tr!("Left out, because it makes no sense here: {what}.", what = what));
        let misnamed = self.misnamed.iter().map(|Misnamed { field, text, why }| {
            let label = self.model.filter(field).map_or("Tenant", |(_, filter)| filter.label);
            tr!("Left out: {what}. {why}", what = quoted(tr(label), text), why = tr(why))
        });
        nonsense.chain(misnamed).collect()
    }

    /// Whether nothing is left out of what was asked for.
    pub(super) fn is_understood(&self) -> bool {
        self.nonsense.is_empty() && self.misnamed.is_empty()
    }

    /// The days that are chosen, where they are.
    pub(super) fn period(&self) -> Option<Period> {
        let (place, _) = self.model.moments()?;
        Period::of(self.filters[place].as_deref()?)
    }

    /// Whether a filter or a search leaves anything out.
    pub(super) fn narrows(&self) -> bool {
        self.tenant.is_some() || !self.q.is_empty() || self.filters.iter().any(Option::is_some)
    }

    /// What is chosen: the name of a filter, and its value.
    fn chosen(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let chosen = self.model.filters.iter().zip(&self.filters);
        chosen.filter_map(|(filter, value)| Some((filter.name, value.as_deref()?)))
    }

    /// Whether something is counted or looked up for each row.
    fn weighs(&self) -> bool {
        self.chosen()
            .any(|(name, _)| self.model.filter(name).is_some_and(|(_, filter)| filter.choices.is_weighed()))
    }

    /// What is searched for anywhere, and not at the beginning: of the text that statements are given.
    pub(super) fn anywhere(&self) -> Option<&str> {
        as_text(&self.q).strip_prefix('*')
    }

    /// Whether each of its rows is read, or counted for: all of them are too much to be asked for at once.
    pub(super) fn is_weighty(&self) -> bool {
        self.weighs() || self.anywhere().is_some()
    }

    /// So many rows are looked at for a page, where no index leads to those that are as asked: the statements have the numbers too.
    pub(super) fn stretch(&self) -> i64 {
        if self.weighs() {
            WEIGHED
        } else if self.anywhere().is_some() {
            SEARCHED
        } else {
            STRETCH
        }
    }

    /// Figures are of so many rows.
    pub(super) fn figures(&self) -> i64 {
        if self.weighs() { WEIGHED } else { FIGURES }
    }

    /// Whether its rows are picked one by one out of those in its order. Of the values of what it is sorted by, each is walked by
    /// itself, so several of those are no reason.
    pub(super) fn is_looked_through(&self) -> bool {
        let picked = |(name, value): (&str, &str)| {
            let choices = self.model.filter(name).map(|(_, filter)| filter.choices);
            choices.is_some_and(|choices| choices.is_picked_out())
                || is_several(value) && name != self.order().first.0
        };
        self.anywhere().is_some() || self.chosen().any(picked)
    }

    pub(super) fn order(&self) -> Order<'_> {
        Order::of(&self.sort)
    }

    /// In that order, or in the one that comes by itself.
    pub(super) fn sorted(&self, order: Option<Order<'_>>) -> Self {
        Self { sort: order.map_or_else(|| NEWEST.to_owned(), Order::text), ..self.first() }
    }

    /// From the beginning, in pages of so many rows.
    pub(super) fn paged(&self, per: i64) -> Self {
        Self { per, ..self.first() }
    }

    pub(super) fn filtered(&self, place: usize, value: Option<&str>) -> Self {
        let mut other = self.first();
        other.filters[place] = value.map(str::to_owned);
        other
    }

    /// Within other days; at any time where there are none.
    pub(super) fn within(&self, period: Option<Period>) -> Self {
        match self.model.moments() {
            Some((place, _)) => self.filtered(place, period.map(|period| period.to_string()).as_deref()),
            None => self.clone(),
        }
    }

    pub(super) fn in_tenant(&self, tenant: Option<TenantId>) -> Self {
        Self { tenant, ..self.first() }
    }

    /// Nothing left out, in the same order and as many on a page.
    pub(super) fn cleared(&self) -> Self {
        Self { sort: self.sort.clone(), per: self.per, ..Self::of(self.model) }
    }

    pub(super) fn searching(&self, q: &str) -> Self {
        Self { q: q.to_owned(), ..self.first() }
    }

    /// What follows that row. Where rows are in the order of their ids, a key that is a text says nothing.
    pub(super) fn after(&self, key: &str, id: &str) -> Self {
        let key = if self.is_by_time() && !is_moment(key) { "" } else { key };
        Self { after: Some((key.to_owned(), id.to_owned())), ..self.clone() }
    }

    pub(super) fn is_by_time(&self) -> bool {
        is_time(self.order().first.0)
    }

    pub(super) fn first(&self) -> Self {
        Self { after: None, ..self.clone() }
    }

    /// What its statements take.
    pub(super) fn values(&self) -> Values<'_> {
        let (key, after) = self.after.as_ref().map(|(key, id)| (key.as_str(), id.as_str())).unzip();
        Values {
            tenant: self.tenant,
            q: Some(as_text(&self.q)).filter(|q| !q.is_empty()),
            filters: self
                .chosen()
                .map(|(name, value)| (name.to_owned(), Json::from(value)))
                .collect::<Map<_, _>>()
                .into(),
            sort: &self.sort,
            key: key.filter(|key| !key.is_empty()),
            after,
        }
    }
}

/// What a form or an address calls the list that one comes back to.
pub(super) const FROM_LIST: &str = "list";

/// The address of `path`, from which one comes back to a list as it was. Of a list as it comes by itself nothing is said.
pub(super) fn from_list(path: &str, back: Option<&Listing>) -> String {
    match back.map(Listing::href).filter(|href| href.contains('?')) {
        Some(href) => saying(path, &format!("{FROM_LIST}={}", as_parameter(&href))),
        None => path.to_owned(),
    }
}

/// Where one comes back to.
pub(super) fn list_of(model: &Model, back: Option<&Listing>) -> String {
    back.map_or_else(|| model.paths.list.to_owned(), Listing::href)
}

/// What was asked for, and as much of its value as can be said.
pub(super) fn quoted(name: &str, value: &str) -> String {
    let value = sayable(value);
    if value.is_empty() { name.to_owned() } else { tr!("{name} “{value}”", name = name, value = value) }
}
