//! The integration tests: one binary and one process, so that one private server serves them all.

mod bad_input;
mod cross_site;
mod harness;
mod house;
mod isolation;
mod pages;
mod projects;
mod queries;
mod round_trips;
mod search;
mod sessions;
mod sign_in;
mod tasks;
mod transactions;
mod unavailable;
