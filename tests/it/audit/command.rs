//! `rowhouse audit`: what it prints, and the exit status that scripts can trust.

use std::process::Command;

use serde_json::Value;

use super::sealing::settle;
use crate::{
    commands::{SERVE, external},
    embedded::Scratch,
    harness::Town,
};

/// Status, standard output, standard error.
fn end(mut command: Command) -> (Option<i32>, String, String) {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[tokio::test]
async fn a_sound_trail_exits_with_0_and_one_that_was_tampered_with_with_1() {
    let (town, scratch) = (Town::new().await, Scratch::new("audit"));
    std::fs::create_dir_all(&scratch.0).unwrap();
    let heads = scratch.0.join("heads");
    let audit = |arguments: &[&str], key: Option<&str>| {
        let mut command = external(&town.database, &scratch.0, "audit", &SERVE);
        command.args(arguments);
        if let Some(key) = key {
            command.env("ROWHOUSE_AUDIT_HEADS", &heads).env("ROWHOUSE_AUDIT_KEY", key);
        }
        end(command)
    };
    settle(&town.database).await;
    let (status, _, said) = audit(&["seal"], Some("a key"));
    assert!(status == Some(0) && said.contains("sealed"), "{said}");
    let (status, shown, said) = audit(&["verify"], None);
    assert!(status == Some(0) && shown.contains("Every sealed entry is as it was sealed"), "{shown}{said}");
    assert!(shown.contains("Without heads kept outside the database"), "{shown}");
    let (status, shown, said) = audit(&["verify"], Some("a key"));
    assert!(status == Some(0) && shown.contains("heads from outside"), "{shown}{said}");
    let (status, shown, _) = audit(&["verify"], Some("another key"));
    assert!(status == Some(1) && shown.contains("was not written with this key"), "{shown}");

    let superuser = town.database.superuser().await;
    superuser
        .batch_execute("update app.audit set actor = gen_random_uuid() where (era, xid) in (select era, min(xid) from app.audit group by era)")
        .await
        .unwrap();
    let (status, shown, said) = audit(&["verify"], Some("a key"));
    assert!(status == Some(1) && shown.contains("an entry was changed"), "{shown}{said}");
    let (status, json, _) = audit(&["verify", "--json"], Some("a key"));
    let json: Value = serde_json::from_str(&json).unwrap();
    assert!(status == Some(1) && json["faults"][0]["fault"] == "an entry was changed", "{json}");
    assert!(json["expired_through"].is_null(), "{json}");
}

#[tokio::test]
async fn a_retention_that_keeps_too_little_is_refused() {
    let (town, scratch) = (Town::new().await, Scratch::new("retention"));
    let mut command = external(&town.database, &scratch.0, "serve", &SERVE);
    command.env("ROWHOUSE_AUDIT_RETENTION_DAYS", "7");
    let (status, _, said) = end(command);
    assert!(status == Some(2) && said.contains("7 is not in 30..=36500"), "{said}");
}
