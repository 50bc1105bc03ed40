//! Looking around as somebody else: the form that asks why and where, the beginning, and the end. The form shows the person, and
//! what leads to it a thing of a tenant: who looks at either is filed, as at their own pages.
//!
//! The session stays the superuser's; what it shows is the person's. Whoever may not be looked at is refused by the
//! database; here that is only said. While it lasts, nothing of the panel is open: see `web::scope`.

mod look;
mod view;

use axum::{extract::State, response::Response};
use secrecy::SecretString;
use serde::Deserialize;

use super::{
    acts::{
        Reason,
        impersonation::{self, Began},
    },
    looked_at::Looking,
    password_check::PasswordCheck,
};
use crate::{
    columns,
    db::{Admin, Operator},
    error::{Error, Result},
    id::{TenantId, UserId},
    language::tr,
    sql,
    web::{
        Chrome, Form, Input, Path, Query,
        local_path::local_path,
        session::{Sessions, SignedIn},
    },
};

/// Where one begins to look around.
pub(super) const PATH: &str = "/admin/users/{id}/impersonate/";

pub(super) use self::look::{project as look_at_project, task as look_at_task};

/// The same for a person.
pub(super) fn path(user: UserId) -> String {
    format!("/admin/users/{user}/impersonate/")
}

/// Somebody to look around as, and where that can be.
struct Subject {
    id: UserId,
    display_name: String,
    superuser: bool,
    status: String,
    tenants: Vec<TenantId>,
    names: Vec<String>,
}

columns!(Subject { id, display_name, superuser, status, tenants, names });

impl Subject {
    async fn find(admin: &Admin, user: UserId) -> Result<Self> {
        admin.read(async |tx| tx.one(sql!("admin/impersonable"), &[&user]).await).await
    }

    fn title(&self) -> String {
        tr!("Look around as {name}", name = self.display_name)
    }

    /// Why nobody can look around as this person.
    fn refusal(&self, asking: UserId) -> Option<&'static str> {
        match () {
            () if self.id == asking => Some("That is you: you see already what you would see."),
            () if self.superuser => Some("That is a superuser. What superusers see, you see yourself."),
            () if self.status != "active" => Some("This person is deactivated, and can see nothing."),
            () if self.tenants.is_empty() => {
                Some("This person belongs to no workspace that is open, so there is nothing to see.")
            }
            () => None,
        }
    }
}

/// What the form sends.
#[derive(Clone, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    tenant: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    writes: bool,
    #[serde(default)]
    password: SecretString,
    #[serde(default)]
    at: String,
}

/// What the address of the form fills in: where to look around, and what to arrive at.
#[derive(Deserialize)]
pub(super) struct Aim {
    #[serde(default)]
    tenant: String,
    #[serde(default)]
    at: String,
}

/// What the form is shown with.
#[derive(Default)]
struct Fields {
    tenant: Input,
    reason: Input,
    writes: bool,
    password: Input,
    /// What one arrives at: a page of the workspace, and none of the panel, which is closed meanwhile.
    at: String,
}

/// That page, whatever was sent.
fn arrival(at: &str) -> &str {
    Some(local_path(at)).filter(|path| !path.starts_with("/admin/")).unwrap_or("/")
}

impl Fields {
    /// What was wished for, or the form with what is wrong with it.
    fn read(wish: &Wish) -> Result<(TenantId, Reason), Box<Self>> {
        match (wish.tenant.parse(), wish.reason.parse::<Reason>()) {
            (Ok(tenant), Ok(reason)) => Ok((tenant, reason)),
            (tenant, reason) => {
                let mut fields = Self::of(wish.clone());
                fields.tenant.error = tenant.err().map(|_| "Please choose a workspace.".to_owned());
                fields.reason.error = reason.err().map(|wrong| wrong.to_string());
                Err(Box::new(fields))
            }
        }
    }

    fn of(wish: Wish) -> Self {
        Self {
            tenant: Input::of(wish.tenant),
            reason: Input::of(wish.reason),
            writes: wish.writes,
            password: Input::default(),
            at: arrival(&wish.at).to_owned(),
        }
    }

    /// With what the database said. Of who cannot be looked at, the page says why by itself.
    fn refused(mut self, began: Began) -> Result<Self> {
        match began {
            Began::Gone => return Err(Error::NotFound),
            Began::Nested => return Err(Error::Impersonating),
            Began::Closed => {
                self.tenant =
                    Input::refused("", "This person does not work there, or nobody may enter it by now.");
            }
            Began::Stale => self.password = Input::refused("", "Please give your own password."),
            Began::Done | Began::Oneself | Began::Superuser | Began::Deactivated => {}
        }
        Ok(self)
    }
}

pub(super) async fn form(
    chrome: Chrome,
    (admin, looking): (Admin, Looking),
    check: PasswordCheck,
    Path(user): Path<UserId>,
    Query(Aim { tenant, at }): Query<Aim>,
) -> Result<Response> {
    let subject = Subject::find(&admin, user).await?;
    looking.at_person(user).await?;
    let fields = Fields { tenant: Input::of(tenant), at: arrival(&at).to_owned(), ..Fields::default() };
    Ok(chrome.page(&subject.title(), &view::page(&subject, &fields, &check)))
}

pub(super) async fn begin(
    chrome: Chrome,
    (admin, operator, looking): (Admin, Operator, Looking),
    State(sessions): State<Sessions>,
    mut check: PasswordCheck,
    Path(user): Path<UserId>,
    Form(wish): Form<Wish>,
) -> Result<Response> {
    let subject = Subject::find(&admin, user).await?;
    let (tenant, reason) = match Fields::read(&wish) {
        Ok(read) => read,
        Err(fields) => return again(&chrome, &looking, &subject, &fields, &check).await,
    };
    if let Some(password) = check.refused(wish.password.clone()).await? {
        let fields = Fields { password, ..Fields::of(wish) };
        return again(&chrome, &looking, &subject, &fields, &check).await;
    }
    let (session, writes) = (check.person().session_id, wish.writes);
    let began = operator
        .write(async |tx| impersonation::begin(tx, session, (user, tenant), writes, &reason).await)
        .await?;
    if began == Began::Done {
        sessions.forget(check.person().session());
        return Ok(chrome.go(arrival(&wish.at)));
    }
    // Who that is may have changed since it was read.
    let subject = Subject::find(&admin, user).await?;
    again(&chrome, &looking, &subject, &Fields::of(wish).refused(began)?, &check).await
}

async fn again(
    chrome: &Chrome,
    looking: &Looking,
    subject: &Subject,
    fields: &Fields,
    check: &PasswordCheck,
) -> Result<Response> {
    looking.at_person(subject.id).await?;
    Ok(chrome.refused_page(&subject.title(), &view::page(subject, fields, check)))
}

pub(super) async fn stop(
    chrome: Chrome,
    State(sessions): State<Sessions>,
    person: SignedIn,
) -> Result<Response> {
    // A superuser who is nobody else any more pressed the button twice, or when the time was over.
    if person.impersonation.is_none() && !person.superuser {
        return Err(Error::NotFound);
    }
    sessions.stop_impersonation(person.session()).await?;
    // Somebody may have gone to where the panel cannot be reached.
    Ok(chrome.go(if chrome.panel_is_open() { "/admin/" } else { "/" }))
}
