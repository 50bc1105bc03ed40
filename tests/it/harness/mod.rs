//! What the tests stand on: a real server, a database for each test, the whole application, and people.

mod browser;
mod client;
mod ids;
mod proxy;
mod server;
mod town;

pub(crate) use browser::{Answer, Browser};
pub(crate) use client::{run_client, run_script};
pub(crate) use ids::Ids;
pub(crate) use proxy::Proxy;
pub(crate) use server::{Apart, DATABASE, Database, TestServer, connect};
pub(crate) use town::{
    House, PASSWORD, Town, add_member, create_support, create_support_with, create_tenant, create_user,
    house, router_demanding_codes, router_examined, router_from, router_over,
};
