//! Fifty tenants over a pool of three connections, each tenant's rows marked so that they are known wherever they appear;
//! and what each of them does, with hang-ups and faults at any point.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Method, Request},
};
use futures_util::{StreamExt, stream};
use proptest::prelude::*;
use rowhouse::{
    db::Pools,
    id::{ProjectId, TaskId, TenantId, UserId},
    web::session::Sessions,
};
use tokio_postgres::Client;

use crate::harness::{Answer, Browser, Database, Proxy, add_member, create_tenant, create_user, router_over};

pub(super) const TENANTS: usize = 50;
const CONNECTIONS: u8 = 3;

/// What somebody does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Action {
    Dashboard,
    Project,
    /// For what stands in every tenant's rows.
    Search,
    CreateTask,
    Toggle,
    Rename,
    /// The project of the tenant next door.
    Trespass,
}

/// How a request comes to an end before its time.
#[derive(Clone, Copy, Debug)]
pub(super) enum HangUp {
    Never,
    /// After so many times that the server looked at it: before the body, in the query, before the commit.
    AfterPolls(u32),
    AfterMicroseconds(u64),
    /// The body stops half-way and never goes on.
    InTheBody,
}

/// What befalls the database meanwhile.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    None,
    /// The server ends one of the application's sessions.
    Terminate,
    /// Somebody locks the tenant's rows for longer than a request waits.
    Lock,
}

#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) tenant: usize,
    pub(super) action: Action,
    pub(super) hang_up: HangUp,
    pub(super) fault: Fault,
}

/// Any step; hang-ups are common and faults are rare.
pub(super) fn step() -> impl Strategy<Value = Step> {
    let action = prop_oneof![
        1 => Just(Action::Dashboard),
        1 => Just(Action::Project),
        1 => Just(Action::Search),
        2 => Just(Action::CreateTask),
        1 => Just(Action::Toggle),
        1 => Just(Action::Rename),
        1 => Just(Action::Trespass),
    ];
    let hang_up = prop_oneof![
        5 => Just(HangUp::Never),
        3 => (1..25_u32).prop_map(HangUp::AfterPolls),
        2 => (0..8_000_u64).prop_map(HangUp::AfterMicroseconds),
        1 => Just(HangUp::InTheBody),
    ];
    let fault = prop_oneof![30 => Just(Fault::None), 2 => Just(Fault::Terminate), 1 => Just(Fault::Lock)];
    (0..TENANTS, action, hang_up, fault).prop_map(|(tenant, action, hang_up, fault)| Step {
        tenant,
        action,
        hang_up,
        fault,
    })
}

/// One tenant and its person.
struct Resident {
    tenant: TenantId,
    project: ProjectId,
    task: TaskId,
    browser: Browser,
}

pub(super) struct Crowd {
    residents: Vec<Resident>,
    pub(super) proxy: Proxy,
    pub(super) database: Arc<Database>,
    _pools: Pools,
}

/// What is written into every row of a tenant.
fn marker(tenant: usize) -> String {
    format!("zq{tenant:03}qz")
}

/// The markers that a page shows.
fn markers(page: &str) -> impl Iterator<Item = &str> {
    page.match_indices("zq").filter_map(|(at, _)| page.get(at..at + 7)).filter(|word| word.ends_with("qz"))
}

impl Crowd {
    pub(super) async fn gather() -> Self {
        let database = Arc::new(Database::migrated().await);
        let proxy = Proxy::before(&database, Duration::ZERO).await;
        let mut urls = database.urls();
        urls.app = proxy.route(&urls.app);
        // As short as the test is.
        urls.app.options("-c lock_timeout=60ms -c statement_timeout=150ms");
        let pools = Pools::new(&urls, CONNECTIONS.into()).unwrap();
        let router = router_over(&pools, &Sessions::new(&pools));
        let residents = stream::iter(0..TENANTS)
            .map(|number| resident(&database, &router, number))
            .buffered(8)
            .collect()
            .await;
        Self { residents, proxy, database, _pools: pools }
    }

