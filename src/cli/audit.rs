//! `rowhouse audit`: seals the audit trail, and says whether it is as it was sealed.
//! Nothing here changes an entry; there is no way to.

use clap::Subcommand;

use super::{
    opened::Opened,
    terminal::{print, print_json},
};
use crate::{
    config::Config,
    db::Pools,
    operate::{
        Error, Result,
        audit::{self, Heads},
    },
};

#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Seal what is settled, as `serve` does every minute
    Seal,
    /// Hold the trail against its seals, and against the heads outside the database. Exits with 1 when anything differs
    Verify {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// What a clean verdict is worth.
const PROVES: &str = "Every sealed entry is as it was sealed; none is gone, and none was slipped in.";
const PROVES_NOT: &str = "This does not prove that an entry was true when it was made, nor anything of entries that are not sealed yet.";
const WITHOUT_HEADS: &str = "Without heads kept outside the database (ROWHOUSE_AUDIT_HEADS), nor that the end of the chain was not cut off, \
or the whole chain made anew by somebody who may write every table.";

#[expect(clippy::disallowed_methods, reason = "whoever has the admin's URL may read all trails")]
pub(super) async fn run(config: &Config, command: &AuditCommand) -> Result<()> {
    let heads = Heads::configured(config)?;
    let opened = Opened::open_current(config).await?;
    let pools = Pools::new(&opened.urls()?, 2)?;
    let done = match command {
        AuditCommand::Seal => {
            audit::seal(&pools, heads.as_ref()).await.map(|sealed| eprintln!("{sealed} batches were sealed"))
        }
        AuditCommand::Verify { json } => match audit::verify(&pools.admin(), heads.as_ref()).await {
            Ok(verdict) => told(&verdict, *json),
            Err(failure) => Err(failure),
        },
    };
    pools.close();
    opened.close()?;
    done
}

fn told(verdict: &audit::Verdict, json: bool) -> Result<()> {
    if json {
        print_json(verdict)?;
    } else {
        for fault in &verdict.faults {
            let tenant = fault.tenant.map(|tenant| format!("tenant {tenant}, ")).unwrap_or_default();
            let batch = fault.batch.map(|batch| format!("batch {batch}: ")).unwrap_or_default();
            print(&format!("{tenant}{batch}{}", fault.fault))?;
        }
        let heads = verdict.heads.map(|heads| format!(", {heads} heads from outside")).unwrap_or_default();
        print(&format!("{} batches{heads}", verdict.batches))?;
        if let Some(batch) = verdict.expired_through {
            print(&format!(
                "The retention removed the entries of batches up to {batch}; their seals are there."
            ))?;
        }
    }
    if !verdict.faults.is_empty() {
        return Err(Error::Tampered(verdict.faults.len()));
    }
    if !json {
        print(PROVES)?;
        print(PROVES_NOT)?;
        if verdict.heads.is_none() {
            print(WITHOUT_HEADS)?;
        }
    }
    Ok(())
}
