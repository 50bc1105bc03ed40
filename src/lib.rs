//! Rowhouse: a multi-tenant project and task service in which PostgreSQL row-level security keeps tenants apart.
