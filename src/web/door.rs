//! The door of the panel: where it stands open, what is asked at it, and what is written over it.
//!
//! From where it does not, the panel's addresses do not exist, for anybody. Which address a request comes from, `axum_client_ip`
//! says, as for the counts of attempts to sign in: from the connection, or from the header that the operator's own proxy sets.

use axum::{extract::FromRequestParts, http::request::Parts};
use axum_client_ip::ClientIp;

use crate::config::{Environment, Networks};

/// The door of the panel.
#[derive(Clone, Debug, Default)]
pub struct Door {
    /// What the instance is called; none where nothing is said.
    pub environment: Option<Environment>,
    /// From where the panel can be reached; none where that is everywhere.
    pub networks: Option<Networks>,
    /// Whether nobody comes in without a second factor. Who has one is asked for it in any case.
    pub second_factor: bool,
}

impl Door {
    /// Whether it stands open for a request. Where the address cannot be told, it does not.
    pub(super) async fn is_open(&self, parts: &mut Parts) -> bool {
        let Some(networks) = &self.networks else { return true };
        ClientIp::from_request_parts(parts, &())
            .await
            .is_ok_and(|ClientIp(address)| networks.contain(address))
    }
}
