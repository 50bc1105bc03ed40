//! The second factor: set up, asked for at the door of the panel, good once, counted when wrong, renewed, ended and reset.

use rowhouse::{app, web::Access};
use time::OffsetDateTime;
use totp_rs::{Builder, Secret};

use super::{WHY, long_ago, text};
use crate::harness::{Browser, PASSWORD, Town, create_user, router_demanding_codes};

const PAGE: &str = "/admin/second-factor/";
const BEGIN: &str = "/admin/second-factor/begin/";
const CONFIRM: &str = "/admin/second-factor/confirm/";
const CODES: &str = "/admin/second-factor/codes/";
const END: &str = "/admin/second-factor/end/";

/// What root's authenticator shows so many intervals from now. Not near the end of one, so that it is still that one at the door.
pub(crate) async fn code(town: &Town, later: i64) -> String {
    let remaining = 30 - OffsetDateTime::now_utc().unix_timestamp() % 30;
    if remaining < 5 {
        tokio::time::sleep(std::time::Duration::from_secs(remaining.unsigned_abs())).await;
    }
    let secret: Vec<u8> = town
        .database
        .superuser()
        .await
        .query_one(
            "select f.secret from auth.second_factors f join auth.users using (user_id) where login = 'root'",
            &[],
        )
        .await
        .unwrap()
        .get(0);
    let totp = Builder::new().with_secret(Secret::new(secret.into())).build().unwrap();
    let at = OffsetDateTime::now_utc().unix_timestamp() + later * 30;
    totp.generate(at.unsigned_abs()).to_string()
}

/// Root, who set a second factor up: in this session, with its recovery codes.
async fn protected(town: &Town) -> (Browser, Vec<String>) {
    let mut root = town.root().await;
    assert_eq!(root.post(BEGIN, &[]).await.expect(303).location(), PAGE);
    root.get(PAGE).await.expect(200).saying("<svg class=\"qr\"").saying("one-time-code");
    let page = root.post(CONFIRM, &[("code", &code(town, -1).await)]).await.expect(200);
    let codes =
        page.body.split("<li><code>").skip(1).filter_map(|rest| Some(rest.split_once('<')?.0.to_owned()));
    (root, codes.collect())
}

#[tokio::test]
async fn the_door_asks_in_each_session_and_takes_a_code_once() {
    let town = Town::new().await;
    let (mut root, codes) = protected(&town).await;
    assert_eq!(codes.len(), 10);
    // Whoever set it up gave a code.
    root.get("/admin/tasks/").await.expect(200);
    root.get(PAGE).await.expect(200).saying("In force since").saying("10 codes that you wrote down are left");

    let mut other = town.root().await;
    let door = other.get("/admin/tasks/?state=open").await.expect(303);
    assert_eq!(door.location(), "/admin/code/?next=%2Fadmin%2Ftasks%2F%3Fstate%3Dopen");
    assert_eq!(other.get(PAGE).await.expect(303).location(), format!("/admin/code/?next={PAGE}"));
    other.get(door.location()).await.expect(200).saying("name=\"next\" value=\"/admin/tasks/?state=open\"");
    let now = code(&town, 0).await;
    let given = [("code", &*now), ("next", "/admin/tasks/?state=open")];
    let spaced = format!(" {} {}", &now[..3], &now[3..]);
    assert_eq!(
        other.post("/admin/code/", &[("code", &spaced), given[1]]).await.expect(303).location(),
        "/admin/tasks/?state=open"
    );
    other.get("/admin/tasks/?state=open").await.expect(200);
    assert_eq!(other.get("/admin/code/").await.expect(303).location(), "/admin/");
    // In no other session, and no second time.
    let mut third = town.root().await;
    third.post("/admin/code/", &given).await.expect(422).saying("given before").silent_on(&now);
    third.get("/admin/").await.expect(303);
    // Nor one that was before it.
    let before = code(&town, -1).await;
    third.post("/admin/code/", &[("code", &before)]).await.expect(422);
    let next = code(&town, 1).await;
    let elsewhere = [("code", &*next), ("next", "//evil.example/")];
    assert_eq!(third.post("/admin/code/", &elsewhere).await.expect(303).location(), "/admin/");
    let acts = "select string_agg(act || coalesce(' ' || (details ->> 'by'), ''), ', ' order by xid) from auth.trail where act not like 'sign%'";
    let acts = text(&town, acts).await;
    assert!(
        acts.starts_with("second_factor_set_up code, recovery_codes_written, reauthenticated code, "),
        "{acts}"
    );
}

