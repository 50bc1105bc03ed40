//! Serving: what is opened before the first request, in which order, and closed after the last.
//!
//! Nothing is served from a database that lacks a migration or does not keep tenants apart.

use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

use crate::{
    app,
    config::{Config, Database},
    db::{Pools, Urls, Verdict},
    operate::{
        Error, Result,
        audit::Heads,
        cluster::{Cluster, Purpose},
        doctor, housekeeping, migrate, seed,
    },
};

pub(super) async fn serve(config: &Config) -> Result<()> {
    let listener = app::listen(config).await?;
    match config.database() {
        Database::Embedded => serve_embedded(listener, config).await,
        Database::External(external) => {
            let urls = external.serve()?;
            let verdict = require_isolation(&urls).await?;
            let pools = Pools::new(&urls, config.pool_size)?;
            eprintln!("Rowhouse on http://{}", config.listen);
            until_stopped(listener, config, pools, verdict).await
        }
    }
}

async fn serve_embedded(listener: TcpListener, config: &Config) -> Result<()> {
    let mut cluster = Cluster::open(config, Purpose::Serve).await?;
    let folder = cluster.location().dir.display();
    if cluster.location().fallback {
        eprintln!(
            "The database server, which may not run as root, cannot enter {}:",
            config.data_dir.display()
        );
    }
    eprintln!("The database is in {folder}");
    migrate::run(&cluster.migrator()).await?;
    let verdict = require_isolation(&cluster.urls()).await?;
    let pools = Pools::new(&cluster.urls(), config.pool_size)?;
    seed::sample(&cluster.migrator(), &pools).await?;
    eprintln!("Rowhouse on http://{} — sign in as", config.listen);
    for (login, password, whose) in seed::LOGINS {
        eprintln!("  {login:<12} {password:<12} {whose}");
    }
    let served = tokio::select! {
        served = until_stopped(listener, config, pools, verdict) => served,
        lost = cluster.take_over() => Err(lost),
    };
    cluster.stop()?;
    served
}

/// Nothing is served from a database that does not keep tenants apart.
async fn require_isolation(urls: &Urls) -> Result<Verdict> {
    let report = doctor::require_isolation(urls).await?;
    for warning in &report.findings {
        tracing::warn!(object = warning.object, "{}; see `rowhouse doctor`", warning.problem);
    }
    Ok(report.into())
}

/// Serves until the program is told to stop. The requests in hand finish before the database goes.
async fn until_stopped(listener: TcpListener, config: &Config, pools: Pools, verdict: Verdict) -> Result<()> {
    let heads = Heads::configured(config)?;
    housekeeping::begin_era(&pools).await?;
    let kept = pools.clone();
    let retention = config.audit_retention_days;
    let keeping = tokio::spawn(async move { housekeeping::run(&kept, heads.as_ref(), retention).await });
    let stop = stop_signal()?;
    let served = app::serve(listener, config, pools.clone(), Some(verdict), stop).await;
    keeping.abort();
    pools.close();
    Ok(served?)
}

/// Ends when the program is told to stop: ^C, or a supervisor's SIGTERM.
fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static> {
    let internal = |failure| Error::Transaction(crate::error::Error::internal(failure));
    let mut interrupt = signal(SignalKind::interrupt()).map_err(internal)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(internal)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
