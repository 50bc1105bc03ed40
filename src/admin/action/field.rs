//! A field of a form: what it takes, what is wrong with what was typed into it, and what it looks like.
//! It is checked here as far as it can be without asking the database, so that all that is wrong is said at once.

use std::{fmt::Display, str::FromStr};

use maud::{Markup, html};

use super::{Acting, NOBODY, rights};
use crate::{
    admin::offers,
    error::Result,
    language::tr,
    rights::Rights,
    ui::{self, FieldKind, TextField},
    web::Input,
};

/// A field of a form.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// What the form calls it, and the column that it shows.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// What is said below it; empty for nothing.
    pub help: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// The field of which it is made where it is left blank, and where the browser asks what that would be.
    pub made_of: Option<(&'static str, &'static str)>,
    /// Asked of superusers only, since it gives power.
    pub superusers: bool,
    /// What superusers only may choose, for the same reason.
    pub power: &'static [&'static str],
    check: fn(&str) -> Option<String>,
}

/// What a field takes.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// A line of text.
    Line,
    /// A text that is not shown, and never sent back.
    Secret,
    /// One of these: a value, and what people call it.
    One(&'static [(&'static str, &'static str)]),
    /// The slug or the name of a tenant: those that could be meant are offered while one types.
    Tenant,
    /// The name or the id of a project, of the tenant that is in the field of that name: those that could be meant are
    /// offered while one types.
    Project(&'static str),
    /// The username of a person: those that could be meant are offered while one types.
    Person,
    /// What somebody may see and do in the panel, model by model.
    Rights,
}

impl Field {
    /// A field that takes anything of that kind.
    #[must_use]
    pub const fn new(name: &'static str, label: &'static str, takes: Takes) -> Self {
        Self { name, label, help: "", takes, made_of: None, superusers: false, power: &[], check: |_| None }
    }

    /// With a word of help.
    #[must_use]
    pub const fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    /// Left blank, it is made of what is in another field; `at` says what that would be.
    #[must_use]
    pub const fn made_of(self, field: &'static str, at: &'static str) -> Self {
        Self { made_of: Some((field, at)), ..self }
    }

    /// Superusers alone are asked it.
    #[must_use]
    pub const fn for_superusers(self) -> Self {
        Self { superusers: true, ..self }
    }

    /// Superusers alone may choose one of these.
    #[must_use]
    pub const fn power(self, power: &'static [&'static str]) -> Self {
        Self { power, ..self }
    }

    /// As those are asked it who have rights; none where they are not. What is left of its choices is kept like any description.
    pub(in crate::admin) fn without_power(&self) -> Option<Self> {
        let takes = match self.takes {
            Takes::One(choices) if !self.power.is_empty() => {
                let open = choices.iter().filter(|(value, _)| !self.power.contains(value)).copied();
                Takes::One(open.collect::<Vec<_>>().leak())
            }
            takes => takes,
        };
        (!self.superusers).then_some(Self { takes, ..*self })
    }

    /// What is typed into it is read as `T`.
    #[must_use]
    pub const fn read_as<T: FromStr<Err: Display>>(self) -> Self {
        Self { check: |text| text.parse::<T>().err().map(|wrong| wrong.to_string()), ..self }
    }

    /// What is typed into it must pass: otherwise this says what is wrong with it.
    #[must_use]
    pub const fn checked(self, check: fn(&str) -> Option<String>) -> Self {
        Self { check, ..self }
    }

    /// What is wrong with a text in it.
    pub(in crate::admin) fn wrong(&self, text: &str) -> Option<String> {
        match self.takes {
            Takes::One(choices) if !choices.iter().any(|(value, _)| *value == text) => {
                Some("Please choose one of these.".to_owned())
            }
            Takes::Tenant if text.trim().is_empty() => {
                Some("Please enter the slug of a tenant, or its name.".to_owned())
            }
            Takes::Project(_) if text.trim().is_empty() => {
                Some("Please enter the name of a project, or its id.".to_owned())
            }
            Takes::Person if text.trim().is_empty() => Some("Please enter a username.".to_owned()),
            Takes::Rights => text.parse::<Rights>().err().map(|_| "Please tick what there is.".to_owned()),
            _ => (self.check)(text),
        }
    }

    /// That there is nothing of the name that is typed into it, on a form with these fields.
    pub(in crate::admin) async fn unknown(
        &self,
        acting: &Acting,
        text: &str,
        fields: &[(&'static str, String)],
    ) -> Result<Option<&'static str>> {
        Ok(match self.takes {
            Takes::Project(of) => {
                let named = fields.iter().find(|(name, _)| *name == of).map_or("", |(_, named)| named);
                match acting.tenant(named).await? {
                    Ok(tenant) => acting.project(tenant, text).await?.err(),
                    // What is wrong is said beside the tenant.
                    Err(_) => None,
                }
            }
            Takes::Tenant => acting.tenant(text).await?.err(),
            Takes::Person if acting.person(text).await?.is_none() => Some(NOBODY),
            _ => None,
        })
    }

    /// Whether it has to be seen: something is wrong with what is in it, or that is not what it mostly is.
    pub(in crate::admin) fn stands_out(&self, input: &Input) -> bool {
        let mostly = match self.takes {
            Takes::One([(first, _), ..]) => *first,
            _ => "",
        };
        input.error.is_some() || (!input.value.is_empty() && input.value != mostly)
    }

    /// What it looks like with that in it; `fixed` where it stays so.
    pub(in crate::admin) fn show(&self, input: &Input, fixed: bool) -> Markup {
        let error = input.error.as_deref();
        html! {
            @match self.takes {
                Takes::One(choices) => {
                    @let choices: Vec<_> = choices.iter().map(|(value, label)| (*value, tr(label))).collect();
                    (ui::select(&ui::Select { name: self.name, label: tr(self.label), choices: &choices, chosen: &input.value, error }))
                },
                Takes::Rights => (rights::table(self, input)),
                takes => (ui::text_field(&TextField {
                    id: self.name,
                    name: self.name,
                    label: tr(self.label),
                    value: &input.value,
                    kind: if matches!(takes, Takes::Secret) { FieldKind::Password } else { FieldKind::Text },
                    autocomplete: matches!(takes, Takes::Secret).then_some("new-password"),
                    error,
                    offers: offers(takes),
                    offers_of: if let Takes::Project(of) = takes { Some(of) } else { None },
                    fixed,
                    ..TextField::default()
                })),
            }
            @if !self.help.is_empty() && !matches!(self.takes, Takes::Rights) { p .help { (tr(self.help)) } }
            @if let Some((field, at)) = self.made_of {
                @let of = format!("#{field}");
                p .help.made role="status" hx-get=(at) hx-include=(of) hx-trigger={ "input delay:250ms from:" (of) } hx-target="this" hx-swap="innerHTML" hx-sync="this:replace" {}
            }
        }
    }
}

fn offers(takes: Takes) -> Option<&'static str> {
    match takes {
        Takes::Tenant => Some(offers::TENANTS),
        Takes::Project(_) => Some(offers::PROJECTS_OF),
        Takes::Person => Some(offers::PEOPLE),
        Takes::Line | Takes::Secret | Takes::One(_) | Takes::Rights => None,
    }
}

/// Why: it goes into the trail.
pub(in crate::admin) fn reason_field(input: &Input) -> Markup {
    let field = TextField {
        id: "reason",
        name: "reason",
        label: tr("Reason"),
        value: &input.value,
        error: input.error.as_deref(),
        ..TextField::default()
    };
    html! { (ui::text_field(&field)) p .help { (tr("It is kept in the trail, beside your name.")) } }
}
