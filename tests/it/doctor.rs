//! The doctor: silent on a database that is as it should be, and its listings what a migrated database says.

use expect_test::expect_file;
use rowhouse::operate::doctor;

use crate::harness::{Database, Town};

#[tokio::test]
async fn a_migrated_database_is_word_for_word_what_is_listed() {
    let database = Database::migrated().await;
    let manifests = doctor::manifests(&database.urls()).await.unwrap();
    assert_eq!(manifests.len(), 9);
    for (name, text) in manifests {
        expect_file![format!("{}/sql/inspect/manifest/{name}.txt", env!("CARGO_MANIFEST_DIR"))]
            .assert_eq(&text);
    }
}

#[tokio::test]
async fn nothing_is_wrong_with_a_database_as_it_should_be() {
    let town = Town::new().await;
    let report = doctor::examine(&town.database.urls()).await.unwrap();
    assert_eq!(report.errors(), 0, "{report}");
    assert!(report.facts > 200 && report.probes > 30, "{report}");
    assert!(report.not_tried.is_empty(), "{report}");
    println!("{report}");
}
