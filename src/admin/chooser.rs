//! A tenant, a person or a project that narrows a list, chosen by what people call it: an address or a form names it, and it is
//! found here. What is found stands in addresses by its id, as a link has it; what is not found is said, and narrows nothing.
//!
//! It reads as the admin, by indexes that lead to a whole name. A username and a slug count before any name; what several are
//! called beside that is none of them.

use time::OffsetDateTime;

use super::{
    listing::{Listing, Misnamed},
    model::{Choices, Ids, Model},
    offers,
    parameters::is_text,
    query,
};
use crate::{
    columns,
    db::{Admin, AdminTx},
    error::Result,
    id::TenantId,
    sql,
};

/// As what an address has a name of whatever model, beside a filter that has kinds of thing as well.
pub(super) const CALLED: &str = "called";

/// What can be chosen by what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Tenant,
    Person,
    Project,
    /// A person or a tenant, where one alone is called so.
    Anything,
}

/// Why a name is that of nothing in particular.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unnamed {
    Nobody,
    Several,
}

/// A field in which one is chosen.
#[derive(Debug)]
pub(super) struct Field {
    /// The filter that it narrows; in an address, the parameter of the id that was found.
    pub(super) name: &'static str,
    /// In an address, the parameter of what was typed. Another one where the filter has words of its own: somebody may be called so.
    pub(super) typed: &'static str,
    pub(super) label: &'static str,
    pub(super) kind: Kind,
}

struct Called {
    id: String,
    /// Whether nothing else can be called so.
    sure: bool,
}

columns!(Called { id, sure });

/// What an address asks for, once all that it names was looked for.
pub(super) struct Resolved {
    pub(super) pairs: Vec<(String, String)>,
    /// Whether something was found: then the address is another.
    pub(super) found: bool,
    /// What was not.
    unknown: Vec<Misnamed>,
    /// What was typed into the search, where more than a text was.
    typed: Option<String>,
}

impl Kind {
    /// Where what could be meant is offered.
    pub(super) fn offers(self, tenant: Option<TenantId>) -> String {
        match (self, tenant) {
            (Self::Tenant, _) => offers::TENANTS.to_owned(),
            (Self::Person, _) => offers::PEOPLE.to_owned(),
            (Self::Project, None) => offers::PROJECTS.to_owned(),
            (Self::Project, Some(tenant)) => format!("{}?tenant={tenant}", offers::PROJECTS),
            (Self::Anything, _) => offers::ANYTHING.to_owned(),
        }
    }

    /// By what it is chosen.
    pub(super) fn by(self) -> &'static str {
        match self {
            Self::Tenant => "slug or name",
            Self::Person => "username or name",
            Self::Project => "name",
            Self::Anything => "username or name of a person, or slug or name of a tenant",
        }
    }

    fn nobody(self) -> &'static str {
        match self {
            Self::Tenant => "No tenant has that slug or name.",
            Self::Person => "Nobody has that username or name.",
            Self::Project => "No project there is called so.",
            Self::Anything => "Nobody has that username or name, and no tenant that slug or name.",
        }
    }

    fn several(self) -> &'static str {
        match self {
            Self::Tenant => "Several tenants are called so: please type the slug of one.",
            Self::Person => "Several people are called so: please type the username of one.",
            Self::Project => {
                "Several projects are called so: please choose a tenant, or open the one that is meant."
            }
            Self::Anything => {
                "Several are called so: please type the username or the slug of one, or open the one that is meant."
            }
        }
    }

    /// The one that is called so, by its id; else why there is none, or none alone.
    pub(super) async fn named(
        self,
        tx: &AdminTx,
        text: &str,
        tenant: Option<TenantId>,
    ) -> Result<Result<String, Unnamed>> {
        if text.trim().is_empty() || !is_text(text) {
            return Ok(Err(Unnamed::Nobody));
        }
        let called = self.find(tx, text.trim(), tenant).await?;
        Ok(match meant(&called) {
            Some(one) => Ok(one.id.clone()),
            None if called.is_empty() => Err(Unnamed::Nobody),
            None => Err(Unnamed::Several),
        })
    }

    /// Those that are called so: two of each kind at most.
    async fn find(self, tx: &AdminTx, text: &str, tenant: Option<TenantId>) -> Result<Vec<Called>> {
        match self {
            Self::Tenant => tx.all(sql!("admin/named/tenants"), &[&text]).await,
            Self::Person => tx.all(sql!("admin/named/people"), &[&text]).await,
            Self::Project => match named_id(text) {
                Some(id) => {
                    let there = tenant.is_none_or(|tenant| id.starts_with(&format!("{tenant}.")));
                    Ok(there.then(|| Called { id: id.to_owned(), sure: true }).into_iter().collect())
                }
                None => tx.all(sql!("admin/named/projects"), &[&text, &tenant]).await,
            },
            Self::Anything if Ids::One.are(text) => Ok(vec![Called { id: text.to_owned(), sure: true }]),
            Self::Anything => {
                let mut called: Vec<Called> = tx.all(sql!("admin/named/people"), &[&text]).await?;
                called.extend(tx.all::<Called>(sql!("admin/named/tenants"), &[&text]).await?);
                Ok(called)
            }
        }
    }
}

