//! What the owner of the tables, or a superuser, could do to a sealed trail; each must be found.

use std::fmt::Write;

use rowhouse::operate::audit;

use super::{
    impersonation::impersonated,
    sealing::{heads, seal_all},
};
use crate::harness::Town;

/// One entry of Acme in the middle of its trail.
const ENTRY: &str =
    "(select id from app.audit where tenant_id = :acme and object = 'projects' order by at limit 1)";

const TAMPERINGS: [(&str, &str); 45] = [
    ("another actor", "update app.audit set actor = gen_random_uuid() where id = :entry"),
    (
        "no actor",
        "update app.audit set actor = null where tenant_id = :acme and actor is not null or id = :entry",
    ),
    (
        "another superuser behind the actor",
        "update app.audit set impersonator = impersonator || '{\"name\": \"Another\"}' where impersonator is not null",
    ),
    ("nobody behind the actor", "update app.audit set impersonator = null where impersonator is not null"),
    (
        "somebody behind an actor who acted himself",
        "update app.audit set impersonator = '{\"name\": \"Another\"}' where id = :entry",
    ),
    ("another login", "update app.audit set login = 'somebody' where id = :entry"),
    ("another time", "update app.audit set at = at - interval '1 microsecond' where id = :entry"),
    ("another act", "update app.audit set act = 'update' where id = :entry"),
    ("another object", "update app.audit set object = 'tasks' where id = :entry"),
    ("another row", "update app.audit set object_id = gen_random_uuid() where id = :entry"),
    (
        "a field as it is now",
        "update app.audit set after = after || '{\"name\": \"other\"}' where id = :entry",
    ),
    ("a field as it was", "update app.audit set before = '{\"name\": \"other\"}' where id = :entry"),
    ("a field left out", "update app.audit set after = after - 'name' where id = :entry"),
    ("nothing left of what was", "update app.audit set after = null where id = :entry"),
    ("another id", "update app.audit set id = gen_random_uuid() where id = :entry"),
    (
        "another transaction within the batch",
        "update app.audit set xid = (xid::text::bigint - 1)::text::xid8 where id = :entry",
    ),
    ("another era", "update app.audit set era = 2 where id = :entry"),
    (
        "moved behind the end of the chain",
        "update app.audit set xid = (select max(hi) from auth.batches) where id = :entry",
    ),
    ("given to another tenant", "update app.audit set tenant_id = :globex where id = :entry"),
    ("given to no tenant", "update app.audit set tenant_id = gen_random_uuid() where id = :entry"),
    (
        "two entries exchanged",
        "update app.audit a set at = b.at from app.audit b where a.tenant_id = :acme and b.tenant_id = :acme and a.id <> b.id",
    ),
    ("an entry removed", "delete from app.audit where id = :entry"),
    (
        "the first entry removed",
        "delete from app.audit where id = (select id from app.audit where tenant_id = :acme order by xid, at limit 1)",
    ),
    ("all of a tenant's removed", "delete from app.audit where tenant_id = :acme"),
    ("all of everybody's removed", "delete from app.audit"),
    ("the table emptied", "truncate app.audit"),
    (
        "an entry slipped in",
        "insert into app.audit (tenant_id, era, xid, act, object, object_id) select tenant_id, era, xid, 'insert', 'tasks', gen_random_uuid() from app.audit where id = :entry",
    ),
    (
        "an entry of the future",
        "insert into app.audit (tenant_id, era, xid, act, object, object_id) values (:acme, 1, '99999999999', 'insert', 'tasks', gen_random_uuid())",
    ),
    (
        "an entry of a tenant that had none",
        "insert into app.tenants (tenant_id, slug, name) values ('00000000-0000-7000-8000-00000000000f', 'new', 'New'); update app.audit set xid = '1' where tenant_id = '00000000-0000-7000-8000-00000000000f'",
    ),
    (
        "an entry and its seal removed",
        "delete from app.audit where tenant_id = :acme; delete from app.seals where tenant_id = :acme",
    ),
    (
        "the last seal of a tenant removed",
        "delete from app.seals where tenant_id = :acme and batch = (select max(batch) from app.seals where tenant_id = :acme)",
    ),
    ("a seal changed", "update app.seals set entries = entries + 1 where tenant_id = :acme"),
    (
        "a seal made to fit",
        "update app.audit set actor = null where id = :entry; update app.audit set login = 'x' where id = :entry; update app.seals s set root = f.root, hash = sha256(s.prev || f.root || convert_to(concat_ws('|', s.tenant_id, s.batch, s.entries), 'UTF8')) from (select tenant_id, sha256(string_agg(app.audit_digest(a), '' order by a.xid, a.id)) as root from app.audit a where a.xid < (select hi from auth.batches where batch = 1) group by 1) f where s.tenant_id = f.tenant_id and s.batch = 1",
    ),
    ("a batch removed", "delete from auth.batches where batch = 1"),
    (
        "the last batch removed, its seals left",
        "delete from auth.batches where batch = (select max(batch) from auth.batches)",
    ),
    ("a batch changed", "update auth.batches set tenants = tenants + 1 where batch = 1"),
    ("a batch made to fit less", "update auth.batches set lo = '5' where batch = 1"),
    ("a batch that seals no acts", "update auth.batches set acts = null, acts_root = null where batch = 1"),
    ("another superuser", "update auth.trail set actor = gen_random_uuid() where act = 'tenant_renamed'"),
    ("an act of a superuser removed", "delete from auth.trail where act = 'tenant_renamed'"),
    (
        "an act of a superuser slipped in",
        "insert into auth.trail (era, xid, act, object) select era, xid, 'tenant_renamed', 'tenant' from auth.trail where act = 'tenant_renamed'",
    ),
    (
        "an act of the future",
        "insert into auth.trail (era, xid, act, object) values (1, '99999999999', 'tenant_renamed', 'tenant')",
    ),
    (
        "an act behind the end of the chain",
        "update auth.trail set xid = (select max(hi) from auth.batches) where act = 'tenant_renamed'",
    ),
    (
        "a trail passed off as a removed tenant's",
        "insert into auth.purged_seals (batch, hash) select batch, hash from app.seals where tenant_id = :acme; delete from app.seals where tenant_id = :acme; delete from app.audit where tenant_id = :acme",
    ),
    (
        "its end so, with an act that fits",
        "insert into auth.purged_seals (batch, hash, act) select batch, hash, '00000000-0000-7000-8000-00000000000a' from app.seals where tenant_id = :acme order by batch desc limit 1; \
         insert into auth.trail (trail_id, era, act, object, object_id, details) select p.act, 1, 'tenant_purged', 'tenant', :acme, jsonb_build_object('seals', 1, 'seals_root', encode(sha256(p.hash), 'hex')) from auth.purged_seals p; \
         delete from app.seals s using auth.purged_seals p where s.hash = p.hash; \
         delete from app.audit a using auth.batches b join auth.purged_seals p using (batch) where a.tenant_id = :acme and a.xid >= b.lo and a.xid < b.hi",
    ),
];

