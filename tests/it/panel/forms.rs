//! The forms of the panel: a word for each mistake, two at one row told of each other, and where one goes on.

use super::{WHY, led, long_ago, soon, text, work::text_of};
use crate::harness::{PASSWORD, Town};

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
    for (slug, said) in [("acme", "is taken"), ("admin", "is reserved"), ("A b", "small letters")] {
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
    let new = text(&town, "select tenant_id::text from app.tenants where slug = 'new-one'").await;
    let next = root.get(made.location()).await.expect(200).saying("Ticket 4711").saying("Saved.");
    next.saying(&format!("href=\"/admin/tenants/{new}/\"")).silent_on("value=\"New one\"");

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
    // Whatever a form says stays as it is, a password does not get into an address.
    let form = [("fixed", "new_password"), ("fixed", "kind"), ("then", "another")];
    let form = [&person("nina", "long enough")[..], &form].concat();
    let another = root.post("/admin/users/create/", &form).await.expect(303);
    assert!(another.location().ends_with("fixed=kind&kind=person"), "{}", another.location());

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
    led(&mut root, removed).await.saying("1 membership removed.").silent_on("/undo/");
    soon(&mut nina, "/", 403).await;
}

/// All that is wrong is said at once, each beside its field, also where the database alone knows one of them.
#[tokio::test]
async fn all_mistakes_are_said_at_once() {
    let town = Town::new().await;
    let mut root = town.root().await;
    root.get("/admin/").await.expect(200);
    long_ago(&town).await;
    let nothing = [("login", " "), ("display_name", ""), ("new_password", "short"), ("kind", "emperor")];
    let page = root.post("/admin/users/create/", &nothing).await.expect(422);
    for field in ["login", "display_name", "new_password", "kind", "reason", "password"] {
        assert!(page.body.contains(&format!("id=\"{field}-error\"")), "{field}: {}", page.body);
    }
    let nobody = [("login", "nobody"), ("slug", "nowhere"), ("role", "viewer"), WHY, ("password", PASSWORD)];
    root.post("/admin/memberships/create/", &nobody)
        .await
        .expect(422)
        .saying("nobody of that username")
        .saying("no tenant of that slug")
        .saying("value=\"nowhere\"");
    // A form that lacks something else is not saved, and says so all the same.
    root.post("/admin/memberships/create/", &nobody[..3])
        .await
        .expect(422)
        .saying("nobody of that username")
        .saying("no tenant of that slug")
        .saying("id=\"reason-error\"");
    let blank = [("role", "viewer"), WHY, ("login", ""), ("slug", "a\0b")];
    root.post("/admin/memberships/create/", &blank).await.expect(422).saying("Please enter a username.");
    // An act says so too.
    let id = town.acme.user.to_string();
    let ask = [("action", "password"), ("id", id.as_str()), ("confirmed", "yes"), ("new_password", "x")];
    root.post("/admin/users/act/", &ask)
        .await
        .expect(422)
        .saying("At least 8 characters")
        .saying("id=\"reason-error\"");
    let task = format!("/admin/tasks/{}.{}/", town.acme.tenant, town.acme.open);
    root.post(&task, &[("title", ""), ("state", "maybe"), ("version", "1")])
        .await
        .expect(422)
        .saying("id=\"title-error\"")
        .saying("id=\"state-error\"");
}

/// A slug that is left blank is made of the name, and is one that nobody has.
#[tokio::test]
async fn a_blank_slug_is_made_of_the_name() {
    let town = Town::new().await;
    let mut root = town.root().await;
    for (name, slug) in [
        ("Übergröße & Söhne", "ubergrosse-sohne"),
        ("Acme", "acme-2"),
        ("acme!", "acme-3"),
        ("  Crème  brûlée №1 ", "creme-brulee-no1"),
    ] {
        root.post("/admin/tenants/create/", &[("slug", " "), ("name", name), WHY]).await.expect(303);
        let made = format!("select slug from app.tenants where name = '{}'", name.trim());
        assert_eq!(text(&town, &made).await, slug, "{name}");
    }
    root.post("/admin/tenants/create/", &[("slug", ""), ("name", "日本語"), WHY])
        .await
        .expect(422)
        .saying("none can be made of that name");
}

