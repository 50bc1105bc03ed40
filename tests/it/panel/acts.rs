//! What is done from the panel: asked, confirmed with a reason, done as a whole or not at all, and taken back; and what is
//! answered when it cannot be.

use super::{WHY, fill, led, long_ago, text, undo};
use crate::harness::{Browser, PASSWORD, Town};

#[tokio::test]
async fn nothing_is_done_before_it_is_confirmed_with_a_reason() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let id = town.acme.tenant.to_string();
    let status = format!("select status from app.tenants where tenant_id = '{id}'");
    let ask = [("action", "suspend"), ("id", id.as_str())];
    root.post("/admin/tenants/act/", &ask)
        .await
        .expect(200)
        .saying("Suspend “acme”?")
        .saying("name=\"reason\"");
    assert_eq!(text(&town, &status).await, "active");

    let without = [ask[0], ask[1], ("confirmed", "yes"), ("reason", "  ")];
    root.post("/admin/tenants/act/", &without).await.expect(422).saying("Please enter something");
    assert_eq!(text(&town, &status).await, "active");

    let with = [ask[0], ask[1], ("confirmed", "yes"), WHY];
    let done = root.post("/admin/tenants/act/", &with).await;
    let page = led(&mut root, done).await.saying("1 tenant suspended.").saying("Undo");
    assert_eq!(text(&town, &status).await, "suspended");
    let filed = "select act || ' ' || (details ->> 'reason') from auth.trail where act <> 'looked_at' order by era desc, xid desc limit 1";
    assert_eq!(text(&town, filed).await, "tenant_suspended Ticket 4711");

    let undo = undo(&page);
    root.get(&undo).await.expect(200).saying("Undo");
    let undone = root.post(&undo, &[]).await;
    led(&mut root, undone).await.saying("Taken back: 1 tenant.");
    assert_eq!(text(&town, &status).await, "active");
    root.post(&undo, &[]).await.expect(404);
}

#[tokio::test]
async fn what_destroys_wants_the_password_again_and_what_goes_typed() {
    let town = Town::new().await;
    let mut root = town.root().await;
    root.get("/admin/").await.expect(200);
    long_ago(&town).await;
    let id = town.acme.tenant.to_string();
    let status = format!("select status from app.tenants where tenant_id = '{id}'");
    let ask = [("action", "delete"), ("id", id.as_str()), ("confirmed", "yes"), WHY];
    let with = |more: &[(&'static str, &'static str)]| [&ask[..], more].concat();

    root.post("/admin/tenants/act/", &with(&[])).await.expect(422).saying("Please type exactly: acme");
    let typed = ("phrase", "acme");
    root.post("/admin/tenants/act/", &with(&[typed]))
        .await
        .expect(422)
        .saying("Please give your own password.");
    root.post("/admin/tenants/act/", &with(&[typed, ("password", "wrong")]))
        .await
        .expect(422)
        .saying("That is not your password.")
        .silent_on("wrong\"");
    assert_eq!(text(&town, &status).await, "active");
    let done = root.post("/admin/tenants/act/", &with(&[typed, ("password", PASSWORD)])).await;
    led(&mut root, done).await.saying("1 tenant deleted.");
    assert_eq!(text(&town, &status).await, "deleted");
    // It is known for a while now.
    let globex = town.globex.tenant.to_string();
    let next = [("action", "delete"), ("id", &globex), ("confirmed", "yes"), WHY, ("phrase", "globex")];
    let done = root.post("/admin/tenants/act/", &next).await;
    led(&mut root, done).await.saying("1 tenant deleted.");
}