    /// Does all steps at once, some at a time; what went wrong.
    pub(super) async fn storm(&self, steps: &[Step]) -> Result<(), String> {
        let superuser = self.database.superuser().await;
        let done: Vec<_> = stream::iter(steps.iter().enumerate())
            .map(|(number, step)| self.take(number, step, &superuser))
            .buffer_unordered(12)
            .collect()
            .await;
        let mut promised = Vec::new();
        for step in done {
            promised.extend(step?);
        }
        self.keep_promises(&superuser, &promised).await?;
        self.at_rest(&superuser).await
    }

    async fn take(
        &self,
        number: usize,
        step: &Step,
        superuser: &Client,
    ) -> Result<Option<(TenantId, String)>, String> {
        let resident = &self.residents[step.tenant];
        let title = format!("{} {number} {}", marker(step.tenant), TaskId::new());
        let work = async {
            let request = resident.request(self.next_door(step.tenant), step, &title);
            hang_up(resident.browser.clone(), request, step.hang_up).await
        };
        let (answer, ()) = tokio::join!(work, self.befall(step, superuser));
        let Some(answer) = answer else { return Ok(None) };
        if let Some(alien) = markers(&answer.body).find(|found| **found != marker(step.tenant)) {
            return Err(format!("{step:?} was shown {alien}"));
        }
        match (step.action, answer.status.as_u16()) {
            (Action::CreateTask, 303) => Ok(Some((resident.tenant, title))),
            // Renamed by somebody else meanwhile (409), or too many at once (503).
            (Action::Trespass, 404 | 503)
            | (Action::CreateTask | Action::Toggle | Action::Rename, 303 | 409 | 503)
            | (Action::Dashboard | Action::Project | Action::Search, 200 | 503) => Ok(None),
            (_, status) => Err(format!("{step:?} was answered with {status}\n{}", answer.body)),
        }
    }

