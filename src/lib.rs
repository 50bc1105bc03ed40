//! Rowhouse: a multi-tenant project and task service in which PostgreSQL row-level security keeps tenants apart.

pub mod config;
pub mod db;
pub mod error;
pub mod id;
pub mod identity;
