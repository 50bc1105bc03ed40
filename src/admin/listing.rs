//! What of a model is listed and in which order, as the address says it: `?tenant=…&q=…&status=active&sort=-name&after=…`.
//! What makes no sense is said and left out; it never fails, and reaches no statement.

use super::{
    action::saying,
    model::Model,
    order::{Order, is_time},
    parameters::{Values, is_moment, is_text},
    period::{FROM, Period, TO},
    query::as_text,
};
use crate::{
    id::TenantId,
    web::{
        PAGE_SIZE,
        local_path::{as_parameter, local_path},
    },
};

/// So many rows can be asked for as a page.
pub(super) const PAGES: [i64; 4] = [25, PAGE_SIZE, 100, MOST_ROWS];
pub(super) const MOST_ROWS: i64 = 200;

/// The order that comes by itself.
const NEWEST: &str = "-created";

/// What is listed.
#[derive(Clone, Debug)]
pub(super) struct Listing {
    pub(super) model: &'static Model,
    pub(super) tenant: Option<TenantId>,
    /// What was searched for, as it was typed.
    pub(super) q: String,
    pub(super) filters: [Option<String>; 3],
    pub(super) sort: String,
    /// Rows of a page.
    pub(super) per: i64,
    /// Key and id after which the page begins.
    pub(super) after: Option<(String, String)>,
    /// Two days that make no sense, as they were typed.
    pub(super) refused: Option<(String, String)>,
    /// What was typed into a field and found nothing, or too much.
    pub(super) misnamed: Vec<Misnamed>,
    /// What was typed into the search, where more than a text was: shown there again where some of it makes no sense.
    pub(super) typed: Option<String>,
    /// What was asked for and makes no sense, in words.
    nonsense: Vec<String>,
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
            filters: [const { None }; 3],
            sort,
            per: PAGE_SIZE,
            after: None,
            refused: None,
            misnamed: Vec::new(),
            typed: None,
            nonsense,
        }
    }

    /// What an address asks for.
    pub(super) fn asked(model: &'static Model, pairs: &[(String, String)]) -> Self {
        let mut listing = Self::of(model);
        let (mut key, mut after) = (String::new(), None);
        let (mut from, mut to) = ("", "");
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            match name.as_str() {
                "tenant" if model.of_tenant => match value.parse() {
                    Ok(tenant) => listing.tenant = Some(tenant),
                    Err(_) => listing.left_out("the tenant", value),
                },
                "q" if !model.search.is_empty() => listing.search(value),
                "sort" if model.sorts_by(value) => listing.sort.clone_from(value),
                "per" => match PAGES.iter().find(|rows| rows.to_string() == *value) {
                    Some(rows) => listing.per = *rows,
                    None => listing.left_out("rows on a page", value),
                },
                "at" => key.clone_from(value),
                "after" if model.ids.are(value) => after = Some(value.clone()),
                FROM if model.moments().is_some() => from = value,
                TO if model.moments().is_some() => to = value,
                "done" | "saved" => {}
                "tenant" | "q" | "sort" | "after" => listing.left_out(name, value),
                other => listing.filter(other, value),
            }
        }
        listing.days(from, to);
        match after {
            Some(after) if listing.is_key(&key) => listing.after = Some((key, after)),
            Some(_) => listing.left_out("at", &key),
            None => {}
        }
        listing
    }

    /// What an address of the model's own list asks for; none where it is another address, on this site or elsewhere.
    pub(super) fn at_address(model: &'static Model, address: &str) -> Option<Self> {
        let rest = local_path(address).strip_prefix(model.paths.list)?;
        let query = if rest.is_empty() { rest } else { rest.strip_prefix('?')? };
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Some(Self::asked(model, &pairs))
    }

    fn search(&mut self, value: &str) {
        if is_text(value) {
            value.trim().clone_into(&mut self.q);
        } else {
            self.left_out("the search", "");
        }
    }

    fn filter(&mut self, name: &str, value: &str) {
        match self.model.filter(name) {
            Some((place, filter)) if filter.choices.label(value).is_some() => {
                self.filters[place] = Some(value.to_owned());
            }
            _ => self.left_out(name, value),
        }
    }

    /// Days of one's own, in place of a length of time.
    fn days(&mut self, from: &str, to: &str) {
        let Some((place, filter)) = self.model.moments().filter(|_| !from.is_empty() || !to.is_empty())
        else {
            return;
        };
        match Period::typed(from, to) {
            Ok(period) => self.filters[place] = Some(period.to_string()),
            Err(why) => {
                self.nonsense.push(format!("{} {why}", filter.label));
                self.refused = Some((from.to_owned(), to.to_owned()));
            }
        }
    }

    /// What is left out of what was asked for, each in a sentence.
    pub(super) fn left_out_in_words(&self) -> Vec<String> {
        let nonsense = self.nonsense.iter();
        let nonsense = nonsense.map(|what| format!("Left out, because it makes no sense here: {what}."));
        let misnamed = self.misnamed.iter().map(|Misnamed { field, text, why }| {
            let label = self.model.filter(field).map_or("Tenant", |(_, filter)| filter.label);
            format!("Left out: {}. {why}", quoted(label, text))
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

    fn left_out(&mut self, name: &str, value: &str) {
        self.nonsense.push(quoted(name, value));
    }

    /// Whether a filter or a search leaves anything out.
    pub(super) fn narrows(&self) -> bool {
        self.tenant.is_some() || !self.q.is_empty() || self.filters.iter().any(Option::is_some)
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

    fn is_by_time(&self) -> bool {
        is_time(self.order().first.0)
    }

    /// Whether it can be the key of a row: that of a time is a number, and that of a text has nothing in it that no text has.
    fn is_key(&self, key: &str) -> bool {
        let moment = |key: &str| key.is_empty() || is_moment(key);
        match self.order().then {
            Some((then, _)) => {
                // Either as long as a text may be: a name of 255 characters is one.
                let (first, second) = key.split_once(',').unwrap_or((key, ""));
                is_text(first) && is_text(second) && (!is_time(then) || moment(second))
            }
            None if self.is_by_time() => moment(key),
            None => is_text(key),
        }
    }

    pub(super) fn first(&self) -> Self {
        Self { after: None, ..self.clone() }
    }

    /// The pairs of the address. What comes by itself is not said.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let filters = self.model.filters.iter().zip(&self.filters);
        let days = self.period();
        let filters = filters.filter_map(|(filter, value)| Some((filter.as_ref()?.name, value.clone()?)));
        let filters = filters.filter(|(_, value)| days.is_none_or(|days| days.to_string() != *value));
        let mut pairs: Vec<_> = self.tenant.iter().map(|tenant| ("tenant", tenant.to_string())).collect();
        if !self.q.is_empty() {
            pairs.push(("q", self.q.clone()));
        }
        pairs.extend(filters);
        let days = days.map(|days| [(FROM, days.first()), (TO, days.last())]);
        pairs.extend(days.into_iter().flatten().filter(|(_, day)| !day.is_empty()));
        if self.sort != NEWEST {
            pairs.push(("sort", self.sort.clone()));
        }
        if self.per != PAGE_SIZE {
            pairs.push(("per", self.per.to_string()));
        }
        if let Some((key, id)) = &self.after {
            if !key.is_empty() {
                pairs.push(("at", key.clone()));
            }
            pairs.push(("after", id.clone()));
        }
        pairs
    }

    /// The address of `path` with it.
    pub(super) fn at(&self, path: &str) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Where it is seen.
    pub(super) fn href(&self) -> String {
        self.at(self.model.paths.list)
    }

    /// What its statements take.
    pub(super) fn values(&self) -> Values<'_> {
        let (key, after) = self.after.as_ref().map(|(key, id)| (key.as_str(), id.as_str())).unzip();
        Values {
            tenant: self.tenant,
            q: Some(as_text(&self.q)).filter(|q| !q.is_empty()),
            filters: [0, 1, 2].map(|place| self.filters[place].as_deref()),
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
fn quoted(name: &str, value: &str) -> String {
    let value: String = value.chars().filter(|c| !c.is_control()).take(40).collect();
    if value.is_empty() { name.to_owned() } else { format!("{name} “{value}”") }
}
