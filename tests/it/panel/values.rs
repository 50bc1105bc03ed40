//! Values that tables know stand in lists, statements and filters again: where a table learns another, this says so before a row
//! is missing from a list, or has no word.

use super::{text, work::text_of};
use crate::harness::Town;

/// What a constraint lets a column be.
async fn allowed(town: &Town, constraint: &str) -> Vec<String> {
    let check = format!("select pg_get_constraintdef(oid) from pg_constraint where conname = '{constraint}'");
    quoted(&text(town, &check).await)
}

/// What stands in quotes, in the order of the alphabet.
fn quoted(text: &str) -> Vec<String> {
    let mut words: Vec<_> = text.split('\'').skip(1).step_by(2).map(str::to_owned).collect();
    words.sort();
    words
}

/// The values that a statement goes through one after the other.
fn walked(statement: &str) -> Vec<String> {
    let text = text_of(statement);
    quoted(text.split_once("from (values ").expect("values").1.split_once(") k (").unwrap().0)
}

#[tokio::test]
async fn lists_in_two_orders_go_through_every_value_of_a_table() {
    let town = Town::new().await;
    for (constraint, statement) in
        [("tenants_status_check", "tenants/by_status"), ("users_status_check", "users/by_status")]
    {
        assert_eq!(allowed(&town, constraint).await, walked(statement), "{statement}");
    }
    // Of a role the index has the first letter, so each has another.
    let roles = allowed(&town, "members_role_check").await;
    let letters: Vec<_> = roles.iter().map(|role| role[..1].to_owned()).collect();
    assert!(letters.len() > 1 && letters.windows(2).all(|two| two[0] < two[1]), "{roles:?}");
    assert_eq!(letters, walked("memberships/by_role"));
}

#[tokio::test]
async fn filters_have_every_value_of_a_table() {
    let town = Town::new().await;
    let mut root = town.root().await;
    for (list, filter, constraint) in [
        ("tenants", "status", "tenants_status_check"),
        ("users", "status", "users_status_check"),
        ("memberships", "role", "members_role_check"),
    ] {
        let allowed = allowed(&town, constraint).await;
        assert!(allowed.len() > 1, "{constraint}");
        let page = root.get(&format!("/admin/{list}/")).await.expect(200);
        let link = format!(" href=\"/admin/{list}/?{filter}=");
        let offered = page.body.split(&link).skip(1).filter_map(|rest| rest.split('"').next());
        // Beside each is the way to all the others.
        let offered = offered.filter(|value| !value.contains("%2C"));
        let mut offered: Vec<_> = offered.collect();
        offered.sort_unstable();
        assert_eq!(offered, allowed, "{list}");
    }
}

/// What retention writes of what it removed.
#[tokio::test]
async fn what_became_of_old_entries_has_words_and_a_filter() {
    let town = Town::new().await;
    let expired = format!(
        "insert into app.audit (tenant_id, era, act, object, object_id, after) values ('{0}', 1, 'expire', 'audit', '{0}', '{{}}')",
        town.acme.tenant
    );
    let expired = format!("set session_replication_role = replica; {expired}");
    town.database.superuser().await.batch_execute(&expired).await.unwrap();
    let mut root = town.root().await;
    root.get("/admin/audit/?act=expire")
        .await
        .expect(200)
        .silent_on("Left out")
        .saying(">Old entries removed</span>")
        .saying("Old entries removed <span class=\"count\">1</span>");
}