/// What is proposed is never refused as reserved: both lists of that are the same.
#[tokio::test]
async fn a_slug_that_is_reserved_is_made_of_no_name() {
    let town = Town::new().await;
    let opens = text(
        &town,
        "select prosrc from pg_proc where pronamespace = 'auth'::regnamespace and proname = 'open_tenant'",
    )
    .await;
    let reserved = |text: &str, list: &str| -> Vec<String> {
        let list = text.split_once(list).expect("a list").1.split_once(')').unwrap().0;
        list.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let refused = reserved(&opens, "p_slug in (");
    assert!(refused.len() > 20, "{refused:?}");
    assert_eq!(refused, reserved(&text_of("tenants/slug"), "s.slug not in ("));
    let form = [("slug", ""), ("name", "Support"), WHY];
    town.root().await.post("/admin/tenants/create/", &form).await.expect(303);
    let made = "select slug from app.tenants where name = 'Support'";
    assert_eq!(text(&town, made).await, "support-2");
}

/// Where one goes on: to the list, to the page of it, or to one more.
#[tokio::test]
async fn each_button_leads_where_it_says() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let path = format!("/admin/tenants/{}/", town.acme.tenant);
    for then in ["list", "continue", "another"] {
        root.get(&path).await.expect(200).saying(&format!("name=\"then\" value=\"{then}\""));
        root.get("/admin/tenants/create/").await.expect(200).saying(&format!("value=\"{then}\""));
    }
    let mut version = 0;
    let mut save = |then: &'static str| {
        version += 1;
        (version.to_string(), then)
    };
    for (then, leads) in [
        ("list", format!("/admin/tenants/?saved={}", town.acme.tenant)),
        ("continue", format!("{path}?saved=yes")),
        ("another", format!("/admin/tenants/create/?reason=Ticket+4711&saved={}", town.acme.tenant)),
    ] {
        let (version, then) = save(then);
        let saved = root.post(&path, &[("name", "Acme"), ("version", &version), WHY, ("then", then)]).await;
        assert_eq!(saved.expect(303).location(), leads);
        root.get(&leads).await.expect(200).silent_on("Left out");
    }
    root.get(&format!("/admin/tenants/?saved={}", town.acme.tenant))
        .await
        .expect(200)
        .saying("Saved.")
        .saying("See this tenant");
    root.get("/admin/tenants/?saved=%22%3E").await.expect(200).saying("Saved.").silent_on("See this tenant");
}

/// Two at one form: what the second typed and where it came from are kept.
#[tokio::test]
async fn whoever_is_overtaken_still_goes_back() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let (tenant, person) = (town.acme.tenant, town.acme.user);
    let (path, back) =
        (format!("/admin/memberships/{tenant}.{person}/"), format!("/admin/tenants/{tenant}/"));
    let form = |version: &'static str| {
        [("role", "viewer"), ("version", version), WHY, ("then", "list"), ("back", back.as_str())]
    };
    root.post(&path, &form("7")).await.expect(409).saying(&format!("name=\"back\" value=\"{back}\""));
    assert_eq!(root.post(&path, &form("1")).await.expect(303).location(), format!("{back}?saved=yes"));
}

/// What the database refuses as a whole is said beside the field, and nothing typed is lost.
#[tokio::test]
async fn the_last_superuser_stays_one_and_what_was_typed_stays_too() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let path = text(&town, "select '/admin/users/' || user_id || '/' from auth.users where superuser").await;
    let form = [("display_name", "No more"), ("kind", "person"), ("version", "1"), WHY];
    root.post(&path, &form)
        .await
        .expect(422)
        .saying("id=\"kind-error\"")
        .saying("the last active superuser")
        .saying("value=\"No more\"")
        .saying("value=\"Ticket 4711\"");
}
