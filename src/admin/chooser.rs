//! A tenant, a person or a project that narrows a list, chosen by what people call it: an address or a form names it, and it is
//! found here. What is found stands in addresses by its id, as a link has it; what is not found is said, and narrows nothing.
//!
//! It reads as the admin, by indexes that lead to a whole name. It guesses nothing: what several are called is none of them.

use super::{
    listing::{Listing, is_text},
    model::{Choices, Model},
    offers,
};
use crate::{
    columns,
    db::{Admin, AdminTx},
    error::Result,
    id::TenantId,
    sql,
};

/// What can be chosen by what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Tenant,
    Person,
    Project,
    /// A person or a tenant, whichever has that name to itself.
    Anything,
}

/// A field in which one is chosen.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
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
    /// What was not: the field, what was typed, and what is said of it.
    unknown: Vec<(&'static str, String, &'static str)>,
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
            Self::Anything => "username, or slug of a tenant",
        }
    }

    fn nobody(self) -> &'static str {
        match self {
            Self::Tenant => "which is no slug or name of a tenant",
            Self::Person => "which is no username or name of a person",
            Self::Project => "which is no name of a project there",
            Self::Anything => "which is no username, and no slug of a tenant",
        }
    }

    fn several(self) -> &'static str {
        match self {
            Self::Tenant => "which several tenants are called: please type the slug of one",
            Self::Person => "which several people are called: please type the username of one",
            Self::Project => {
                "which several projects are called: please choose a tenant, or open the one that is meant"
            }
            Self::Anything => "which is the name of several: please type a username or a slug",
        }
    }

    /// Those that are called so: two at most.
    async fn find(self, tx: &AdminTx, text: &str, tenant: Option<TenantId>) -> Result<Vec<Called>> {
        match self {
            Self::Tenant => tx.all(sql!("admin/named/tenants"), &[&text]).await,
            Self::Person => tx.all(sql!("admin/named/people"), &[&text]).await,
            Self::Project => tx.all(sql!("admin/named/projects"), &[&text, &tenant]).await,
            Self::Anything => {
                let mut people: Vec<Called> = tx.all(sql!("admin/named/people"), &[&text]).await?;
                people.extend(tx.all::<Called>(sql!("admin/named/tenants"), &[&text]).await?);
                people.sort_by_key(|called| !called.sure);
                Ok(people)
            }
        }
    }
}

/// What of a list can be chosen so.
pub(super) fn fields(model: &Model) -> Vec<Field> {
    let tenant = Field { name: "tenant", label: "Tenant", kind: Kind::Tenant };
    // Tenants themselves are searched by just that.
    let tenant = Some(tenant).filter(|_| model.of_tenant && !model.is_tenants());
    let filters = model.filters.iter().flatten().filter_map(|filter| {
        let kind = match filter.choices {
            Choices::Thing("users") => Kind::Person,
            Choices::Thing("projects") => Kind::Project,
            Choices::AnyThing(_) => Kind::Anything,
            _ => return None,
        };
        Some(Field { name: filter.name, label: filter.label, kind })
    });
    tenant.into_iter().chain(filters).collect()
}

/// Looks for all that an address names in place of an id. Where it names nothing, nothing is read.
pub(super) async fn resolve(model: &Model, admin: &Admin, pairs: Vec<(String, String)>) -> Result<Resolved> {
    let mut resolved = Resolved { pairs, found: false, unknown: Vec::new() };
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
        let is_id = match model.filter(self.name) {
            Some((_, filter)) => filter.choices.label(value).is_some(),
            None => value.parse::<TenantId>().is_ok(),
        };
        name == self.name && !is_id && !value.trim().is_empty() && is_text(value)
    }
}

impl Resolved {
    async fn look_for(&mut self, tx: &AdminTx, model: &Model, field: &Field) -> Result<()> {
        let Some(place) = self.pairs.iter().rposition(|pair| field.is_named(model, pair)) else {
            return Ok(());
        };
        let tenant = self.tenant();
        let text = self.pairs[place].1.trim().to_owned();
        let called = field.kind.find(tx, &text, tenant).await?;
        match called.as_slice() {
            [one, rest @ ..] if one.sure || rest.is_empty() => {
                self.pairs[place].1.clone_from(&one.id);
                self.found = true;
                if field.kind == Kind::Tenant {
                    // A project of another tenant was chosen in that one.
                    let elsewhere = format!("{}.", one.id);
                    self.pairs.retain(|(name, value)| {
                        let project = name == "project" && value.contains('.');
                        !project || value.starts_with(&elsewhere)
                    });
                }
            }
            others => {
                let why = if others.is_empty() { field.kind.nobody() } else { field.kind.several() };
                self.pairs.remove(place);
                self.unknown.push((field.name, text, why));
            }
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
        for (name, text, why) in self.unknown {
            listing.misnamed(name, text, why);
        }
        listing
    }
}