    async fn befall(&self, step: &Step, superuser: &Client) {
        match step.fault {
            Fault::None => {}
            Fault::Terminate => {
                let any = "select pg_terminate_backend(pid) from pg_stat_activity
                           where datname = current_database() and usename = 'rowhouse_app' order by random() limit 1";
                superuser.batch_execute(any).await.unwrap();
            }
            Fault::Lock => {
                let mut locker = self.database.superuser().await;
                let tx = locker.transaction().await.unwrap();
                let rows = "select 1 from app.tasks where tenant_id = $1 for update";
                tx.execute(rows, &[&self.residents[step.tenant].tenant]).await.unwrap();
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }

    fn next_door(&self, tenant: usize) -> ProjectId {
        self.residents[(tenant + 1) % TENANTS].project
    }

    /// What was answered with success is there.
    async fn keep_promises(&self, superuser: &Client, promised: &[(TenantId, String)]) -> Result<(), String> {
        for (tenant, title) in promised {
            let there = "select count(*) from app.tasks where tenant_id = $1 and title = $2";
            let there: i64 = superuser.query_one(there, &[tenant, title]).await.unwrap().get(0);
            if there != 1 {
                return Err(format!("“{title}” was answered with success and is there {there} times"));
            }
        }
        Ok(())
    }

    /// No connection is in a transaction, none is lost, and none ever met a transaction of somebody else's.
    async fn at_rest(&self, superuser: &Client) -> Result<(), String> {
        let busy = "select count(*) filter (where state <> 'idle'), count(*) from pg_stat_activity
                    where datname = current_database() and usename = 'rowhouse_app'";
        let mut seen = (0, 0);
        for _ in 0..400 {
            let row = superuser.query_one(busy, &[]).await.unwrap();
            seen = (row.get::<_, i64>(0), row.get::<_, i64>(1));
            if seen.0 == 0 && seen.1 <= i64::from(CONNECTIONS) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        if seen.0 > 0 || seen.1 > i64::from(CONNECTIONS) {
            return Err(format!("{} of {} connections are not idle", seen.0, seen.1));
        }
        match self.proxy.residue() {
            0 => Ok(()),
            times => Err(format!(
                "{times} times a connection came back with a transaction, or a context was set outside one"
            )),
        }
    }

    /// Every tenant asks once more, one after the other, on connections that others have used.
    pub(super) async fn ask_everybody(&self) -> Result<(), String> {
        for (number, resident) in self.residents.iter().enumerate() {
            let page = resident.browser.clone().get("/search/?q=zq").await;
            if page.status != 200 || markers(&page.body).any(|found| found != marker(number)) {
                return Err(format!("tenant {number}: {}\n{}", page.status, page.body));
            }
            if markers(&page.body).next().is_none() {
                return Err(format!("tenant {number} does not find its own"));
            }
        }
        Ok(())
    }
}

async fn resident(database: &Database, router: &Router, number: usize) -> Resident {
    let (tenant, user) = (TenantId::new(), UserId::new());
    let (project, task) = (ProjectId::new(), TaskId::new());
    let (slug, login) = (format!("tenant-{number}"), format!("person{number}"));
    create_tenant(database, tenant, &slug).await;
    create_user(database, user, &login, false).await;
    add_member(database, tenant, user).await;
    let rows = format!(
        "begin; set local app.tenant_id = '{tenant}';
         insert into app.projects (id, name) values ('{project}', '{0} project');
         insert into app.tasks (id, project_id, title) values ('{task}', '{project}', '{0} task'); commit",
        marker(number)
    );
    database.role("rowhouse_app").await.batch_execute(&rows).await.unwrap();
    let mut browser = Browser::new(router.clone());
    browser.sign_in(&login).await;
    Resident { tenant, project, task, browser }
}

impl Resident {
    fn request(&self, next_door: ProjectId, step: &Step, title: &str) -> Request<Body> {
        let Self { project, task, .. } = self;
        let (method, path, form) = match step.action {
            Action::Dashboard => (Method::GET, "/".to_owned(), String::new()),
            Action::Project => (Method::GET, format!("/projects/{project}/"), String::new()),
            Action::Search => (Method::GET, "/search/?q=zq".to_owned(), String::new()),
            Action::CreateTask => {
                (Method::POST, format!("/projects/{project}/tasks/create/"), format!("title={title}"))
            }
            Action::Toggle => (Method::POST, format!("/tasks/{task}/toggle/"), String::new()),
            Action::Rename => (Method::POST, format!("/tasks/{task}/edit/"), format!("title={title}")),
            Action::Trespass => (Method::GET, format!("/projects/{next_door}/"), String::new()),
        };
        let form = form.replace(' ', "+");
        let body = match step.hang_up {
            HangUp::InTheBody if method == Method::POST => {
                let half = Bytes::from(form.into_bytes()).slice(..0);
                Body::from_stream(stream::iter([Ok::<_, std::io::Error>(half)]).chain(stream::pending()))
            }
            _ => Body::from(form),
        };
        Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .unwrap()
    }
}

/// Sends a request, and is gone before the answer where that is what happens.
async fn hang_up(mut browser: Browser, request: Request<Body>, how: HangUp) -> Option<Answer> {
    let answer = browser.send(request);
    match how {
        HangUp::Never => Some(answer.await),
        HangUp::AfterPolls(polls) => Impatient { work: Box::pin(answer), left: polls }.await,
        HangUp::AfterMicroseconds(time) => {
            tokio::time::timeout(Duration::from_micros(time), answer).await.ok()
        }
        HangUp::InTheBody => tokio::time::timeout(Duration::from_millis(20), answer).await.ok(),
    }
}

/// A future that is dropped after it was looked at so many times.
struct Impatient<F> {
    work: Pin<Box<F>>,
    left: u32,
}

impl<F: Future> Future for Impatient<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        self.work.as_mut().poll(context).map(Some)
    }
}

/// For the alarm: everybody looks for everything at once.
pub(super) async fn everybody_looks(crowd: &Crowd) -> Result<(), String> {
    let look = |tenant| Step { tenant, action: Action::Search, hang_up: HangUp::Never, fault: Fault::None };
    crowd.storm(&(0..TENANTS).map(look).collect::<Vec<_>>()).await
}
