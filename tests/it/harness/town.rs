//! A town: two tenants with their people, a superuser, and the whole application over a database of its own.

use std::{net::SocketAddr, sync::Arc};

use axum::Router;
use rowhouse::{
    app::{self, Outside},
    db::{Pools, Urls, Verdict},
    id::{ProjectId, TaskId, TenantId, UserId},
    identity::password::Credential,
    web::{Door, session::Sessions},
};
use secrecy::SecretString;
use tokio::sync::OnceCell;

use super::{Browser, Database};

/// Everybody's password.
pub(crate) const PASSWORD: &str = "correct horse";

/// A tenant with one member and one project of two tasks, the first of which is done.
pub(crate) struct House {
    pub(crate) tenant: TenantId,
    pub(crate) user: UserId,
    pub(crate) project: ProjectId,
    pub(crate) done: TaskId,
    pub(crate) open: TaskId,
}

/// The application and who lives in it.
pub(crate) struct Town {
    pub(crate) router: Router,
    pub(crate) pools: Pools,
    pub(crate) sessions: Sessions,
    pub(crate) acme: House,
    pub(crate) globex: House,
    pub(crate) database: Arc<Database>,
}

impl Town {
    pub(crate) async fn new() -> Self {
        let database = Arc::new(Database::migrated().await);
        Self::over(database, Clone::clone).await
    }

    /// A town whose application reaches the database as `route` says; for a proxy between the two.
    pub(crate) async fn over(
        database: Arc<Database>,
        route: impl Fn(&tokio_postgres::Config) -> tokio_postgres::Config,
    ) -> Self {
        let urls = Urls {
            app: route(&database.config("rowhouse_app")),
            auth: route(&database.config("rowhouse_auth")),
            admin: route(&database.config("rowhouse_admin")),
            operator: route(&database.config("rowhouse_operator")),
        };
        let pools = Pools::new(&urls, 4).unwrap();
        let sessions = Sessions::new(&pools);
        let router = router_over(&pools, &sessions);
        create_user(&database, UserId::new(), "root", true).await;
        let acme = house(&database, "acme", "alice").await;
        let globex = house(&database, "globex", "gus").await;
        Self { router, pools, sessions, acme, globex, database }
    }

    /// Nobody yet.
    pub(crate) fn stranger(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// Somebody, signed in.
    pub(crate) async fn signed_in(&self, login: &str) -> Browser {
        let mut browser = self.stranger();
        browser.sign_in(login).await;
        browser
    }

    /// The member of Acme.
    pub(crate) async fn alice(&self) -> Browser {
        self.signed_in("alice").await
    }

    /// The member of Globex.
    pub(crate) async fn gus(&self) -> Browser {
        self.signed_in("gus").await
    }

    /// The superuser.
    pub(crate) async fn root(&self) -> Browser {
        self.signed_in("root").await
    }

    /// Another running instance over the same database.
    pub(crate) fn second_instance(&self) -> (Router, Sessions, Pools) {
        let pools = Pools::new(&self.database.urls(), 2).unwrap();
        let sessions = Sessions::new(&pools);
        (router_over(&pools, &sessions), sessions, pools)
    }
}

/// The whole application, as somebody's browser meets it.
pub(crate) fn router_over(pools: &Pools, sessions: &Sessions) -> Router {
    router_examined(pools, sessions, None)
}

/// The same over a database of which something was found.
pub(crate) fn router_examined(pools: &Pools, sessions: &Sessions, verdict: Option<Verdict>) -> Router {
    let client_address = axum_client_ip::ClientIpSource::ConnectInfo;
    let outside = Outside { secure_cookies: false, client_address, door: Door::default(), verdict };
    router_from(pools, sessions, &outside, "192.0.2.1")
}

/// The same where nobody comes into the panel without a second factor.
pub(crate) fn router_demanding_codes(pools: &Pools, sessions: &Sessions) -> Router {
    let client_address = axum_client_ip::ClientIpSource::ConnectInfo;
    let door = Door { second_factor: true, ..Door::default() };
    let outside = Outside { secure_cookies: false, client_address, door, verdict: None };
    router_from(pools, sessions, &outside, "192.0.2.1")
}

/// The same as somebody meets it who comes from an address.
pub(crate) fn router_from(pools: &Pools, sessions: &Sessions, outside: &Outside, address: &str) -> Router {
    let address = SocketAddr::new(address.parse().unwrap(), 40_000);
    app::router(pools, sessions, outside).layer(axum::Extension(axum::extract::ConnectInfo(address)))
}

/// One computation for all people of all towns: it is the application's own, and slow on purpose.
async fn credential() -> &'static Credential {
    static CREDENTIAL: OnceCell<Credential> = OnceCell::const_new();
    CREDENTIAL.get_or_init(|| async { Credential::new(SecretString::from(PASSWORD)).await.unwrap() }).await
}

