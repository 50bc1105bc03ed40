//! A field in every row of a list: saved as a whole or not at all, with what was typed kept whatever comes of it.

use rowhouse::id::UserId;
use uuid::Uuid;

use crate::harness::{Answer, Browser, PASSWORD, Town, add_member, create_user};

pub(super) type Fields = Vec<(String, String)>;

/// What a page's form would send, as it was filled in by nobody.
pub(super) fn form(html: &str, field: &str) -> Fields {
    let (_, form) = html.split_once("<form class=\"sheet\"").expect("a form");
    let mut fields = Fields::new();
    for input in form.split("<input ").skip(1).map(|rest| rest.split('>').next().unwrap()) {
        let of = |name: &str| {
            let (_, rest) = input
                .split_once(&format!(" {name}=\""))
                .or_else(|| input.split_once(&format!("{name}=\"")))?;
            Some(rest.split('"').next()?.replace("&amp;", "&"))
        };
        if let (Some(name), Some(value)) = (of("name"), of("value")) {
            fields.push((name, value));
        }
    }
    for select in form.split("<select ").skip(1) {
        let name = select.split_once("name=\"").unwrap().1.split('"').next().unwrap();
        let chosen = select.split("</select>").next().unwrap().split(" selected").next().unwrap();
        let value = chosen.rsplit_once("value=\"").unwrap().1.split('"').next().unwrap();
        fields.push((name.to_owned(), value.to_owned()));
    }
    assert!(fields.iter().any(|(name, _)| name.starts_with(&format!("{field}."))), "{field} can be changed");
    fields
}

pub(super) fn set(fields: &mut Fields, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    fields.push((name.to_owned(), value.to_owned()));
}

pub(super) async fn post(root: &mut Browser, path: &str, fields: &Fields) -> Answer {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    root.post(path, &fields).await
}

async fn text(town: &Town, query: &str) -> String {
    let row = town.database.superuser().await.query_one(query, &[]).await.unwrap();
    row.get::<_, Option<String>>(0).unwrap_or_default()
}

async fn names(town: &Town) -> String {
    text(town, "select string_agg(name, ' ' order by slug) from app.tenants").await
}

#[tokio::test]
async fn what_was_changed_is_saved_at_once_with_its_reason_and_the_rest_left_alone() {
    let town = Town::new().await;
    let mut root = town.root().await;
    root.get("/admin/tenants/?sort=name")
        .await
        .expect(200)
        .saying("/admin/tenants/rows/?sort=name\">Edit in place");
    let page = root.get("/admin/tenants/rows/?sort=name").await.expect(200).saying("Edit names of tenants");
    let (acme, globex) = (town.acme.tenant, town.globex.tenant);
    let mut fields = form(&page.body, "name");
    // Where nothing was changed that is said, and nothing is asked.
    let led = post(&mut root, "/admin/tenants/rows/", &fields).await.expect(303);
    root.get(led.location()).await.expect(200).saying("Nothing was changed, so nothing was saved.");
    set(&mut fields, &format!("name.{acme}"), "  Acme Works ");
    // Without a reason nothing is saved, and what was typed stays.
    let refused =
        post(&mut root, "/admin/tenants/rows/", &fields).await.expect(422).saying("Please enter something");
    assert!(form(&refused.body, "name").contains(&(format!("name.{acme}"), "  Acme Works ".to_owned())));
    assert_eq!(names(&town).await, "acme globex");

    // That, and what is wrong with a row, is said at once.
    set(&mut fields, &format!("name.{globex}"), " ");
    let refused = post(&mut root, "/admin/tenants/rows/", &fields)
        .await
        .expect(422)
        .saying("id=\"reason-error\"")
        .saying("1 row cannot be as typed");
    assert!(refused.body.contains(&format!("id=\"name.{globex}.error\"")));
    set(&mut fields, &format!("name.{globex}"), "globex");

    set(&mut fields, "reason", "Ticket 4711");
    let saved = post(&mut root, "/admin/tenants/rows/", &fields).await.expect(303);
    assert_eq!(saved.location(), "/admin/tenants/?sort=name&saved=1");
    root.get(saved.location()).await.expect(200).saying("Saved.").silent_on("Left out");
    assert_eq!(names(&town).await, "Acme Works globex");
    let filed = "select string_agg(object_id || ' ' || (details ->> 'reason'), ',') from auth.trail where act = 'tenant_renamed'";
    assert_eq!(text(&town, filed).await, format!("{acme} Ticket 4711"));
    let version = format!("select version::text from app.tenants where tenant_id = '{globex}'");
    assert_eq!(text(&town, &version).await, "1");

    // What nobody changed is nothing to save, and asks for no reason.
    let page = root.get("/admin/tenants/rows/").await.expect(200);
    let untouched = form(&page.body, "name");
    assert_eq!(
        post(&mut root, "/admin/tenants/rows/", &untouched).await.expect(303).location(),
        "/admin/tenants/?saved=nothing"
    );
}

