//! The servers without the measurement, for a profiler.

use std::path::Path;

use anyhow::Result;

use crate::{
    cluster::Cluster,
    link::Link,
    load::Generator,
    pages::{self, CONNECTIONS},
    process::{self, Pinning},
    servers::{Starter, Subject},
    sessions,
};

/// Starts Rowhouse and its twins, says how to load them, and waits for ^C.
pub(crate) async fn servers(cluster: &Cluster, folder: &Path) -> Result<()> {
    let pinning = Pinning::of_this_machine();
    let people = sessions::sign_in(cluster, i64::MAX).await?;
    let starter = Starter { cluster, processors: &pinning.servers, folder };
    process::pin(&pinning.load, std::process::id())?;
    let wire = Link::open(cluster).await?.port;
    let rowhouse = starter.start(Subject::Rowhouse, 3917, None)?;
    let far = starter.start(Subject::Rowhouse, 3920, Some(wire))?;
    cluster.create_explicit_role().await?;
    let explicit = starter.start(Subject::Explicit, 3918, None)?;
    let naive = starter.start(Subject::Naive, 3919, None)?;
    let load = Generator { folder: folder.to_owned(), pinning, postmaster: cluster.postmaster };
    let (server, script) = (&rowhouse.address, folder.join("load.lua"));
    for page in pages::near(&load, &people)? {
        println!(
            "ROWHOUSE_BENCH_REQUESTS='{}' taskset -c {} wrk -t1 -c{CONNECTIONS} -d10s -s {} http://{server}/",
            page.requests.display(),
            load.pinning.load,
            script.display(),
        );
    }
    println!("Rowhouse is process {} on {server}, PostgreSQL {}", rowhouse.pid, cluster.postmaster);
    println!("2.5 ms further off: {}; twins: {} (a), {} (b)", far.address, explicit.address, naive.address);
    tokio::signal::ctrl_c().await?;
    cluster.drop_explicit_role().await
}
