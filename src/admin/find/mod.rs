//! Finding anything in any tenant: tenants, people, projects and tasks by how they begin, and anything by an id that is pasted
//! whole, as its page has it.
//! It reads. A question is always a parameter; no pattern is ever built from it.

mod view;

use axum::response::Response;
use futures_util::future::try_join_all;
use serde::Deserialize;
use tokio::try_join;
use uuid::Uuid;

use super::{
    model::{Ids, Model},
    model_named, models,
    parameters::is_text,
    record::Record,
    rows, trail,
};
use crate::{
    columns,
    db::{Admin, AdminTx, FromRow, Param, Query},
    error::{Error, Result},
    id::{TenantId, UserId},
    language::tr,
    rights::Rights,
    sql,
    web::{Chrome, Query as Asked, local_path::as_parameter},
};

/// The page, and what answers while one types.
pub(super) const PATH: &str = "/admin/find/";
pub(super) const QUICK: &str = "/admin/find/quick/";

/// Hits of one kind, on the page and in the palette.
const SHOWN: i64 = 20;
const SHOWN_QUICK: i64 = 5;

#[derive(Deserialize)]
pub(super) struct Question {
    #[serde(default)]
    q: String,
}

/// What to look for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted<'a> {
    /// Nothing was asked yet.
    Anything,
    /// What nothing can be called: it has a NUL, or more characters than fit a title.
    Nothing,
    Id(Uuid),
    /// The id of something that is known by more than one: by its tenant as well, or by its place in a trail.
    Whole(String),
    Beginning(&'a str),
}

impl<'a> Wanted<'a> {
    fn of(q: &'a str) -> Self {
        match q.trim() {
            "" => Self::Anything,
            text if !is_text(text) => Self::Nothing,
            text if [Ids::Pair, Ids::Place].iter().any(|ids| ids.are(text)) => {
                Self::Whole(text.to_ascii_lowercase())
            }
            text => Uuid::try_parse(text).map_or(Self::Beginning(text), Self::Id),
        }
    }
}

#[derive(Debug)]
struct Tenant {
    id: TenantId,
    name: String,
    slug: String,
    status: String,
}

columns!(Tenant { id, name, slug, status });

#[derive(Debug)]
struct Person {
    id: UserId,
    name: String,
    login: String,
    status: String,
}

columns!(Person { id, name, login, status });

#[derive(Debug)]
struct Project {
    /// tenant.project
    id: String,
    name: String,
    tenant: String,
}

columns!(Project { id, name, tenant });

#[derive(Debug)]
struct Task {
    /// tenant.task
    id: String,
    title: String,
    project: String,
    tenant: String,
}

columns!(Task { id, title, project, tenant });

/// Something that is known by its id alone.
#[derive(Debug)]
pub(super) struct Anything {
    /// The name of its model.
    kind: String,
    /// It begins with its tenant where it is in one.
    pub(super) id: String,
    name: String,
    belongs_to: String,
}

columns!(Anything { kind, id, name, belongs_to });

impl Anything {
    /// What it is, where the panel knows that: nobody has a right to anything else.
    pub(super) fn model(&self) -> Option<&'static Model> {
        model_named(&self.kind)
    }

    /// What it is called, in the language of the page.
    pub(super) fn title(&self) -> String {
        match self.kind.as_str() {
            "trail" => trail::in_words(&self.name),
            "audit" => tr("an entry of a tenant's trail").to_owned(),
            _ => self.name.clone(),
        }
    }
}