#[tokio::test]
async fn all_that_match_are_meant_as_they_were_confirmed() {
    let town = Town::new().await;
    fill(&town.database, 1_400, 1).await;
    let mut root = town.root().await;
    let one = text(&town, "select tenant_id::text from app.tenants where slug = 'town-7'").await;
    let ask =
        [("action", "suspend"), ("id", one.as_str()), ("listing", "/admin/tenants/?q=town&status=active")];
    let page = root.post("/admin/tenants/act/", &ask).await.expect(200).saying("that are listed");
    let digest =
        page.body.split_once("name=\"digest\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    let all = [&ask[..], &[("confirmed", "yes"), WHY, ("scope", "all"), ("digest", &digest)]].concat();

    // One of them is another meanwhile: nothing is done.
    let superuser = town.database.superuser().await;
    superuser
        .batch_execute("update app.tenants set status = 'archived' where slug = 'town-14'")
        .await
        .unwrap();
    let count = "select count(*)::text from app.tenants where status = 'suspended'";
    let before = text(&town, count).await;
    root.post("/admin/tenants/act/", &all).await.expect(409).saying("is not what it was when you were asked");
    assert_eq!(text(&town, count).await, before);

    // As it was again: all of them, and no others; and back to what each was.
    superuser.batch_execute("update app.tenants set status = 'active' where slug = 'town-14'").await.unwrap();
    let active = "select count(*)::text from app.tenants where status = 'active' and slug like 'town%'";
    let many = text(&town, active).await;
    let done = root.post("/admin/tenants/act/", &all).await;
    let page = led(&mut root, done).await.saying("tenants suspended.");
    assert_eq!(text(&town, active).await, "0");
    let undone = root.post(&undo(&page), &[]).await;
    led(&mut root, undone).await.saying("Taken back");
    assert_eq!((text(&town, active).await, text(&town, count).await), (many, before));
}

#[tokio::test]
async fn an_act_on_many_is_done_as_a_whole_or_not_at_all() {
    let town = Town::new().await;
    fill(&town.database, 900, 1).await;
    let mut root = town.root().await;
    let ids = text(&town, "select string_agg(user_id::text, ' ' order by user_id) from auth.users where superuser or login like 'person-%-0'").await;
    // Root among them is the last superuser: the acts before it are taken back with it.
    let ids: Vec<_> = ids.split(' ').map(|id| ("id", id)).collect();
    let mut form = vec![("action", "deactivate"), ("confirmed", "yes"), WHY];
    form.extend(&ids);
    // It is asked again, with the reason and those chosen.
    let refused = root.post("/admin/users/act/", &form).await.expect(409).saying("the last active superuser");
    assert!(refused.body.contains("value=\"Ticket 4711\""));
    assert!(ids.iter().all(|(_, id)| refused.body.contains(&format!("name=\"id\" value=\"{id}\""))));
    let deactivated = "select count(*)::text from auth.trail where act = 'user_deactivated'";
    assert_eq!(text(&town, deactivated).await, "0");
}

/// What is deleted is restored or removed, and nothing else: to suspend it would keep it for ever.
#[tokio::test]
async fn nobody_suspends_what_is_deleted_and_no_undo_meets_what_somebody_did_since() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (acme, globex) = (town.acme.tenant.to_string(), town.globex.tenant.to_string());
    let statuses = "select string_agg(status, ' ' order by slug) from app.tenants";
    let act = |action: &'static str, ids: &[&str]| {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        move |phrase: &'static str| {
            let mut form =
                vec![("action".to_owned(), action.to_owned()), ("confirmed".to_owned(), "yes".to_owned())];
            form.extend([
                ("reason".to_owned(), "Ticket".to_owned()),
                ("phrase".to_owned(), phrase.to_owned()),
            ]);
            form.extend(ids.iter().map(|id| ("id".to_owned(), id.clone())));
            form
        }
    };
    let post = async |root: &mut Browser, form: Vec<(String, String)>| {
        let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = root.post("/admin/tenants/act/", &form).await;
        led(root, answer).await
    };
    post(&mut root, act("delete", &[&globex])("globex")).await.saying("1 tenant deleted.");
    let page = post(&mut root, act("suspend", &[&acme, &globex])(""))
        .await
        .saying("1 tenant suspended.")
        .saying("1 had been so already");
    assert_eq!(text(&town, statuses).await, "suspended deleted");

    // Somebody restores and archives it meanwhile: the undo of the suspension takes nothing of that back.
    post(&mut root, act("restore", &[&acme])("")).await.saying("restored.").silent_on("Undo</button>");
    post(&mut root, act("archive", &[&acme])("")).await;
    let undone = root.post(&undo(&page), &[]).await;
    led(&mut root, undone).await.saying("Nothing was done.").saying("Somebody did something");
    assert_eq!(text(&town, statuses).await, "archived deleted");
}

#[tokio::test]
async fn forms_that_make_no_sense_are_refused_and_do_nothing() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let id = town.acme.tenant.to_string();
    for form in [vec![("action", "explode"), ("id", id.as_str())], vec![("id", id.as_str())], vec![]] {
        root.post("/admin/tenants/act/", &form).await.expect(400);
    }
    root.post(
        "/admin/users/act/",
        &[("action", "password"), ("id", &id), ("id", &town.globex.tenant.to_string())],
    )
    .await
    .expect(422);
    root.post(
        "/admin/tenants/act/",
        &[("action", "suspend"), ("id", &rowhouse::id::TenantId::new().to_string())],
    )
    .await
    .expect(404);
    for chosen in [vec![("action", "suspend")], vec![("action", "suspend"), ("id", "no-uuid")]] {
        root.post("/admin/tenants/act/", &chosen).await.expect(422).saying("Nothing was chosen");
    }
    root.post("/admin/tenants/create/", &[("slug", "a\0b"), ("name", "x"), WHY])
        .await
        .expect(422)
        .saying("small letters");
    root.post(&format!("/admin/tenants/{id}/"), &[("name", "x"), WHY]).await.expect(400);
    root.get("/admin/tenants/act/").await.expect(303);
    // Nobody else acts.
    let mut alice = town.alice().await;
    alice
        .post("/admin/tenants/act/", &[("action", "suspend"), ("id", &id), ("confirmed", "yes"), WHY])
        .await
        .expect(403);
    assert_eq!(
        text(&town, &format!("select status from app.tenants where tenant_id = '{id}'")).await,
        "active"
    );
}
