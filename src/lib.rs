//! Rowhouse: a multi-tenant project and task service in which PostgreSQL row-level security keeps tenants apart.

pub mod admin;
pub mod app;
pub mod cli;
pub mod config;
pub mod dashboard;
pub mod db;
pub mod error;
pub mod health;
pub mod id;
pub mod identity;
pub mod operate;
pub mod projects;
pub mod search;
pub mod tasks;
pub mod text;
pub mod ui;
pub mod web;
