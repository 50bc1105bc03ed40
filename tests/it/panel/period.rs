//! Days of one's own: what lies between them and nothing else, kept over sorting, paging, searching and exporting, and what
//! is answered where they make no sense.

use super::{
    every_list, fill,
    lists::walk,
    work::{FEW, run, text_of, touched},
};
use crate::harness::{Browser, Town};

/// Ids of version 7 begin with their time: the tenants of `fill` are made within one second of this day.
const DAY: &str = "2023-11-14";

/// Has the memberships, sessions and entries of the trails lie two days apart, the latest on the first of February 2026.
async fn spread(town: &Town) {
    let spread = "set session_replication_role = replica;
      update app.members m set created_at = timestamptz '2026-02-01 00:00+00' - n.n * interval '2 days'
        from (select tenant_id, user_id, row_number() over (order by tenant_id, user_id) - 1 as n from app.members) n
        where (m.tenant_id, m.user_id) = (n.tenant_id, n.user_id);
      update auth.sessions s set created_at = timestamptz '2026-02-01 00:00+00' - n.n * interval '2 days'
        from (select session_id, row_number() over (order by session_id) - 1 as n from auth.sessions) n where s.session_id = n.session_id;
      update auth.trail t set at = timestamptz '2026-02-01 00:00+00' - n.n * interval '2 days'
        from (select trail_id, row_number() over (order by trail_id) - 1 as n from auth.trail) n where t.trail_id = n.trail_id";
    town.database.superuser().await.batch_execute(spread).await.unwrap();
}

async fn count(town: &Town, query: &str) -> usize {
    let counted: i64 = town.database.superuser().await.query_one(query, &[]).await.unwrap().get(0);
    usize::try_from(counted).unwrap()
}

#[tokio::test]
async fn what_lies_between_two_days_is_listed_and_nothing_else() {
    let town = Town::new().await;
    fill(&town.database, 130, 2).await;
    spread(&town).await;
    let mut root = town.root().await;
    for (list, table, column) in [
        ("memberships", "app.members", "created_at"),
        ("sessions", "auth.sessions", "created_at"),
        ("trail", "auth.trail", "at"),
    ] {
        for (query, from, to) in [
            ("created_from=2026-01-05&created_to=2026-01-31", "2026-01-05", "2026-02-01"),
            ("created_from=2026-01-31", "2026-01-31", "9999-01-01"),
            ("created_to=2026-01-31", "2000-01-01", "2026-02-01"),
        ] {
            let wanted = format!(
                "select count(*) from {table} where {column} >= '{from} 00:00+00' and {column} < '{to} 00:00+00'"
            );
            let wanted = count(&town, &wanted).await;
            assert!(wanted > 0, "{list} {query} tries nothing");
            assert_eq!(walk(&mut root, list, &format!("?{query}")).await.len(), wanted, "{list} {query}");
        }
    }
    // Where ids say when: all of what `fill` made on its day, and none of it on the day before or after.
    for (list, made) in [("tenants", 130), ("users", 260), ("projects", 260), ("tasks", 260)] {
        let on = |from: &str, to: &str| format!("?created_from={from}&created_to={to}&sort=created");
        assert_eq!(walk(&mut root, list, &on(DAY, DAY)).await.len(), made, "{list}");
        assert_eq!(walk(&mut root, list, &on("2000-01-01", "2023-11-13")).await.len(), 0, "{list}");
        assert_eq!(walk(&mut root, list, &on("2023-11-15", "2023-12-31")).await.len(), 0, "{list}");
    }
}

#[tokio::test]
async fn days_are_kept_by_everything_that_leads_on() {
    let town = Town::new().await;
    fill(&town.database, 130, 2).await;
    let mut root = town.root().await;
    let days = format!("created_from={DAY}&amp;created_to={DAY}");
    let page = root.get(&format!("/admin/tasks/?created_from={DAY}&created_to={DAY}")).await.expect(200);
    let page = page
        .saying(&format!("Created: <bdi>{DAY}</bdi>"))
        .saying(&format!("name=\"created_from\" value=\"{DAY}\" "))
        .saying(&format!("/admin/tasks/export.csv?{days}"))
        .saying(&format!("/admin/tasks/?{days}&amp;sort=title"))
        .saying(&format!("/admin/tasks/?{days}&amp;after="))
        .saying(&format!("/admin/tasks/?state=open&amp;{days}"))
        .saying("type=\"hidden\" name=\"created_to\" value")
        .saying("260 tasks");
    // Up from the day, and to its neighbours.
    page.saying("/admin/tasks/?created_from=2023-01-01&amp;created_to=2023-12-31\"")
        .saying("/admin/tasks/?created_from=2023-11-01&amp;created_to=2023-11-30\"")
        .saying("/admin/tasks/?created_from=2023-11-15&amp;created_to=2023-11-15\"");
    let csv =
        root.get(&format!("/admin/tasks/export.csv?created_from={DAY}&created_to={DAY}")).await.expect(200);
    assert_eq!(csv.body.lines().count(), 261);
    let none = root.get("/admin/tasks/export.csv?created_to=2023-11-13").await.expect(200);
    assert_eq!(none.body.lines().count(), 1);
    // An act on all that match means those days as well.
    let one = "select tenant_id || '.' || id from app.tasks where uuid_send(id) < '\\x0190'::bytea limit 1";
    let one: String = town.database.superuser().await.query_one(one, &[]).await.unwrap().get(0);
    let listing = format!("/admin/tasks/?created_from={DAY}&created_to={DAY}");
    let ask = [("action", "delete"), ("id", one.as_str()), ("listing", listing.as_str())];
    root.post("/admin/tasks/act/", &ask).await.expect(200).saying("All 260 tasks that are listed");
    // A length of time takes the place of days, and days that of a length of time.
    root.get("/admin/tasks/")
        .await
        .expect(200)
        .saying("Created: between")
        .silent_on("details class=\"dates\" open");
    root.get("/admin/tasks/?created=7+days&created_from=2026-01-01")
        .await
        .expect(200)
        .saying("Created: <bdi>from 2026-01-01</bdi>")
        .silent_on("Created: <bdi>in 7 days");
}

