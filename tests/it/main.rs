//! The integration tests: one binary and one process, so that one private server serves them all.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    clippy::future_not_send,
    reason = "the tests look at the database from outside of the application"
)]

mod acts;
mod audit;
mod bad_input;
mod commands;
mod concurrency;
mod cross_site;
mod dashboard;
mod demo;
mod doctor;
mod embedded;
mod harness;
mod house;
mod impersonation;
mod inspect;
mod isolation;
mod language;
mod matrix;
mod mutations;
mod new_model;
mod new_table;
mod operate;
mod pages;
mod panel;
mod panel_find;
mod panel_home;
mod plans;
mod preferences;
mod projects;
mod queries;
mod revalidated;
mod rights;
mod round_trips;
mod search;
mod selections;
mod sessions;
mod sign_in;
mod sizes;
mod sweep;
mod tasks;
mod tenant_commands;
mod tenant_life;
mod trail;
mod transactions;
mod unavailable;