#[tokio::test]
async fn one_that_cannot_be_keeps_all_from_being_saved_and_says_so_beside_its_field() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let page = root.get("/admin/tenants/rows/").await.expect(200);
    let (acme, globex) = (town.acme.tenant, town.globex.tenant);
    let mut fields = form(&page.body, "name");
    set(&mut fields, "reason", "why");
    set(&mut fields, &format!("name.{acme}"), "Fine");
    set(&mut fields, &format!("name.{globex}"), &"x".repeat(256));
    let refused = post(&mut root, "/admin/tenants/rows/", &fields)
        .await
        .expect(422)
        .saying("That is 256 characters; 255 fit.")
        .saying("1 row cannot be as typed, so none was saved.");
    assert_eq!(refused.body.matches("aria-invalid=\"true\"").count(), 1);
    assert!(form(&refused.body, "name").contains(&(format!("name.{acme}"), "Fine".to_owned())));
    assert_eq!(names(&town).await, "acme globex");
    let acts = "select count(*)::text from auth.trail where act = 'tenant_renamed'";
    assert_eq!(text(&town, acts).await, "0");
}

#[tokio::test]
async fn whoever_was_overtaken_sees_both_and_loses_nothing() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let page = root.get("/admin/tenants/rows/").await.expect(200);
    let (acme, globex) = (town.acme.tenant, town.globex.tenant);
    let mut fields = form(&page.body, "name");
    set(&mut fields, "reason", "why");
    set(&mut fields, &format!("name.{acme}"), "Mine");
    set(&mut fields, &format!("name.{globex}"), "Mine too");
    let meanwhile =
        format!("update app.tenants set name = 'Theirs', version = version + 1 where tenant_id = '{acme}'");
    town.database.superuser().await.batch_execute(&meanwhile).await.unwrap();

    let told = post(&mut root, "/admin/tenants/rows/", &fields)
        .await
        .expect(409)
        .saying("Meanwhile it was set to “Theirs”");
    assert_eq!(names(&town).await, "Theirs globex", "none of it was saved");
    let mut again = form(&told.body, "name");
    for (id, name) in [(acme, "Mine"), (globex, "Mine too")] {
        assert!(again.contains(&(format!("name.{id}"), name.to_owned())));
    }
    // To send it once more is a decision.
    set(&mut again, "reason", "why");
    post(&mut root, "/admin/tenants/rows/", &again).await.expect(303);
    assert_eq!(names(&town).await, "Mine Mine too");

    // A row that was not touched here is left to whoever touched it.
    let page = root.get("/admin/tenants/rows/").await.expect(200);
    let mut fields = form(&page.body, "name");
    set(&mut fields, "reason", "why");
    set(&mut fields, &format!("name.{globex}"), "Another");
    town.database.superuser().await.batch_execute(&meanwhile).await.unwrap();
    post(&mut root, "/admin/tenants/rows/", &fields).await.expect(303);
    assert_eq!(names(&town).await, "Theirs Another");
}

/// Somebody else's change that is committed while the rows are being saved: nothing of them is, and it is told the same way.
#[tokio::test]
async fn whoever_is_overtaken_at_the_last_moment_is_told_as_well() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let page = root.get("/admin/tenants/rows/").await.expect(200);
    let (acme, globex) = (town.acme.tenant, town.globex.tenant);
    let mut fields = form(&page.body, "name");
    set(&mut fields, "reason", "why");
    set(&mut fields, &format!("name.{acme}"), "Mine");
    set(&mut fields, &format!("name.{globex}"), "Mine too");
    let mut superuser = town.database.superuser().await;
    let other = superuser.transaction().await.unwrap();
    let meanwhile = "update app.tenants set name = 'Theirs', version = version + 1 where slug = 'globex'";
    other.batch_execute(meanwhile).await.unwrap();
    let waits = async {
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        other.commit().await.unwrap();
    };
    let (told, ()) = tokio::join!(post(&mut root, "/admin/tenants/rows/", &fields), waits);
    told.expect(409).saying("Meanwhile it was set to “Theirs”").saying("value=\"Mine\"");
    assert_eq!(names(&town).await, "acme Theirs", "none of it was saved");
}

#[tokio::test]
async fn a_row_that_is_gone_is_told_of() {
    let town = Town::new().await;
    let person = UserId::new();
    create_user(&town.database, person, "nora", false).await;
    add_member(&town.database, town.acme.tenant, person).await;
    let mut root = town.root().await;
    let page = root.get(&format!("/admin/memberships/rows/?person={person}")).await.expect(200);
    let id = format!("{}.{person}", town.acme.tenant);
    let mut fields = form(&page.body, "role");
    set(&mut fields, &format!("role.{id}"), "admin");
    set(&mut fields, "reason", "why");
    let gone = format!("delete from app.members where user_id = '{person}'");
    town.database.superuser().await.batch_execute(&gone).await.unwrap();
    post(&mut root, "/admin/memberships/rows/", &fields)
        .await
        .expect(409)
        .saying("is gone since")
        .saying("“admin”");
}

