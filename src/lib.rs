//! # Rowhouse
//!
//! A multi-tenant project and task service in which **PostgreSQL row-level security keeps tenants apart**. Every request
//! takes a pooled connection, opens a transaction and sets its tenant with `SET LOCAL`; policies in SQL do the filtering.
//! The application's statements carry no tenant predicate.
//!
//! ## The way of a request
//!
//! 1. [`app`] measures it, names it, bounds it, and refuses it when it changes something and comes from another site.
//! 2. [`web::session`] finds whose session its cookie names: in memory, else in PostgreSQL.
//! 3. The route's guard ([`web::Access`]) lets it in; the handler takes a capability, [`db::Tenant`], as an argument.
//! 4. `tenant.read(async |tx| …)` or `tenant.write(async |tx| …)` lends a [`db::TenantTx`]. BEGIN, the context and the
//!    first statement leave in one flight, of a read the end too: one round trip. A write costs one as well where nothing is
//!    decided between its statements ([`db::Tenant::write_in_one_flight`]), else two.
//! 5. Only after the commit was confirmed there is a value, and a view renders it: as a page, or as the part that htmx
//!    asked for.
//!
//! ## Where things are
//!
//! | floor | rooms | |
//! |---|---|---|
//! | the program | [`cli`] | commands, and the order in which things are opened and closed |
//! | | [`app`] · [`operate`] | the router and its layers · what an operator runs |
//! | features | [`identity`] [`dashboard`] [`projects`] [`tasks`] [`search`] [`trash`] [`audit`] [`admin`] [`preferences`] [`gallery`] [`health`] | each a folder here, and the folder of the same name in `sql/` |
//! | the web | [`web`] | sessions, scopes, routes, forms, pages, problems |
//! | the ground | [`db`] [`ui`] [`language`] [`config`] [`text`] [`id`] [`rights`] [`error`] | transactions · components · what a text is in another language · settings · typed text, ids and rights |
//!
//! Every arrow between floors points down. `db` knows no HTTP, `ui` no domain, `web` no feature; a feature uses another's
//! front door (`mod.rs`) and never its handlers. Inside [`admin`] what is described names what is done with it, and what
//! does it asks for descriptions.
//!
//! Outside of `src/`: `migrations/` is the schema with its policies, `sql/bootstrap/` the roles and what is taken from
//! everybody, `sql/inspect/` what auditors run and what [`operate::doctor`] holds a database against, the rest of `sql/`
//! one statement a file, `tests/it/` the tests on a real server, `tests/browser/` those in a real browser.
//!
//! ## What never happens
//!
//! - A query without a scope: no pool or connection leaves [`db`], and a transaction sends its context first.
//! - A tenant named by a statement of a feature. A test reads the sources and says so.
//! - A context set from inside a query: the function that could is taken from everybody, `SET LOCAL` is a statement of
//!   its own.
//! - A request that reads, and acts: none is given an operator. Nor is one that looks around as somebody else.
//! - A request that changes its role: each kind of access has a login and a pool of its own.
//! - A verifier or a list of people leaving the database: schema `auth` is functions that want a secret. One secret leaves it,
//!   that of a second factor, for the role that compares it ([`identity::second_factor`]).
//! - A page of the panel before the code of a second factor, where its person has one: the guard of the routes asks.
//! - The page of one thing in the panel, or an export, of which no trail says who had it: it is filed before it is answered.
//! - A table without forced row security: `app.protect` lays it, in the migration that creates the table.
//! - An act of the panel without an active superuser declared, or support with the right to it ([`rights`]), and an entry in a
//!   trail, which the database asks for; nor, from the panel, without a reason; nor by somebody who is neither any more when it is
//!   committed.
//! - Serving from a database whose guards are not what they were made to be: [`operate::doctor`] is asked at every start.
//! - A name, a title or a reason looked up in a catalogue: what people wrote is shown as they wrote it, in every language.
//! - The text of a database error, or the id of a session, in a page or a log.

pub mod admin;
pub mod app;
pub mod audit;
pub mod cli;
pub mod config;
pub mod dashboard;
pub mod db;
pub mod error;
pub mod gallery;
pub mod health;
pub mod id;
pub mod identity;
pub mod language;
pub mod operate;
pub mod preferences;
pub mod projects;
pub mod rights;
pub mod search;
pub mod tasks;
pub mod text;
pub mod trash;
pub mod ui;
pub mod web;
