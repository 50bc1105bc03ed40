//! What a request needs of the database: pools, scopes, transactions and queries.
//!
//! The way in is a scope ([`Tenant`], [`Identity`], [`Admin`]) and its `read` or `write`, which lend a transaction to an
//! async closure. No pool, client or connection leaves this module, so no query can run without its scope's context:
//!
//! ```compile_fail,E0616
//! # async fn leak(tx: &rowhouse::db::TenantTx) {
//! tx.client; // a transaction does not give its connection away
//! # }
//! ```
//!
//! ```compile_fail,E0308
//! # use rowhouse::{db::{AdminTx, TenantTx}, error::Result};
//! async fn in_tenant(tx: &TenantTx) {}
//! # async fn mix(tx: &AdminTx) {
//! in_tenant(tx).await; // the scope of a transaction is part of its type
//! # }
//! ```
//!
//! ```compile_fail,E0308
//! # use rowhouse::db::{AdminTx, TenantTx};
//! async fn across_tenants(tx: &AdminTx) {}
//! # async fn mix(tx: &TenantTx) {
//! across_tenants(tx).await; // and the other way round
//! # }
//! ```
//!
//! ```compile_fail,E0599
//! # async fn bare(pools: &rowhouse::db::Pools) {
//! pools.query("select 1").await; // there is no query without a scope
//! # }
//! ```
//!
//! ```compile_fail,E0599
//! # async fn write(admin: &rowhouse::db::Admin) {
//! admin.write(async |tx| Ok(())).await; // the admin scope reads, and nothing else
//! # }
//! ```
//!
//! ```compile_fail,E0616
//! # fn leak(pools: &rowhouse::db::Pools) {
//! pools.app; // the pools give scopes, not connections
//! # }
//! ```
//!
//! ```compile_fail,E0308
//! # use rowhouse::db::{OperatorTx, TenantTx};
//! async fn act(tx: &OperatorTx) {}
//! # async fn mix(tx: &TenantTx) {
//! act(tx).await; // no page of a tenant acts as a superuser, also while one looks around in it
//! # }
//! ```
//!
//! ```compile_fail,E0599
//! # async fn read(operator: &rowhouse::db::Operator) {
//! operator.read(async |tx| Ok(())).await; // the operator acts, and lists nothing
//! # }
//! ```

mod connection;
mod failure;
mod lending;
mod listener;
mod pool;
mod query;
mod scope;
mod transaction;
mod verdict;

pub use connection::connect;
pub use listener::Signal;
pub use pool::{PoolFigures, Pools, Urls};
pub use query::{FromRow, Query};
pub use scope::{
    Admin, AdminTx, Identity, IdentityTx, Operator, OperatorTx, Origin, Scope, Tenant, TenantTx, Upkeep,
    UpkeepTx,
};
pub use tokio_postgres::{Error as RowError, Row};
pub use transaction::{Param, Tx};
pub use verdict::{Concern, Verdict};