/// Nothing of the panel is open before a code was given: every route that superusers alone may enter.
#[tokio::test]
async fn every_page_of_the_panel_is_behind_the_door() {
    let town = Town::new().await;
    protected(&town).await;
    let mut root = town.root().await;
    let mut tried = 0;
    for route in app::routes()
        .iter()
        .filter(|route| matches!(route.access, Access::Panel | Access::May(..) | Access::Superuser))
    {
        let path =
            route.path.replace("{id}", "018bcfe5-687b-7002-a000-000000001803").replace("{action}", "x");
        let answer = match route.method.as_str() {
            "GET" => root.get(&path).await,
            _ => root.post(&path, &[]).await,
        };
        let answer = answer.expect(303);
        assert!(answer.location().starts_with("/admin/code/"), "{route:?}");
        tried += 1;
    }
    assert!(tried > 50, "{tried}");
    // A part is told to go there as a whole.
    let part = root.hx().get("/admin/tasks/").await.expect(403);
    assert!(part.header("hx-redirect").starts_with("/admin/code/"), "{:?}", part.headers);
    // What is not the panel is open.
    root.get("/tenants/").await.expect(200);
}

#[tokio::test]
async fn wrong_codes_are_counted_and_a_right_password_does_not_clear_the_count() {
    let town = Town::new().await;
    let (_, codes) = protected(&town).await;
    let mut root = town.root().await;
    for wrong in ["", "x", "12345", "1234567", "ÄÖÜ\0"] {
        root.post("/admin/code/", &[("code", wrong)]).await.expect(422).saying("That code is wrong");
    }
    let mut again = town.root().await;
    let right = code(&town, 0).await;
    let answer =
        again.post("/admin/code/", &[("code", &right)]).await.expect(429).saying("Too many attempts");
    assert!(answer.header("retry-after").parse::<u32>().unwrap() > 800);
    again.get("/admin/").await.expect(303);
    // Nobody is kept out by another's guesses.
    root.post("/admin/code/", &[("code", &codes[0])]).await.expect(303);
    // Which clears the count: a code of the authenticator is taken again.
    again.post("/admin/code/", &[("code", &right)]).await.expect(303);
}

/// However slowly they come, wrong codes are not taken without an end.
#[tokio::test]
async fn after_a_hundred_wrong_codes_only_what_was_written_down_is_taken() {
    let town = Town::new().await;
    let (_, codes) = protected(&town).await;
    let superuser = town.database.superuser().await;
    superuser.batch_execute("update auth.second_factors set failures = 99").await.unwrap();
    let mut root = town.root().await;
    root.post("/admin/code/", &[("code", "000000")]).await.expect(422).saying("That code is wrong");
    superuser.batch_execute("delete from auth.attempts").await.unwrap();
    let right = code(&town, 0).await;
    let exhausted = "Only one that you wrote down is taken now";
    root.post("/admin/code/", &[("code", &right)]).await.expect(422).saying(exhausted);
    root.post("/admin/code/", &[("code", &codes[9])]).await.expect(303);
    let mut again = town.root().await;
    again.post("/admin/code/", &[("code", &right)]).await.expect(303);
}

