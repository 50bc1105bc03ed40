//! People of all tenants, signed in: sessions made by `auth.sign_in`, as the product makes them.
//!
//! Seeded people share a password and a salt, so argon2id is computed once a salt and not a thousand times.

use std::collections::HashMap;

use anyhow::{Result, bail, ensure};
use rowhouse::{
    identity::password::{Cost, proof},
    operate::seed::PASSWORD,
    web::session::Hash,
};
use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::Client;
use tower_sessions::session::Id;
use uuid::Uuid;

use crate::cluster::{Cluster, connect};

/// The tenant that `sql/big_tenant.sql` makes.
const BIG_TENANT: Uuid = uuid::uuid!("01000000-0000-7000-8000-000000000000");

/// Somebody, and what of the tenant's is read and written.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) login: String,
    pub(crate) cookie: String,
    /// A project that is only read, another that tasks are added to, a task to toggle.
    pub(crate) read: Uuid,
    pub(crate) write: Uuid,
    pub(crate) task: Uuid,
}

/// Makes sessions, one after another.
struct Desk {
    auth: Client,
    proofs: HashMap<Vec<u8>, Vec<u8>>,
}

impl Desk {
    async fn open(cluster: &Cluster) -> Result<Self> {
        Ok(Self { auth: connect(&cluster.login("rowhouse_auth")).await?, proofs: HashMap::new() })
    }

    async fn sign_in(&mut self, login: &str) -> Result<Id> {
        let salt: Vec<u8> =
            self.auth.query_one("select salt from auth.sign_in_salt($1)", &[&login]).await?.get(0);
        if !self.proofs.contains_key(&salt) {
            let computed = proof(SecretString::from(PASSWORD), salt.clone(), Cost::OWASP).await?;
            self.proofs.insert(salt.clone(), computed.expose_secret().to_vec());
        }
        let id = Id::default();
        let outcome: String = self
            .auth
            .query_one(
                "select outcome from auth.sign_in($1, $2, $3, '127.0.0.1')",
                &[&login, &self.proofs[&salt], &Hash::of(id).as_bytes()],
            )
            .await?
            .get(0);
        ensure!(outcome == "signed_in", "{login}: {outcome}");
        Ok(id)
    }
}

/// People of different tenants, at most so many, spread over all of them. Not the one who belongs to the big tenant too and
/// may be working there.
pub(crate) async fn sign_in(cluster: &Cluster, most: i64) -> Result<Vec<Person>> {
    let rows = cluster
        .superuser
        .query(
            "select u.login, p.ids[1], p.ids[2], k.id
             from auth.users u join auth.memberships m on m.user_id = u.user_id
             cross join lateral (select array_agg(id order by id) as ids from app.projects where tenant_id = m.tenant_id) p
             cross join lateral (select id from app.tasks where tenant_id = m.tenant_id and project_id = p.ids[3] limit 1) k
             where not exists (select from auth.memberships b where b.user_id = u.user_id and b.tenant_id = $1) order by md5(u.login) limit $2",
            &[&BIG_TENANT, &most],
        )
        .await?;
    let mut desk = Desk::open(cluster).await?;
    let mut people = Vec::new();
    for row in rows {
        let login: String = row.get(0);
        let cookie = desk.sign_in(&login).await?.to_string();
        people.push(Person { login, cookie, read: row.get(1), write: row.get(2), task: row.get(3) });
    }
    Ok(people)
}

/// One person many times over, at work in each project of the tenant and on many tasks.
pub(crate) async fn at_work(cluster: &Cluster) -> Result<Vec<Person>> {
    let people = sign_in(cluster, 1).await?;
    let Some(person) = people.first() else { bail!("nobody can be signed in") };
    let rows = cluster
        .superuser
        .query(
            "select t.id, t.project_id from app.tasks t
             where t.tenant_id = (select tenant_id from app.tasks where id = $1) order by md5(t.id::text) limit 500",
            &[&person.task],
        )
        .await?;
    Ok(rows.iter().map(|row| Person { task: row.get(0), write: row.get(1), ..person.clone() }).collect())
}

/// A superuser, who is made where there is none: the cookie.
pub(crate) async fn sign_in_a_superuser(cluster: &Cluster) -> Result<String> {
    let promoted = "update auth.users set superuser = true where login = 'tenant5user'";
    cluster.superuser.execute(promoted, &[]).await?;
    Ok(Desk::open(cluster).await?.sign_in("tenant5user").await?.to_string())
}

/// Somebody in the tenant of 200,000 tasks: the cookie.
pub(crate) async fn sign_in_to_the_big_tenant(cluster: &Cluster) -> Result<String> {
    let mut desk = Desk::open(cluster).await?;
    let id = desk.sign_in("tenant3user").await?;
    let session = Hash::of(id);
    let enter = "select auth.session_enter($1, $2)";
    let entered: bool = desk.auth.query_one(enter, &[&session.as_bytes(), &BIG_TENANT]).await?.get(0);
    ensure!(entered, "tenant3user does not belong to the big tenant");
    Ok(id.to_string())
}
