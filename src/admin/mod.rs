//! The superuser panel. It reads, and its role can do nothing else.
//! A superuser's session opens it and nothing else does; what it shows, no tenant's page ever shows.

pub mod acts;
mod find;
mod home;
mod trail;

use crate::web::{Access, Route, get};

/// The routes of this feature.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get(home::PATH, Access::Superuser, home::index),
        get(find::PATH, Access::Superuser, find::index),
        get(find::QUICK, Access::Superuser, find::quick),
        get(trail::PATH, Access::Superuser, trail::index),
    ]
}