#[tokio::test]
async fn roles_names_of_people_and_of_projects_go_through_the_acts_of_their_forms() {
    let town = Town::new().await;
    let person = UserId::new();
    create_user(&town.database, person, "nora", false).await;
    add_member(&town.database, town.acme.tenant, person).await;
    let mut root = town.root().await;
    let member = format!("{}.{person}", town.acme.tenant);
    let project = format!("{}.{}", town.acme.tenant, town.acme.project);
    for (list, field, id, typed, act) in [
        ("memberships", "role", member, "admin", "member_role_set"),
        ("users", "display_name", person.to_string(), "Nora N.", "user_edited"),
        ("projects", "name", project, "Another project", "project_renamed"),
    ] {
        let path = format!("/admin/{list}/rows/");
        let page = root.get(&path).await.expect(200);
        let mut fields = form(&page.body, field);
        set(&mut fields, &format!("{field}.{id}"), typed);
        set(&mut fields, "reason", "Ticket 4711");
        post(&mut root, &path, &fields).await.expect(303);
        let filed =
            format!("select string_agg(details ->> 'reason', ',') from auth.trail where act = '{act}'");
        assert_eq!(text(&town, &filed).await, "Ticket 4711", "{list}");
    }
    let role = format!("select role from app.members where user_id = '{person}'");
    assert_eq!(text(&town, &role).await, "admin");
    assert_eq!(
        text(&town, &format!("select display_name from auth.users where user_id = '{person}'")).await,
        "Nora N."
    );

    // A role gives power: the password is wanted again once it was given long ago.
    let aged = "update auth.sessions set authenticated_at = now() - interval '1 hour'";
    town.database.superuser().await.batch_execute(aged).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    let page = root.get("/admin/memberships/rows/").await.expect(200).saying("Your own password");
    let mut fields = form(&page.body, "role");
    set(&mut fields, &format!("role.{}.{person}", town.acme.tenant), "owner");
    set(&mut fields, "reason", "why");
    post(&mut root, "/admin/memberships/rows/", &fields)
        .await
        .expect(422)
        .saying("Please give your own password.");
    set(&mut fields, "password", "wrong");
    post(&mut root, "/admin/memberships/rows/", &fields)
        .await
        .expect(422)
        .saying("That is not your password.");
    assert_eq!(text(&town, &role).await, "admin");
    set(&mut fields, "password", PASSWORD);
    post(&mut root, "/admin/memberships/rows/", &fields).await.expect(303);
    assert_eq!(text(&town, &role).await, "owner");
}

#[tokio::test]
async fn forms_that_make_no_sense_do_nothing() {
    let town = Town::new().await;
    let mut root = town.root().await;
    let acme = town.acme.tenant.to_string();
    let (version, was, name) = (format!("version.{acme}"), format!("was.{acme}"), format!("name.{acme}"));
    let why = ("reason", "why");
    let whole = [("id", acme.as_str()), (&version, "1"), (&was, "acme"), (&name, "x"), why];
    for fields in [
        &[][..],
        &[why],
        &[("id", "no-uuid"), why],
        &[("id", &acme), (&name, "x"), why],
        &[("id", &acme), (&version, "x"), (&name, "x"), why],
        &[&whole[..1], &whole[..]].concat(),
    ] {
        root.post("/admin/tenants/rows/", fields).await.expect(400);
    }
    let many: Vec<_> = (0..51).map(|n| Uuid::from_u128(n).to_string()).collect();
    let many: Fields = many
        .into_iter()
        .flat_map(|id| [("id".to_owned(), id.clone()), (format!("version.{id}"), "1".to_owned())])
        .collect();
    post(&mut root, "/admin/tenants/rows/", &many).await.expect(400);
    // A value that is none of those that can be chosen, and one that no text can be.
    for (list, field, id, value) in [
        ("memberships", "role", format!("{acme}.{}", town.acme.user), "emperor"),
        ("tenants", "name", acme.clone(), "a\0b"),
    ] {
        let fields = [
            ("id", "", id.as_str()),
            ("version.", &id, "1"),
            ("was.", &id, "z"),
            (&format!("{field}."), &id, value),
            ("reason", "", "why"),
        ];
        let fields: Fields =
            fields.map(|(name, id, value)| (format!("{name}{id}"), value.to_owned())).to_vec();
        let answer = post(&mut root, &format!("/admin/{list}/rows/"), &fields).await;
        assert!([409, 422, 400].contains(&answer.status.as_u16()), "{list}: {}", answer.status);
    }
    assert_eq!(names(&town).await, "acme globex");
    root.get("/admin/tenants/rows/?status=exploded&sort=x&after=z").await.expect(200).saying("Left out");
    root.get("/admin/tenants/rows/?q=nothing+is+called+so").await.expect(200).saying("Nothing to change");
    // Lists in which nothing can be changed have no such page.
    for list in ["sessions", "audit", "trail"] {
        root.get(&format!("/admin/{list}/rows/")).await.expect(404);
    }
    town.alice().await.post("/admin/tenants/rows/", &whole).await.expect(403);
}
