//! What an operator runs: the embedded server, migrations, the doctor, the demo, sample data,
//! what superusers do to tenants and people, housekeeping.
//!
//! It stands beside the application and is no part of a request. Here, and here alone, are connections as the migrator
//! and the superuser; `serve` holds neither on a database of somebody else's.

mod attachment;
pub mod audit;
pub mod cluster;
pub mod demo;
pub mod doctor;
pub mod embedded;
mod error;
pub mod housekeeping;
pub mod migrate;
pub mod people;
pub mod registry;
pub mod seed;
pub mod superuser;
pub mod tenants;

pub use self::error::{Error, Result};

/// A number of things, in words: `1 error`, `2 errors`.
fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
