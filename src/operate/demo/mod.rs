//! The guided tour: what row-level security does, shown on this very database, statement by statement.
//!
//! Nothing is staged: every statement goes to the server as the role that a request would use, and what is printed is what
//! came back. Every transaction is rolled back, so the tour changes nothing.

mod act;
mod stage;

use std::io::Write;

use self::{
    act::{Host, acts},
    stage::Stage,
};
use super::{Error, Result};
use crate::{
    db::{FromRow, Urls, connect},
    sql,
};

/// Gives the tour, and writes it to `out` with ANSI colours; whoever wants none strips them.
///
/// # Errors
/// [`Error::DemoFailed`] when anything behaved otherwise than the tour says; [`Error::Refused`] when there are no two
/// tenants to show.
pub async fn run(urls: &Urls, out: &mut (impl Write + Send)) -> Result<()> {
    let admin = connect(&urls.admin).await?;
    let rows = admin.query_typed(sql!("admin/demo_tenants").text, &[]).await?;
    let hosts = rows.iter().map(Host::from_row).collect::<Result<Vec<_>, _>>()?;
    let [own, other] = hosts.as_slice() else {
        return Err(Error::Refused(
            "the tour needs two tenants with tasks, and there are none yet: run `rowhouse seed` first"
                .to_owned(),
        ));
    };
    let mut stage = Stage::new(connect(&urls.app).await?, admin, out);
    for (number, act) in acts(own, other).iter().enumerate() {
        stage.play(number + 1, act).await?;
    }
    match stage.close()? {
        0 => Ok(()),
        surprises => Err(Error::DemoFailed(surprises)),
    }
}