/// What a project is called where its name alone might mean another: its name, and its id.
pub(super) fn called(name: &str, id: &str) -> String {
    format!("{name} ({id})")
}

/// The id in brackets at the end, as [`called`] writes it.
fn named_id(text: &str) -> Option<&str> {
    let (_, id) = text.strip_suffix(')')?.rsplit_once('(')?;
    Ids::Pair.are(id).then_some(id)
}

/// Which of these is meant: the one that can alone be called so, or else the one that is.
fn meant(called: &[Called]) -> Option<&Called> {
    let mut sure = called.iter().filter(|called| called.sure);
    match (sure.next(), sure.next()) {
        (Some(one), None) => Some(one),
        (None, _) if called.len() == 1 => called.first(),
        _ => None,
    }
}

/// What of a list can be chosen so.
pub(super) fn fields(model: &Model) -> Vec<Field> {
    let tenant = Field { name: "tenant", typed: "tenant", label: "Tenant", kind: Kind::Tenant };
    // Tenants themselves are searched by just that.
    let tenant = Some(tenant).filter(|_| model.of_tenant && !model.is_tenants());
    let filters = model.filters.iter().filter_map(|filter| {
        let kind = match filter.choices {
            Choices::Thing("users") => Kind::Person,
            Choices::Thing("projects") => Kind::Project,
            Choices::AnyThing(_) if model.names_any("users") && model.names_any("tenants") => Kind::Anything,
            _ => return None,
        };
        let typed = if kind == Kind::Anything { CALLED } else { filter.name };
        Some(Field { name: filter.name, typed, label: filter.label, kind })
    });
    tenant.into_iter().chain(filters).collect()
}

/// Looks for all that an address names in place of an id, what is typed into the search among it. Where it names nothing, nothing
/// is read.
pub(super) async fn resolve(model: &Model, admin: &Admin, pairs: Vec<(String, String)>) -> Result<Resolved> {
    let mut resolved = Resolved::typed(model, pairs);
    let fields = fields(model);
    let names = |pairs: &[(String, String)]| {
        pairs.iter().any(|pair| fields.iter().any(|field| field.is_named(model, pair)))
    };
    if !names(&resolved.pairs) {
        return Ok(resolved);
    }
    let read = admin.read(async |tx| {
        // The tenant is the first of them: a project is looked for in it.
        for field in &fields {
            resolved.look_for(tx, model, field).await?;
        }
        Ok(())
    });
    read.await?;
    Ok(resolved)
}

impl Field {
    /// Whether an address names it, and not its id.
    fn is_named(&self, model: &Model, (name, value): &(String, String)) -> bool {
        let is_value = || match model.filter(self.name) {
            Some((_, filter)) => filter.choices.read(value).is_ok(),
            None => value.parse::<TenantId>().is_ok(),
        };
        let typed = name == self.typed || name == self.name;
        // A name of any length that there is, with its id.
        let text = !value.trim().is_empty() && (is_text(value) || named_id(value).is_some());
        // What was typed into a field of its own is a name, also where it is a word of the filter.
        typed && text && (name != self.name || !is_value())
    }
}

impl Resolved {
    /// With what was typed in the place where links have it: then the address is another, too.
    fn typed(model: &Model, pairs: Vec<(String, String)>) -> Self {
        let today = OffsetDateTime::now_utc().date();
        let (found, typed, pairs) = match query::translated(model, &pairs, today) {
            Some((typed, pairs)) => (true, Some(typed), pairs),
            None => (false, None, pairs),
        };
        Self { pairs, found, unknown: Vec::new(), typed }
    }

    async fn look_for(&mut self, tx: &AdminTx, model: &Model, field: &Field) -> Result<()> {
        let Some(place) = self.pairs.iter().rposition(|pair| field.is_named(model, pair)) else {
            return Ok(());
        };
        let tenant = self.tenant();
        let text = self.pairs[place].1.trim().to_owned();
        let called = field.kind.find(tx, &text, tenant).await?;
        if let Some(one) = meant(&called) {
            // It takes the place of what was chosen, wherever that stands.
            self.pairs.retain(|(name, _)| name != field.name && name != field.typed);
            self.pairs.push((field.name.to_owned(), one.id.clone()));
            self.found = true;
            if field.kind == Kind::Tenant {
                // A project of another tenant was chosen in that one.
                let elsewhere = format!("{}.", one.id);
                self.pairs.retain(|(name, value)| {
                    let project = name == "project" && value.contains('.');
                    !project || value.starts_with(&elsewhere)
                });
            }
        } else {
            let why = if called.is_empty() { field.kind.nobody() } else { field.kind.several() };
            self.pairs.remove(place);
            self.unknown.push(Misnamed { field: field.name, text, why });
        }
        Ok(())
    }

    /// The tenant that is chosen, where one is.
    fn tenant(&self) -> Option<TenantId> {
        self.pairs.iter().rev().filter(|(name, _)| name == "tenant").find_map(|(_, value)| value.parse().ok())
    }

    /// The list that is asked for.
    pub(super) fn listing(self, model: &'static Model) -> Listing {
        let mut listing = Listing::asked(model, &self.pairs);
        listing.misnamed = self.unknown;
        listing.query = self.typed;
        listing
    }
}