#[tokio::test]
async fn every_tampering_is_found() {
    let town = Town::new().await;
    seal_all(&town, None).await;
    let mut alice = town.alice().await;
    alice.post("/projects/create/", &[("name", "second batch")]).await.expect(303);
    town.gus().await.post("/projects/create/", &[("name", "second batch")]).await.expect(303);
    let superuser = town.database.superuser().await;
    let act = "begin; select set_config('app.operator_id', (select user_id::text from auth.users where superuser limit 1), true);
               select auth.rename_tenant(tenant_id, 'Acme', null, null) from app.tenants where slug = 'acme'; commit";
    superuser.batch_execute(act).await.unwrap();
    impersonated(&town, "update app.tasks set title = 'by a superuser'").await.unwrap();
    let (heads, file) = heads("tampering");
    seal_all(&town, Some(&heads)).await;
    let admin = town.pools.admin();
    let verdict = audit::verify(&admin, Some(&heads)).await.unwrap();
    assert!(verdict.faults.is_empty() && verdict.batches == 2, "{verdict:?}");

    let keep = "create schema kept; create table kept.audit as table app.audit; create table kept.seals as table app.seals;
                create table kept.batches as table auth.batches; create table kept.trail as table auth.trail";
    superuser.batch_execute(keep).await.unwrap();
    let mut table = String::new();
    for (name, sql) in TAMPERINGS {
        let sql = sql
            .replace(":entry", ENTRY)
            .replace(":acme", &format!("'{}'", town.acme.tenant))
            .replace(":globex", &format!("'{}'", town.globex.tenant));
        // As the owner of the tables would, with row security out of the way.
        superuser.batch_execute(&sql).await.unwrap_or_else(|failure| panic!("{name}: {failure:?}"));
        // Without the heads: the chain alone shows all of these.
        let verdict = audit::verify(&admin, None).await.unwrap();
        assert!(!verdict.faults.is_empty(), "not found: {name}");
        let mut faults: Vec<_> = verdict.faults.iter().map(|fault| fault.fault.as_str()).collect();
        faults.sort_unstable();
        faults.dedup();
        writeln!(table, "{name:<45} {}", faults.join("; ")).unwrap();
        let restore = "delete from app.tenants where slug = 'new'; truncate app.audit, app.seals, auth.batches, auth.trail; insert into app.audit table kept.audit;
                       insert into app.seals table kept.seals; insert into auth.batches table kept.batches; insert into auth.trail table kept.trail; delete from auth.purged_seals";
        superuser.batch_execute(restore).await.unwrap();
        assert!(audit::verify(&admin, Some(&heads)).await.unwrap().faults.is_empty(), "after {name}");
    }
    print!("{table}");
    expect_test::expect_file!["../tampering.txt"].assert_eq(&table);
    std::fs::remove_file(file).unwrap();
}