async fn refused(root: &mut Browser, list: &str, query: &str) {
    root.get(&format!("/admin/{list}/?{query}"))
        .await
        .expect(200)
        .saying("Left out, because it makes no sense here");
    root.get(&format!("/admin/{list}/export.json?{query}")).await.expect(400);
}

#[tokio::test]
async fn days_that_make_no_sense_are_said_and_left_out() {
    let town = Town::new().await;
    let mut root = town.root().await;
    for list in every_list() {
        for query in [
            "created_from=2026-02-30",
            "created_to=yesterday",
            "created_from=2026-02-01&created_to=2026-01-31",
            "created_from=0001-01-01",
            "created_to=1999-12-31",
            "created_to=9999-12-31",
            "created_from=2026-01-01'",
            "created_from=%00",
            "created=2026-01-01..x",
            "created=..",
        ] {
            refused(&mut root, list, query).await;
        }
        for query in [
            "created_from=2000-01-01&created_to=9998-12-31",
            "created_from=&created_to=",
            "created=..2026-01-31",
        ] {
            root.get(&format!("/admin/{list}/?{query}")).await.expect(200).silent_on("Left out");
        }
    }
    root.get("/admin/tenants/?created_from=2026-02-01&created_to=2026-01-31")
        .await
        .expect(200)
        .saying("Created from “2026-02-01” to “2026-01-31”, which ends before it begins")
        .saying("class=\"dates\" open")
        .saying("name=\"created_from\" value=\"2026-02-01\"")
        .saying("name=\"created_to\" value=\"2026-01-31\"");
}

/// Entries of a trail are in the order of their transactions: those of a few days are found among a hundred thousand without
/// looking through all that came since, whatever the order.
#[tokio::test]
async fn days_long_ago_are_found_in_a_trail_at_once() {
    let town = Town::new().await;
    fill(&town.database, 2_000, 20).await;
    // An entry every ten minutes, each of a transaction of its own, and one in twenty was an hour on its way; in the other trail
    // one an hour, before anything that was done here.
    let spread = "set session_replication_role = replica;
      update app.audit a set xid = (100000 + n.n * 3)::text::xid8, act = case when n.n % 9 = 0 then 'delete' else 'insert' end,
             at = timestamptz '2026-02-01 00:00+00' - (n.total - n.n) * interval '10 minutes' + case when n.n % 20 = 0 then interval '1 hour' else '0' end
        from (select id, row_number() over (order by id) as n, count(*) over () as total from app.audit) n where a.id = n.id;
      update auth.trail t set xid = (n.n / 4)::text::xid8, at = timestamptz '2026-02-01 00:00+00' - (n.total - n.n) * interval '1 hour'
        from (select trail_id, row_number() over (order by trail_id) as n, count(*) over () as total from auth.trail) n where t.trail_id = n.trail_id";
    let superuser = town.database.superuser().await;
    superuser.batch_execute(spread).await.unwrap();
    superuser.batch_execute("vacuum (analyze)").await.unwrap();
    let mut root = town.root().await;
    for (list, table, day, until) in [
        ("audit", "app.audit", "2025-06-10", "2025-06-12"),
        ("trail", "auth.trail", "2025-12-24", "2025-12-26"),
    ] {
        let wanted =
            format!("select count(*) from {table} where at >= '{day} 00:00+00' and at < '{until} 00:00+00'");
        let wanted = count(&town, &wanted).await;
        assert!(wanted > 40, "{list} tries nothing: {wanted}");
        let last = if list == "audit" { "2025-06-11" } else { "2025-12-25" };
        for order in ["created", "-created"] {
            let query = format!("?created_from={day}&created_to={last}&sort={order}");
            let first = root
                .get(&format!("/admin/{list}/{query}"))
                .await
                .expect(200)
                .silent_on("were looked through");
            assert!(
                first.body.contains(&format!("{wanted} entries")),
                "{list} {order}: the figure is of those days"
            );
            assert_eq!(walk(&mut root, list, &query).await.len(), wanted, "{list} {order}");
        }
    }
    let admin = town.database.role("rowhouse_admin").await;
    let types = "uuid, text, jsonb, text, text, text, bigint";
    for (list, days) in
        [("audit", "2025-06-10..2025-06-11"), ("trail", "2025-12-24..2025-12-25"), ("audit", "..2025-06-11")]
    {
        for order in ["created", "-created"] {
            let arguments = format!("null, null, '{{\"created\": \"{days}\"}}', '{order}', null, null, 51");
            let plan = run(&admin, &text_of(&format!("{list}/list")), types, &arguments).await;
            assert!(touched(&plan) < FEW, "{list} {days} {order}: {}", touched(&plan));
        }
    }
}
