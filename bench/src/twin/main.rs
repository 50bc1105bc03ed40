//! The twins: the product's own features and layers, compiled once more over another `db`.
//!
//! Router, layers, sessions, handlers, stores and views are the very files of `src/`; what a handler takes as `Tenant` is
//! another type here ([`db`]). So a twin differs from Rowhouse in how it keeps tenants apart and in nothing else, and
//! nothing of it is in the product.

use clap::Parser;
use tracing_subscriber::EnvFilter;

use crate::db::Kind;

#[path = "../../../src/app.rs"]
mod app;
#[path = "../../../src/dashboard/mod.rs"]
mod dashboard;
mod db;
#[path = "../../../src/projects/mod.rs"]
mod projects;
#[path = "../../../src/search/mod.rs"]
mod search;
#[path = "../../../src/tasks/mod.rs"]
mod tasks;

// What these files know as `crate::…` and is taken from the product as it is.
use rowhouse::{
    admin, audit, columns, config, error, gallery, health, id, identity, language, line_type, preferences,
    text, trash, ui, web,
};

/// The product's statement of this name.
macro_rules! sql {
    ($name:literal) => {
        $crate::db::Query {
            name: $name,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../sql/", $name, ".sql")),
        }
    };
}
use sql;

/// That of the product.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    config: config::Config,
    /// How tenants are kept apart
    #[arg(long)]
    kind: Kind,
    /// Where tenants' rows are read
    #[arg(long, env = "TWIN_DATABASE_URL")]
    database: String,
}

fn main() -> anyhow::Result<()> {
    let Arguments { config, kind, database } = Arguments::parse();
    // As verbose as Rowhouse is, or it would be spared its spans.
    let filter = EnvFilter::new("warn,rowhouse=info,twin=info");
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let config::Database::External(external) = config.database() else {
        anyhow::bail!("a twin has no database of its own")
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        db::open(kind, &database.parse()?, config.pool_size)?;
        let pools = db::Pools::new(&external.serve()?, config.pool_size)?;
        let listener = app::listen(&config).await?;
        Ok(app::serve(listener, &config, pools, None, std::future::pending()).await?)
    })
}
