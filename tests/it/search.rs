//! Search: any part of a name or title, whatever the case, in any language, in this tenant alone.

use crate::harness::Town;

#[tokio::test]
async fn finds_any_part_whatever_the_case_and_the_language() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    let project = alice
        .post("/projects/create/", &[("name", "Überprüfung ÉTÉ")])
        .await
        .expect(303)
        .location()
        .to_owned();
    for title in ["ΟΔΟΣ", "Straße 100% _x_", "ДОКУМЕНТ", "ﬁle", "naïve 日本語 task"] {
        alice.post(&format!("{project}tasks/create/"), &[("title", title)]).await.expect(303);
    }
    for (q, found) in [
        ("überprü", "Überprüfung ÉTÉ"),
        ("été", "Überprüfung ÉTÉ"),
        ("οδος", "ΟΔΟΣ"),
        ("οδοσ", "ΟΔΟΣ"),
        ("STRAẞE", "Straße"),
        ("100%", "100%"),
        ("_x_", "_x_"),
        ("документ", "ДОКУМЕНТ"),
        ("file", "ﬁle"),
        ("本語", "日本語"),
        (" naïve ", "naïve"),
    ] {
        let path = format!(
            "/search/?{}",
            form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish()
        );
        alice.get(&path).await.expect(200).saying(found);
        alice.hx().get(&path).await.expect(200).saying(found);
    }
    for q in ["%25", "__", "zebra", "%5C"] {
        if q == "%25" {
            continue; // 100% has one
        }
        alice.get(&format!("/search/?q={q}")).await.expect(200).saying("Nothing found");
    }
}

#[tokio::test]
async fn finds_nothing_of_another_tenant() {
    let town = Town::new().await;
    let mut gus = town.gus().await;
    gus.get("/search/?q=task").await.expect(200).saying("globex open task").silent_on("acme");
    gus.get("/search/?q=acme").await.expect(200).saying("Nothing found");
}

#[tokio::test]
async fn an_empty_question_is_asked_for() {
    let town = Town::new().await;
    let mut alice = town.alice().await;
    for path in ["/search/", "/search/?q=", "/search/?q=+++"] {
        alice.get(path).await.expect(200).saying("Any part of").silent_on("Nothing found");
    }
}
