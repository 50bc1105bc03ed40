//! What is done from the panel: asked, confirmed with a reason, done as a whole or not at all, and taken back; and what is
//! answered when it cannot be.

use super::fill;
use crate::harness::{Answer, Browser, PASSWORD, Town, add_member, create_user};

const WHY: (&str, &str) = ("reason", "Ticket 4711");

/// Has root's password be given so long ago that it is wanted again.
async fn long_ago(town: &Town) {
    let aged = "update auth.sessions set authenticated_at = now() - interval '1 hour'";
    town.database.superuser().await.batch_execute(aged).await.unwrap();
    // A session is believed for a second where nobody listens.
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
}

async fn text(town: &Town, query: &str) -> String {
    town.database
        .superuser()
        .await
        .query_one(query, &[])
        .await
        .unwrap()
        .get::<_, Option<String>>(0)
        .unwrap_or_default()
}

/// Waits until the browser is answered so: at most a second and a bit, since no instance here listens.
async fn soon(browser: &mut Browser, path: &str, status: u16) -> Answer {
    for _ in 0..130 {
        let answer = browser.get(path).await;
        if answer.status == status {
            return answer;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{path} is not {status} after a second");
}

/// Follows where an act leads, and gives the page that says what was done.
async fn led(root: &mut Browser, answer: Answer) -> Answer {
    let answer = answer.expect(303);
    let mut at = answer.location().to_owned();
    for _ in 0..100 {
        let page = root.get(&at).await;
        match page.status.as_u16() {
            303 => page.location().clone_into(&mut at),
            200 if page.headers.contains_key("refresh") => {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            _ => return page.expect(200),
        }
    }
    panic!("it never ends");
}

/// The address that takes back what a page says was done.
fn undo(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("action=\"/admin/jobs/").expect("an Undo");
    format!("/admin/jobs/{}", rest.split('"').next().unwrap())
}

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
    let filed =
        "select act || ' ' || (details ->> 'reason') from auth.trail order by era desc, xid desc limit 1";
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
    root.post("/admin/users/act/", &form).await.expect(409).saying("the last active superuser");
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
async fn two_superusers_on_one_row_are_told_of_each_other() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let path = format!("/admin/tenants/{}/", town.acme.tenant);
    root.get(&path).await.expect(200).saying("name=\"version\" value=\"1\"");
    let first = root.post(&path, &[("name", "Acme Limited"), ("version", "1"), WHY]).await.expect(303);
    assert!(first.location().ends_with("?saved=yes"), "{}", first.location());
    root.get(first.location()).await.expect(200).saying("Saved.");

    let second = root.post(&path, &[("name", "Acme Incorporated"), ("version", "1"), WHY]).await.expect(409);
    second
        .clone()
        .saying("Acme Incorporated")
        .saying("Meanwhile it was set to “Acme Limited”")
        .saying("name=\"version\" value=\"2\"");
    root.post(&path, &[("name", "Acme Incorporated"), ("version", "2"), WHY]).await.expect(303);
    assert_eq!(text(&town, "select name from app.tenants where slug = 'acme'").await, "Acme Incorporated");

    for (name, said) in
        [("", "Please enter something"), (&"x".repeat(256), "255 fit"), ("a\nb", "cannot be shown")]
    {
        root.post(&path, &[("name", name), ("version", "3"), WHY]).await.expect(422).saying(said);
    }
    let gone = format!("/admin/tenants/{}/", rowhouse::id::TenantId::new());
    root.get(&gone).await.expect(404);
    root.post(&gone, &[("name", "x"), WHY]).await.expect(404);
}

#[tokio::test]
async fn tenants_people_and_memberships_are_added_with_a_word_for_each_mistake() {
    let town = Town::new().await;
    let mut root = town.root().await;
    for (slug, said) in
        [("acme", "is taken"), ("admin", "is reserved"), ("A b", "small letters"), ("", "small letters")]
    {
        root.post("/admin/tenants/create/", &[("slug", slug), ("name", "New"), WHY])
            .await
            .expect(422)
            .saying(said);
    }
    let made = root
        .post("/admin/tenants/create/", &[("slug", "new-one"), ("name", "New one"), WHY, ("then", "another")])
        .await
        .expect(303);
    assert!(made.location().starts_with("/admin/tenants/create/?reason=Ticket"), "{}", made.location());
    root.get(made.location()).await.expect(200).saying("Ticket 4711");

    let person = |login: &'static str, password: &'static str| {
        [("login", login), ("display_name", "Nina"), ("new_password", password), ("kind", "person"), WHY]
    };
    root.post("/admin/users/create/", &person("alice", "long enough"))
        .await
        .expect(422)
        .saying("is taken")
        .silent_on("long enough");
    root.post("/admin/users/create/", &person("nina", "short"))
        .await
        .expect(422)
        .saying("At least 8 characters")
        .silent_on("short\"");
    root.post("/admin/users/create/", &person("nina", "long enough")).await.expect(303);

    let member =
        |login: &'static str, slug: &'static str| [("login", login), ("slug", slug), ("role", "viewer"), WHY];
    root.post("/admin/memberships/create/", &member("nobody", "acme"))
        .await
        .expect(422)
        .saying("nobody of that username");
    root.post("/admin/memberships/create/", &member("nina", "nowhere"))
        .await
        .expect(422)
        .saying("no tenant of that slug");
    root.post("/admin/memberships/create/", &member("nina", "new-one")).await.expect(303);
    root.post("/admin/memberships/create/", &member("nina", "new-one"))
        .await
        .expect(422)
        .saying("belongs to that tenant already");
    let mut nina = town.stranger();
    nina.post("/login/", &[("username", "nina"), ("password", "long enough")]).await.expect(303);
    nina.get("/").await.expect(200).saying("New one");

    let id =
        text(&town, "select tenant_id || '.' || user_id from app.members where display_name = 'Nina'").await;
    let path = format!("/admin/memberships/{id}/");
    root.post(&path, &[("role", "emperor"), ("version", "1"), WHY]).await.expect(422);
    root.post(&path, &[("role", "admin"), ("version", "1"), WHY]).await.expect(303);
    let removed = root
        .post("/admin/memberships/act/", &[("action", "remove"), ("id", &id), ("confirmed", "yes"), WHY])
        .await;
    let page = led(&mut root, removed).await.saying("1 membership removed.");
    soon(&mut nina, "/", 403).await;
    let undone = root.post(&undo(&page), &[]).await;
    led(&mut root, undone).await.saying("Taken back");
    assert_eq!(text(&town, "select role from app.members where display_name = 'Nina'").await, "admin");
}

#[tokio::test]
async fn sessions_end_passwords_change_and_people_are_kept_out_at_once() {
    let town = Town::new().await;
    let (mut root, mut alice) = (town.root().await, town.alice().await);
    let id = town.acme.user.to_string();
    let session =
        text(&town, &format!("select session_id::text from auth.sessions where user_id = '{id}'")).await;
    root.get("/admin/sessions/").await.expect(200).saying(&session).saying("alice");
    let ended = root
        .post("/admin/sessions/act/", &[("action", "end"), ("id", &session), ("confirmed", "yes"), WHY])
        .await;
    led(&mut root, ended).await.saying("1 session ended.").silent_on("Undo</button>");
    soon(&mut alice, "/", 303).await;

    let set = [
        ("action", "password"),
        ("id", id.as_str()),
        ("confirmed", "yes"),
        WHY,
        ("new_password", "another long one"),
    ];
    let set = root.post("/admin/users/act/", &set).await;
    led(&mut root, set).await.saying("1 person given another password.");
    let mut again = town.stranger();
    again.post("/login/", &[("username", "alice"), ("password", PASSWORD)]).await.expect(422);
    again.post("/login/", &[("username", "alice"), ("password", "another long one")]).await.expect(303);
    let out = root
        .post("/admin/users/act/", &[("action", "deactivate"), ("id", &id), ("confirmed", "yes"), WHY])
        .await;
    led(&mut root, out).await.saying("1 person deactivated.");
    soon(&mut again, "/", 303).await;
}

#[tokio::test]
async fn projects_and_tasks_are_moved_changed_and_deleted_and_their_tenants_know() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (acme, globex) = (town.acme.tenant, town.globex.tenant);
    let (project, task) = (town.acme.project, town.acme.open);
    let edited = [("title", "By root"), ("state", "done"), ("version", "1"), WHY];
    root.post(&format!("/admin/tasks/{acme}.{task}/"), &edited).await.expect(303);
    // An id of one tenant is none of another's.
    root.post(&format!("/admin/tasks/{globex}.{task}/"), &edited).await.expect(404);
    let now = format!("select title from app.tasks where id = '{task}' and completed_at is not null");
    assert_eq!(text(&town, &now).await, "By root");

    let id = format!("{acme}.{project}");
    for (slug, said) in [("nowhere", "no tenant of that slug"), ("acme", "Nothing was moved")] {
        let ask = [("action", "move"), ("id", id.as_str()), ("confirmed", "yes"), WHY, ("to", slug)];
        root.post("/admin/projects/act/", &ask).await.expect(422).saying(said);
    }
    let ask = [("action", "move"), ("id", id.as_str()), ("confirmed", "yes"), WHY, ("to", "globex")];
    let moved = root.post("/admin/projects/act/", &ask).await;
    let page = led(&mut root, moved).await.saying("1 project moved.");
    let (mut alice, mut gus) = (town.alice().await, town.gus().await);
    alice.get(&format!("/projects/{project}/")).await.expect(404);
    gus.get(&format!("/projects/{project}/")).await.expect(200).saying("By root");
    // Back again, and there once more.
    let undone = root.post(&undo(&page), &[]).await;
    led(&mut root, undone).await.saying("Taken back: 1 project.");
    alice.get(&format!("/projects/{project}/")).await.expect(200).saying("By root");
    let moved = root.post("/admin/projects/act/", &ask).await;
    led(&mut root, moved).await.saying("1 project moved.");

    // What the first tenant brings back from its trash is its own: each is known by its tenant, and acted on alone.
    alice.post(&format!("/projects/{project}/restore/"), &[]).await.expect(303);
    root.get(&format!("/admin/projects/{acme}.{project}/")).await.expect(200).saying("acme");
    let there = format!("{globex}.{project}");
    let page = root.get(&format!("/admin/projects/{there}/")).await.expect(200).saying("globex");
    let name = page.body.split_once("<h1 dir=\"auto\">").unwrap().1.split('<').next().unwrap().to_owned();
    let gone = [("action", "delete"), ("id", there.as_str()), ("confirmed", "yes"), WHY, ("phrase", &name)];
    let gone = root.post("/admin/projects/act/", &gone).await;
    led(&mut root, gone).await.saying("1 project deleted.");
    gus.get(&format!("/projects/{project}/")).await.expect(404);
    alice.get(&format!("/projects/{project}/")).await.expect(200);
    // A row gone since the list was drawn.
    root.post("/admin/projects/act/", &[("action", "delete"), ("id", &there)]).await.expect(404);
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
    root.get(&format!("/admin/jobs/{}/", town.acme.project)).await.expect(404);
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

#[tokio::test]
async fn a_superuser_who_is_deactivated_is_out_at_once() {
    let town = Town::new().await;
    create_user(&town.database, rowhouse::id::UserId::new(), "rita", true).await;
    add_member(&town.database, town.acme.tenant, town.globex.user).await;
    let (mut root, mut rita) = (town.root().await, town.signed_in("rita").await);
    rita.get("/admin/users/").await.expect(200);
    let id = text(&town, "select user_id::text from auth.users where login = 'rita'").await;
    let out = root
        .post("/admin/users/act/", &[("action", "deactivate"), ("id", &id), ("confirmed", "yes"), WHY])
        .await;
    led(&mut root, out).await.saying("1 person deactivated.");
    assert!(soon(&mut rita, "/admin/users/", 303).await.location().starts_with("/login/"));
    rita.post("/admin/users/act/", &[("action", "activate"), ("id", &id), ("confirmed", "yes"), WHY])
        .await
        .expect(303);
}
