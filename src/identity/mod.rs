//! People: signing in and out, and which tenant a session works in.

pub mod password;