/// What was found.
#[derive(Debug, Default)]
struct Hits {
    by_id: Vec<Anything>,
    whole: Vec<(&'static Model, Record)>,
    tenants: Vec<Tenant>,
    people: Vec<Person>,
    projects: Vec<Project>,
    tasks: Vec<Task>,
}

pub(super) async fn index(
    chrome: Chrome,
    admin: Admin,
    Asked(Question { q }): Asked<Question>,
) -> Result<Response> {
    let wanted = Wanted::of(&q);
    let rights = chrome.rights();
    let hits = admin.read(async |tx| find(tx, &wanted, SHOWN, rights).await).await?;
    Ok(chrome.page(tr("Find"), &view::index(&q, (wanted != Wanted::Anything).then_some(&hits), rights)))
}

/// For whom the palette does not open, the page does the same.
pub(super) async fn quick(
    chrome: Chrome,
    admin: Admin,
    Asked(Question { q }): Asked<Question>,
) -> Result<Response> {
    let rights = chrome.rights();
    let hits = admin.read(async |tx| find(tx, &Wanted::of(&q), SHOWN_QUICK, rights).await).await?;
    let page = format!("{PATH}?q={}", as_parameter(&q));
    Ok(chrome.changed(&page, &view::quick(&q, &page, &hits, &chrome)))
}

/// Of the models that are seen with these rights; nothing else is looked through.
async fn find(tx: &AdminTx, wanted: &Wanted<'_>, limit: i64, rights: Rights) -> Result<Hits> {
    match wanted {
        Wanted::Anything | Wanted::Nothing => Ok(Hits::default()),
        Wanted::Id(id) => {
            let mut by_id = by_id(tx, &id.to_string()).await?;
            by_id.retain(|found| found.model().is_some_and(|model| rights.sees(model.paths.name)));
            Ok(Hits { by_id, ..Hits::default() })
        }
        Wanted::Whole(id) => {
            // Whichever can have such an id is asked for it, all at once: by their keys, each gives one at most.
            let of =
                models().iter().copied().filter(|model| rights.sees(model.paths.name) && model.ids.are(id));
            let found = of.map(async |model| {
                Ok::<_, Error>((model.for_rights(rights), rows::one(tx, model, id).await?))
            });
            let found = try_join_all(found).await?.into_iter();
            let whole = found.filter_map(|(model, record)| Some((model, record?))).collect();
            Ok(Hits { whole, ..Hits::default() })
        }
        Wanted::Beginning(text) => {
            let begins: [Param<'_>; 2] = [text, &limit];
            let (tenants, people, projects, tasks) = try_join!(
                where_seen(tx, rights.sees("tenants"), sql!("admin/find/tenants"), &begins),
                where_seen(tx, rights.sees("users"), sql!("admin/find/people"), &begins),
                where_seen(tx, rights.sees("projects"), sql!("admin/find/projects"), &begins),
                where_seen(tx, rights.sees("tasks"), sql!("admin/find/tasks"), &begins),
            )?;
            Ok(Hits { tenants, people, projects, tasks, ..Hits::default() })
        }
    }
}

async fn where_seen<T: FromRow>(
    tx: &AdminTx,
    seen: bool,
    query: Query,
    params: &[Param<'_>],
) -> Result<Vec<T>> {
    if seen { tx.all(query, params).await } else { Ok(Vec::new()) }
}

/// Whatever has that id.
pub(super) async fn by_id(tx: &AdminTx, id: &str) -> Result<Vec<Anything>> {
    tx.all(sql!("admin/find/by_id"), &[&id]).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::MAX_CHARS;

    #[test]
    fn an_id_is_told_from_the_beginning_of_a_name() {
        let id = "01a209ca-fbe6-773a-a0f1-12ff8449635b";
        assert_eq!(Wanted::of(&format!(" {id} ")), Wanted::Id(id.parse().unwrap()));
        assert_eq!(Wanted::of(&id[..35]), Wanted::Beginning(&id[..35]));
        let pair = format!("{id}.{id}");
        assert_eq!(Wanted::of(&pair.to_uppercase()), Wanted::Whole(pair.clone()));
        assert_eq!(Wanted::of(&format!(" 1.42.{id}")), Wanted::Whole(format!("1.42.{id}")));
        assert_eq!(Wanted::of(&format!("{pair}.")), Wanted::Beginning(&format!("{pair}.")));
        assert_eq!(Wanted::of("  "), Wanted::Anything);
        assert_eq!(Wanted::of("a\0b"), Wanted::Nothing);
        assert_eq!(Wanted::of(&"x".repeat(MAX_CHARS + 1)), Wanted::Nothing);
    }
}