#[tokio::test]
async fn what_was_written_down_opens_the_door_once() {
    let town = Town::new().await;
    let (mut first, codes) = protected(&town).await;
    let mut root = town.root().await;
    let typed = codes[3].to_lowercase().replace('-', " ");
    root.post("/admin/code/", &[("code", &typed)]).await.expect(303);
    root.get(PAGE).await.expect(200).saying("9 codes that you wrote down are left");
    let mut again = town.root().await;
    again.post("/admin/code/", &[("code", &codes[3])]).await.expect(422);
    // New ones take the place of all others, once the password was given.
    long_ago(&town).await;
    first.post(CODES, &[]).await.expect(422).saying("give your own password");
    first.post(CODES, &[("password", "wrong")]).await.expect(422).saying("not your password");
    first
        .post(CODES, &[("password", PASSWORD)])
        .await
        .expect(200)
        .saying("Write these down")
        .silent_on(&codes[0]);
    again.post("/admin/code/", &[("code", &codes[0])]).await.expect(422);
    assert_eq!(first.get(CODES).await.expect(303).location(), PAGE);
    let kept =
        text(&town, "select count(*) || ' ' || min(octet_length(code_hash)) from auth.recovery_codes").await;
    assert_eq!(kept, "10 32");
}

#[tokio::test]
async fn it_is_ended_with_password_and_code_alone() {
    let town = Town::new().await;
    let (mut first, _) = protected(&town).await;
    let mut outside = town.root().await;
    for path in [BEGIN, CODES, END] {
        let answer = outside.post(path, &[("password", PASSWORD)]).await.expect(303);
        assert!(answer.location().starts_with("/admin/code/"), "{path}");
    }
    // A secret in force is not replaced.
    let secret = "select encode(secret, 'hex') from auth.second_factors";
    let before = text(&town, secret).await;
    first.post(BEGIN, &[]).await.expect(303);
    assert_eq!(text(&town, secret).await, before);
    assert_eq!(outside.get(END).await.expect(303).location(), PAGE);
    first.get(END).await.expect(200).saying("Do without a second factor?");
    // It is reset where there is one.
    let own = text(&town, "select user_id::text from auth.users where login = 'root'").await;
    first.get(&format!("/admin/users/{own}/")).await.expect(200).saying("Reset second factor");
    let alice = format!("/admin/users/{}/", town.acme.user);
    first.get(&alice).await.expect(200).saying("Set password").silent_on("Reset second factor");
    long_ago(&town).await;
    let right = code(&town, 0).await;
    first.post(END, &[("code", &right)]).await.expect(422).saying("give your own password");
    first
        .post(END, &[("password", PASSWORD), ("code", "000000")])
        .await
        .expect(422)
        .saying("That code is wrong");
    first.post(END, &[("password", PASSWORD)]).await.expect(422).saying("That code is wrong");
    let both = [("password", PASSWORD), ("code", &*right)];
    assert_eq!(first.post(END, &both).await.expect(303).location(), PAGE);
    first.get(PAGE).await.expect(200).saying("Set up");
    outside.get("/admin/").await.expect(200);
    assert_eq!(text(&town, "select count(*)::text from auth.recovery_codes").await, "0");
    let address = "select details ->> 'address' from auth.trail where act = 'second_factor_ended'";
    assert_eq!(text(&town, address).await, "192.0.2.1");
}

/// Who gave a code of the one before has given none of this one.
#[tokio::test]
async fn a_code_of_an_old_factor_opens_nothing_of_a_new_one() {
    let town = Town::new().await;
    let (mut root, _) = protected(&town).await;
    let mut thief = town.root().await;
    thief.post("/admin/code/", &[("code", &code(&town, 0).await)]).await.expect(303);
    thief.get("/admin/").await.expect(200);
    root.post(END, &[("code", &code(&town, 1).await)]).await.expect(303);
    root.post(BEGIN, &[]).await.expect(303);
    root.post(CONFIRM, &[("code", &code(&town, 0).await)]).await.expect(200);
    root.get("/admin/").await.expect(200);
    assert!(thief.get("/admin/").await.expect(303).location().starts_with("/admin/code/"));
    assert!(thief.post(CODES, &[]).await.expect(303).location().starts_with("/admin/code/"));
}

