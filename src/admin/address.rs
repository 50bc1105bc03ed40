//! A listing as its address says it: `?tenant=…&q=…&status=active,suspended&members=10..&sort=-name&after=…`. Read here, and written.
//! What makes no sense is said and left out; it never fails, and reaches no statement.

use super::{
    listing::{Listing, NEWEST, PAGES, quoted},
    model::{Choices, Model},
    pairs::saying,
    parameters::{is_moment, is_text},
    period::{FROM, Period, TO},
    query::{as_text, typed_as},
    range::Range,
};
use crate::{
    language::tr,
    web::{PAGE_SIZE, local_path::local_path},
};

/// What a form calls the two fields of a number, after its filter.
pub(super) const AT_LEAST: &str = "_from";
pub(super) const AT_MOST: &str = "_to";

impl Listing {
    /// What an address asks for.
    pub(super) fn asked(model: &'static Model, pairs: &[(String, String)]) -> Self {
        let mut listing = Self::of(model);
        let (mut key, mut after) = (String::new(), None);
        let (mut from, mut to) = ("", "");
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            match name.as_str() {
                "tenant" if model.of_tenant => match value.parse() {
                    Ok(tenant) => listing.tenant = Some(tenant),
                    Err(_) => listing.left_out(tr("tenant"), value),
                },
                "q" if !model.search.is_empty() => listing.search(value),
                "sort" if model.sorts_by(value) => listing.sort.clone_from(value),
                "per" => match PAGES.iter().find(|rows| rows.to_string() == *value) {
                    Some(rows) => listing.per = *rows,
                    None => listing.left_out(tr("rows on a page"), value),
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
        listing.numbers(pairs);
        listing.in_one_order();
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

    /// What begins so; or with a star before it, what has it anywhere.
    fn search(&mut self, value: &str) {
        let text = value.trim();
        // In quotation marks as well.
        match as_text(text).strip_prefix('*').map(str::trim) {
            _ if !is_text(text) => self.left_out(tr("the search"), ""),
            Some("") => self.left_out(tr("the search"), text),
            Some(_) if self.model.anywhere.is_empty() => {
                self.nonsense.push(tr!(
                    "{what}, since a username is found as a whole here",
                    what = quoted(tr("the search"), text)
                ));
            }
            Some(anywhere) => self.q = typed_as(&format!("*{anywhere}")),
            None => text.clone_into(&mut self.q),
        }
    }

    fn filter(&mut self, name: &str, value: &str) {
        // Its two fields are read together.
        if self.number_field(name).is_some() {
            return;
        }
        match self.model.filter(name).map(|(place, filter)| (place, filter.choices.read(value))) {
            Some((place, Ok(value))) => self.filters[place] = value,
            _ => self.left_out(name, value),
        }
    }

    /// The filter on a number whose field has that name.
    fn number_field(&self, name: &str) -> Option<usize> {
        let filter = name.strip_suffix(AT_LEAST).or_else(|| name.strip_suffix(AT_MOST))?;
        let (place, filter) = self.model.filter(filter)?;
        matches!(filter.choices, Choices::Number(_)).then_some(place)
    }

    /// Numbers of one's own, in place of what is offered.
    fn numbers(&mut self, pairs: &[(String, String)]) {
        let of = |name: &str| {
            pairs.iter().rev().find(|(other, _)| other == name).map_or("", |(_, value)| value.as_str())
        };
        for (place, filter) in self.model.filters.iter().enumerate() {
            let (least, most) = (format!("{}{AT_LEAST}", filter.name), format!("{}{AT_MOST}", filter.name));
            let (from, to) = (of(&least), of(&most));
            if !matches!(filter.choices, Choices::Number(_)) || (from.is_empty() && to.is_empty()) {
                continue;
            }
            match Range::typed(from, to) {
                Ok(range) => {
                    self.filters[place] = Some(range.to_string());
                    self.typed = true;
                }
                Err(why) => {
                    self.nonsense.push(format!("{} {why}", tr(filter.label)));
                    self.mistyped.push((place, from.to_owned(), to.to_owned()));
                }
            }
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
                self.nonsense.push(format!("{} {why}", tr(filter.label)));
                self.refused = Some((from.to_owned(), to.to_owned()));
            }
        }
    }

    /// Rows that are looked at one by one come in one order: in two, each value of the first would be looked through.
    fn in_one_order(&mut self) {
        let order = self.order();
        if order.then.is_some() && self.is_looked_through() {
            let first = super::order::Order { then: None, ..order }.text();
            self.nonsense.push(tr("a second order, beside what has to be looked for row by row").to_owned());
            self.sort = first;
        }
    }

    /// Whether it can be the key of a row: that of a time is a number, and that of a text has nothing in it that no text has.
    fn is_key(&self, key: &str) -> bool {
        let moment = |key: &str| key.is_empty() || is_moment(key);
        match self.order().then {
            Some((then, _)) => {
                // Either as long as a text may be: a name of 255 characters is one.
                let (first, second) = key.split_once(',').unwrap_or((key, ""));
                is_text(first) && is_text(second) && (!super::order::is_time(then) || moment(second))
            }
            None if self.is_by_time() => moment(key),
            None => is_text(key),
        }
    }

    fn left_out(&mut self, name: &str, value: &str) {
        self.nonsense.push(quoted(name, value));
    }

    /// The pairs of the address. What comes by itself is not said.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let filters = self.model.filters.iter().zip(&self.filters);
        let days = self.period();
        let filters = filters.filter_map(|(filter, value)| Some((filter.name, value.clone()?)));
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

    /// The same for a form that acts: where something of what was asked for is left out, it is not understood there either.
    pub(super) fn href_for_acts(&self) -> String {
        let href = self.href();
        if self.is_understood() { href } else { saying(&href, "left-out=yes") }
    }
}
