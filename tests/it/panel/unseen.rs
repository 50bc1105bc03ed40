//! What somebody's rights do not reach is told in no other way: by no id, no count and no look-up, by no act of others, and by no
//! form that is sent all the same.

use rowhouse::{
    admin::acts::{
        Reason,
        tenants::{self, TenantStatus},
    },
    id::JobId,
};

use super::{
    LISTS, WHY, led,
    rights::{desk, ones, set},
    text,
};
use crate::harness::{Town, create_support_with};

/// What a page says of somebody's second factor.
const FACTOR: &str = "<dt>Second factor</dt>";

#[tokio::test]
async fn an_id_is_found_by_whoever_sees_the_thing_and_by_nobody_else() {
    let town = Town::new().await;
    town.alice().await;
    let mut root = town.root().await;
    let act = [("action", "suspend"), ("id", &*town.globex.tenant.to_string()), ("confirmed", "yes"), WHY];
    let done = root.post("/admin/tenants/act/", &act).await;
    led(&mut root, done).await;
    let ones = ones(&town).await;
    // An entry of a tenant's trail is known by its id once somebody looked at it.
    let (_, entry) = ones.iter().find(|(list, _)| *list == "audit").unwrap();
    root.get(&format!("/admin/audit/{entry}/")).await.expect(200);
    let browser = desk(&town, "tenants:see").await;
    for (list, id) in &ones {
        let id = id.rsplit('.').next().unwrap();
        let others: Vec<_> =
            LISTS.iter().filter(|other| *other != list).map(|other| format!("{other}:see")).collect();
        let found = format!("href=\"/admin/{list}/");
        // A membership has the id of its person, who is found by it.
        let by_id = *list != "memberships";
        for path in [format!("/admin/find/?q={id}"), format!("/admin/find/quick/?q={id}")] {
            set(&town, &format!("{list}:see")).await;
            let page = browser.hx().get(&path).await.expect(200).body;
            let hit = |body: &str| {
                body.split(&found).skip(1).any(|rest| rest.split('"').next().unwrap().contains(id))
            };
            assert_eq!(hit(&page), by_id, "{list} by its right");
            set(&town, &others.join(",")).await;
            let page = browser.hx().get(&path).await.expect(200).body;
            assert!(!hit(&page), "{list} without its right");
        }
    }
}