/// A session that was left open neither copies a secret that somebody is setting up, nor puts it in force.
#[tokio::test]
async fn who_did_not_give_the_password_lately_gets_no_secret() {
    let town = Town::new().await;
    let mut root = town.root().await;
    root.post(BEGIN, &[]).await.expect(303);
    let right = code(&town, 0).await;
    long_ago(&town).await;
    for code in ["000000", &*right] {
        assert_eq!(root.post(CONFIRM, &[("code", code)]).await.expect(303).location(), PAGE);
        assert_eq!(
            root.post("/admin/code/", &[("code", code)])
                .await
                .expect(422)
                .body
                .matches("class=\"qr\"")
                .count(),
            0
        );
    }
    assert_eq!(
        text(&town, "select coalesce(max(active_since)::text, 'none') from auth.second_factors").await,
        "none"
    );
    let auth = town.database.role("rowhouse_auth").await;
    let session: Vec<u8> = town
        .database
        .superuser()
        .await
        .query_one("select session_hash from auth.sessions", &[])
        .await
        .unwrap()
        .get(0);
    assert!(
        auth.query_opt("select from auth.second_factor_secret($1)", &[&session]).await.unwrap().is_none()
    );
}

/// What was begun and never confirmed keeps nobody out, and begins anew.
#[tokio::test]
async fn a_secret_that_no_code_was_given_of_is_not_in_force() {
    let town = Town::new().await;
    let mut root = town.root().await;
    root.get(PAGE).await.expect(200).saying("Set up").silent_on("<svg class=\"qr\"");
    root.post(CONFIRM, &[("code", "123456")]).await.expect(303);
    root.post(BEGIN, &[]).await.expect(303);
    root.post(CONFIRM, &[("code", "000000")])
        .await
        .expect(422)
        .saying("That code is wrong")
        .saying("<svg class=\"qr\"");
    let mut other = town.root().await;
    other.get("/admin/").await.expect(200);
    // The picture is for who gave the password lately.
    long_ago(&town).await;
    other.get(PAGE).await.expect(200).saying("Your own password").silent_on("<svg class=\"qr\"");
    other.post(BEGIN, &[("password", PASSWORD)]).await.expect(303);
    other.get(PAGE).await.expect(200).saying("<svg class=\"qr\"");
}

#[tokio::test]
async fn another_superuser_resets_what_was_lost() {
    let town = Town::new().await;
    let (mut root, _) = protected(&town).await;
    create_user(&town.database, rowhouse::id::UserId::new(), "second", true).await;
    let mut second = town.signed_in("second").await;
    let id = text(&town, "select user_id::text from auth.users where login = 'root'").await;
    let ask = [("id", &*id), ("action", "second-factor")];
    second.post("/admin/users/act/", &ask).await.expect(200).saying("Every session ends");
    second.post("/admin/users/act/", &[ask[0], ask[1], ("confirmed", "yes"), WHY]).await.expect(303);
    assert!(root.get("/admin/").await.expect(303).location().starts_with("/login/"));
    let mut again = town.root().await;
    again.get("/admin/").await.expect(200);
    let act = "select details ->> 'reason' from auth.trail where act = 'second_factor_reset'";
    assert_eq!(text(&town, act).await, WHY.1);
}

#[tokio::test]
async fn where_it_is_required_nobody_comes_in_without() {
    let town = Town::new().await;
    let demanding = router_demanding_codes(&town.pools, &town.sessions);
    let mut root = town.root().await.at(demanding.clone());
    assert!(root.get("/admin/").await.expect(303).location().starts_with(PAGE));
    root.get("/admin/code/").await.expect(303);
    root.post(BEGIN, &[]).await.expect(303);
    assert!(root.get("/admin/").await.expect(303).location().starts_with(PAGE));
    root.post(CONFIRM, &[("code", &code(&town, 0).await)]).await.expect(200);
    root.get("/admin/").await.expect(200);
}