pub(crate) async fn create_user(database: &Database, user: UserId, login: &str, superuser: bool) {
    let migrator = database.role("rowhouse_migrator").await;
    let Credential { salt, verifier, cost } = credential().await;
    migrator
        .execute(
            "select auth.create_user($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &[
                &user,
                &login,
                &login,
                &salt.as_slice(),
                &verifier.as_slice(),
                &cost.memory_kib,
                &cost.iterations,
                &cost.lanes,
                &superuser,
            ],
        )
        .await
        .unwrap();
}

/// Somebody who looks at all tenants, and does nothing.
pub(crate) async fn create_support(database: &Database, login: &str) -> UserId {
    create_support_with(database, login, "auth.rights_to_see()").await
}

/// Support with rights, as SQL has them.
pub(crate) async fn create_support_with(database: &Database, login: &str, rights: &str) -> UserId {
    let user = UserId::new();
    create_user(database, user, login, false).await;
    let support = format!(
        "update auth.users set support = true, rights = auth.whole_rights({rights}) where user_id = '{user}'"
    );
    database.superuser().await.batch_execute(&support).await.unwrap();
    user
}

pub(crate) async fn create_tenant(database: &Database, tenant: TenantId, slug: &str) {
    let migrator = database.role("rowhouse_migrator").await;
    migrator.execute("select auth.create_tenant($1, $2, $3)", &[&tenant, &slug, &slug]).await.unwrap();
}

pub(crate) async fn add_member(database: &Database, tenant: TenantId, user: UserId) {
    let migrator = database.role("rowhouse_migrator").await;
    migrator.execute("select auth.add_member($1, $2, 'member')", &[&tenant, &user]).await.unwrap();
}

/// A tenant with its member, project and tasks.
pub(crate) async fn house(database: &Database, slug: &str, login: &str) -> House {
    let house = House {
        tenant: TenantId::new(),
        user: UserId::new(),
        project: ProjectId::new(),
        done: TaskId::new(),
        open: TaskId::new(),
    };
    create_tenant(database, house.tenant, slug).await;
    create_user(database, house.user, login, false).await;
    add_member(database, house.tenant, house.user).await;
    let mut app = database.role("rowhouse_app").await;
    let tx = app.transaction().await.unwrap();
    tx.batch_execute(&format!("set local app.tenant_id = '{}'", house.tenant)).await.unwrap();
    let insert = "insert into app.projects (id, name) values ($1, $2)";
    tx.execute(insert, &[&house.project, &format!("{slug} project")]).await.unwrap();
    let insert = "insert into app.tasks (id, project_id, title, completed_at) values ($1, $2, $3, case when $4 then now() end)";
    for (task, title, done) in [(house.done, "done", true), (house.open, "open", false)] {
        tx.execute(insert, &[&task, &house.project, &format!("{slug} {title} task"), &done]).await.unwrap();
    }
    tx.commit().await.unwrap();
    house
}
