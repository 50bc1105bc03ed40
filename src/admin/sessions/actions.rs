//! What is done with sessions from the panel: they are ended, and nothing else.
//! None is ever begun here.

use crate::{
    admin::{
        action::{AT_ONCE, Acting, Given, Outcome, Progress},
        acts::people,
    },
    error::Result,
};

pub(super) async fn end(acting: &Acting, given: &Given, progress: &Progress) -> Result<Outcome> {
    let ended = acting.operator.write_at_length(async |tx| {
        let mut ended = Vec::new();
        for some in given.ids().chunks(AT_ONCE) {
            let gone = people::end_sessions(tx, some, &given.reason).await?;
            ended.extend(gone.iter().map(|session| (session.id.to_string(), session.user_id.to_string())));
            progress.advance(some.len());
        }
        Ok(ended)
    });
    Ok(Outcome::Done(ended.await?))
}