/// The database answers nobody else, whatever the program asks.
#[tokio::test]
async fn the_functions_are_for_the_superusers_own_session() {
    let town = Town::new().await;
    protected(&town).await;
    town.alice().await;
    let auth = town.database.role("rowhouse_auth").await;
    let superuser = town.database.superuser().await;
    let session = async |login: &str| -> Vec<u8> {
        let newest = "select session_hash from auth.sessions s join auth.users using (user_id) where login = $1 order by s.created_at desc limit 1";
        superuser.query_one(newest, &[&login]).await.unwrap().get(0)
    };
    let (alice, nobody) = (session("alice").await, vec![0; 32]);
    for session in [&alice, &nobody] {
        assert!(auth.query_opt("select * from auth.second_factor($1)", &[session]).await.unwrap().is_none());
        assert!(
            auth.query_opt("select * from auth.second_factor_secret($1)", &[session])
                .await
                .unwrap()
                .is_none()
        );
        let secret = vec![1_u8; 20];
        let begun: bool = auth
            .query_one("select auth.begin_second_factor($1, $2)", &[session, &secret])
            .await
            .unwrap()
            .get(0);
        let ended: bool =
            auth.query_one("select auth.end_second_factor($1, null)", &[session]).await.unwrap().get(0);
        let outcome: String = auth
            .query_one("select outcome from auth.take_code($1, null, 9999999999, null, null)", &[session])
            .await
            .unwrap()
            .get(0);
        assert_eq!((begun, ended, outcome.as_str()), (false, false, "refused"));
    }
    // A session of root's that gave no code writes none down, and ends nothing.
    town.root().await;
    let root = session("root").await;
    let hashes = vec![vec![1_u8; 32]; 10];
    let written: bool = auth
        .query_one("select auth.write_recovery_codes($1, $2, null)", &[&root, &hashes])
        .await
        .unwrap()
        .get(0);
    let ended: bool =
        auth.query_one("select auth.end_second_factor($1, null)", &[&root]).await.unwrap().get(0);
    assert!(!written && !ended);
    // Nor is any interval believed: one far off would use up all that are to come.
    let far = "select outcome from auth.take_code($1, (select sha256($2::bytea)), 9999999999, null, null)";
    let secret: Vec<u8> =
        superuser.query_one("select secret from auth.second_factors", &[]).await.unwrap().get(0);
    let outcome: String = auth.query_one(far, &[&root, &secret]).await.unwrap().get(0);
    assert_eq!(outcome, "refused");
    // Nor a code of another secret.
    let now = "select outcome from auth.take_code($1, sha256('another'), (extract(epoch from now()) / 30)::bigint, null, null)";
    let outcome: String = auth.query_one(now, &[&root]).await.unwrap().get(0);
    assert_eq!(outcome, "refused");
    let table = auth.query("select from auth.second_factors", &[]).await;
    assert!(table.is_err(), "the role reads the table itself");
}

/// Two renewals at once, or one beside a code that is given, come one after the other: there are never twenty codes.
#[tokio::test]
async fn renewing_codes_waits_for_whoever_has_the_factor() {
    let town = Town::new().await;
    let (mut root, _) = protected(&town).await;
    let mut superuser = town.database.superuser().await;
    let holding = superuser.transaction().await.unwrap();
    holding.query("select from auth.second_factors for key share", &[]).await.unwrap();
    let mut renewing = std::pin::pin!(root.post(CODES, &[]));
    let waits = tokio::time::timeout(std::time::Duration::from_millis(500), &mut renewing).await;
    assert!(waits.is_err(), "nothing was waited for");
    holding.commit().await.unwrap();
    renewing.await.expect(200).saying("Write these down");
}
