//! The language of pages: who gets which, how it is chosen, that a page is in one alone, and that the catalogues have what the
//! sources say.

pub(crate) mod catalogue;
mod pages;
mod panel;
mod things;
mod walk;

use axum::{
    body::Body,
    http::{Request, header},
};
use rowhouse::id::{ProjectId, TenantId, UserId};

use crate::harness::{Answer, Browser, Town, add_member, create_tenant, create_user};

/// A page as it is asked for by a browser that wants these languages.
async fn asked(browser: &mut Browser, path: &str, accept: &str) -> Answer {
    let request = Request::get(path).header(header::ACCEPT_LANGUAGE, accept);
    browser.send(request.body(Body::empty()).unwrap()).await
}

/// The same browser with one cookie more.
fn with_cookie(browser: &Browser, cookie: &str) -> Browser {
    let mut browser = browser.clone();
    let before = browser.cookie.take().map(|before| format!("{before}; ")).unwrap_or_default();
    browser.cookie = Some(format!("{before}{cookie}"));
    browser
}

/// Posts a choice from a page of this site; the answer, and the cookies that it sets.
async fn choose(browser: &mut Browser, from: &str, language: &str, site: &str) -> (Answer, Vec<String>) {
    let request = Request::post("/preferences/")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::REFERER, format!("https://rowhouse.example{from}"))
        .header("sec-fetch-site", site)
        .body(Body::from(format!("language={language}")))
        .unwrap();
    let answer = browser.send(request).await;
    let cookies = answer.headers.get_all(header::SET_COOKIE).iter();
    let cookies = cookies.map(|value| value.to_str().unwrap().to_owned()).collect();
    (answer, cookies)
}

#[tokio::test]
async fn a_page_is_in_the_language_that_was_chosen_or_else_that_the_browser_asks_for() {
    let town = Town::new().await;
    let alice = town.alice().await;
    for (cookie, accept, code, says) in [
        ("", "", "en", "Dashboard"),
        ("", "de-CH, en;q=0.8", "de", "Übersicht"),
        ("", "fr", "en", "Dashboard"),
        ("language=en", "de", "en", "Dashboard"),
        ("language=de", "en", "de", "Übersicht"),
        ("language=browser", "de", "de", "Übersicht"),
    ] {
        let mut browser = with_cookie(&alice, cookie);
        let page = asked(&mut browser, "/", accept).await.expect(200).saying(says);
        assert!(page.body.contains(&format!("<html lang=\"{code}\"")), "{cookie} {accept}");
        let vary = page.headers.get_all(header::VARY).iter().any(|value| value == "accept-language");
        assert!(vary, "{:?}", page.headers);
        let part = asked(&mut browser.hx(), "/", accept).await.expect(200).saying(says);
        assert!(!part.body.contains("<html"));
        asked(&mut browser, "/nowhere/", accept).await.expect(404).saying(&format!("lang=\"{code}\""));
    }
}

#[tokio::test]
async fn choosing_one_needs_no_script_and_no_session_and_leads_back_to_the_page() {
    let town = Town::new().await;
    for (browser, from) in [(town.alice().await, "/search/?q=a"), (town.stranger(), "/login/?next=/search/")]
    {
        let page = browser.clone().get(from).await.expect(200);
        let form =
            page.body.split("aria-label=\"Language\"").nth(1).unwrap_or_else(|| panic!("no form on {from}"));
        assert!(page.body.contains("<form class=\"themes\" method=\"post\" action=\"/preferences/\""));
        let button =
            "<button name=\"language\" value=\"de\" lang=\"de\" aria-pressed=\"false\">Deutsch</button>";
        assert!(form.split("</form>").next().unwrap().contains(button), "{form}");

        let (answer, cookies) = choose(&mut browser.clone(), from, "de", "same-origin").await;
        assert_eq!(answer.expect(303).location(), from);
        let chosen: Vec<_> =
            cookies.iter().filter(|cookie| cookie.starts_with("language=de; Path=/;")).collect();
        assert_eq!(chosen.len(), 1, "{cookies:?}");
        with_cookie(&browser, "language=de").get(from).await.expect(200).saying("<html lang=\"de\"");

        let (answer, cookies) = choose(&mut browser.clone(), from, "de", "cross-site").await;
        answer.expect(403);
        assert!(!cookies.iter().any(|cookie| cookie.starts_with("language")), "{cookies:?}");
    }
}

#[tokio::test]
async fn the_palette_offers_each_by_its_own_name() {
    let town = Town::new().await;
    let alice = town.alice().await;
    for (cookie, question) in [("language=en", "deut"), ("language=de", "sprache"), ("language=de", "ENGL")] {
        let mut browser = with_cookie(&alice, cookie).hx();
        let hits = browser.get(&format!("/search/quick/?q={question}")).await.expect(200);
        hits.saying("<input type=\"hidden\" name=\"language\"");
    }
}

/// Words that the catalogue has, as people's own words.
#[tokio::test]
async fn what_people_wrote_is_never_translated() {
    let town = Town::new().await;
    let (tenant, user, project) = (TenantId::new(), UserId::new(), ProjectId::new());
    create_tenant(&town.database, tenant, "delete").await;
    create_user(&town.database, user, "search", false).await;
    add_member(&town.database, tenant, user).await;
    let superuser = town.database.superuser().await;
    let words = format!(
        "update app.tenants set name = 'Delete' where tenant_id = '{tenant}';
         update app.members set display_name = 'Search' where tenant_id = '{tenant}';
         insert into app.projects (tenant_id, id, name) values ('{tenant}', '{project}', 'Save');
         insert into app.tasks (tenant_id, project_id, title) values ('{tenant}', '{project}', 'Open');
         insert into app.tasks (tenant_id, project_id, title) values ('{tenant}', '{project}', 'Please sign in')"
    );
    superuser.batch_execute(&words).await.unwrap();
    let mut browser = with_cookie(&town.signed_in("search").await, "language=de");
    let path = format!("/projects/{project}/");
    for (path, said) in [
        ("/", &[">Delete<", ">Save<"][..]),
        (
            &path,
            &[
                ">Delete<",
                ">Save<",
                "<title>Save ·",
                ">Open<",
                ">Please sign in<",
                "Erledigt: Open",
                "Löschen: Open",
            ],
        ),
        ("/search/?q=e", &[">Save<", ">Open<", ">Please sign in<"]),
        ("/audit/", &[">Save<", ">Open<", ">Please sign in<"]),
    ] {
        let page = browser.get(path).await.expect(200);
        for text in said {
            assert!(page.body.contains(text), "{text} on {path}");
        }
        let main = page.body.split("id=\"main\"").nth(1).unwrap().split("</main>").next().unwrap();
        assert!(!main.contains(">Speichern<") && !main.contains("„Speichern“"), "{path}");
    }
}
