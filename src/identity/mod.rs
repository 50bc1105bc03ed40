//! People: signing in and out, and which of their tenants a session works in.
//!
//! Nothing here can read a verifier or make a session: the database does both, see `migrations/V2__identity.sql`.

mod handlers;
pub mod password;
mod reauthentication;
pub mod second_factor;
mod sign_in;
mod store;
mod view;

use crate::web::{Access, Route, get, post};

pub use self::reauthentication::{Reauthentication, reauthenticate};

/// The routes of this feature.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/login/", Access::Public, handlers::form),
        post("/login/", Access::Public, handlers::sign_in),
        post("/logout/", Access::Public, handlers::sign_out),
        get("/tenants/", Access::SignedIn, handlers::tenants),
        post("/tenants/{id}/enter/", Access::Oneself, handlers::enter),
    ]
}
