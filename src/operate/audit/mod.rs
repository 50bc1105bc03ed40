//! The audit trail's seals: made every minute, and verified by whoever wants to know.
//!
//! A seal proves that entries are as they were when they were sealed. It does not prove that an entry was true, and the chain
//! alone does not show that its end was cut off, or that all of it was made anew by somebody who can write every table:
//! that the heads show, which are kept outside the database.

mod heads;

use serde::Serialize;

pub use self::heads::Heads;
use super::Result;
use crate::{
    columns,
    db::{Admin, Pools},
    error::Result as DatabaseResult,
    id::TenantId,
    sql,
};

/// A batch of seals, and the hash that all before it are part of.
#[derive(Debug)]
pub struct Batch {
    /// Counted from 1.
    pub batch: i64,
    /// SHA-256.
    pub hash: Vec<u8>,
}

columns!(Batch { batch, hash });

/// Something that is not as it was sealed.
#[derive(Debug, Serialize)]
pub struct Fault {
    /// Whose trail, where it is one tenant's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant: Option<TenantId>,
    /// In which batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<i64>,
    /// What.
    pub fault: String,
}

columns!(Fault { tenant, batch, fault });

/// What a verification found.
#[derive(Debug, Serialize)]
pub struct Verdict {
    /// How many batches there are.
    pub batches: usize,
    /// How many heads from outside the database were held against them; none when there is no such file.
    pub heads: Option<usize>,
    /// Up to which batch the retention removed the entries, if any. Their seals are there.
    pub expired_through: Option<i64>,
    /// In the order of the chain.
    pub faults: Vec<Fault>,
}

/// Seals everything that is settled, and emits the head of each batch: to the log, and to `heads` where there is such a file.
///
/// # Errors
/// When the database or the file cannot be used. What was sealed stays sealed, and its head is in the next one.
pub async fn seal(pools: &Pools, heads: Option<&Heads>) -> Result<usize> {
    let mut sealed = 0;
    loop {
        let made: Vec<Batch> = in_database(pools).await?;
        if made.is_empty() {
            return Ok(sealed);
        }
        for Batch { batch, hash } in &made {
            tracing::info!(batch, head = hex::encode(hash), "the audit trail is sealed");
            if let Some(heads) = heads {
                heads.append(*batch, hash)?;
            }
        }
        sealed += made.len();
    }
}

async fn in_database(pools: &Pools) -> DatabaseResult<Vec<Batch>> {
    pools.upkeep().write(async |tx| tx.all(sql!("operator/seal_audit"), &[]).await).await
}

/// Removes what is older than `days`, thirty at least, from the trails: sealed entries of tenants, and entries about signing in and
/// looking.
///
/// # Errors
/// When the database cannot be asked.
pub async fn expire(pools: &Pools, days: i32) -> Result<i64> {
    let mut removed = 0;
    loop {
        let now: i64 =
            pools.upkeep().write(async |tx| tx.one(sql!("operator/expire_trails"), &[&days]).await).await?;
        removed += now;
        if now == 0 {
            return Ok(removed);
        }
    }
}

/// Holds the trail against its seals, and the chain against the heads outside the database.
///
/// # Errors
/// When the database or the file cannot be read. What is wrong with the trail is in the verdict.
pub async fn verify(admin: &Admin, heads: Option<&Heads>) -> Result<Verdict> {
    let (mut faults, batches, expired_through) = admin
        .read_at_length(async |tx| {
            let faults: Vec<Fault> = tx.all(sql!("admin/verify_audit"), &[]).await?;
            let batches: Vec<Batch> = tx.all(sql!("admin/batches"), &[]).await?;
            let expired_through: Option<i64> = tx.opt(sql!("admin/expired_through"), &[]).await?;
            Ok((faults, batches, expired_through))
        })
        .await?;
    let known = heads.map(Heads::read).transpose()?;
    if let Some(known) = &known {
        faults.extend(known.iter().filter_map(|head| head.fault(&batches)));
    }
    let heads = known.map(|known| known.len());
    Ok(Verdict { batches: batches.len(), heads, expired_through, faults })
}
