//! How far the lists go at once: the statements have the very numbers that the pages say.

use rowhouse::admin::{
    action::MOST,
    model::{COUNTED, FIGURES, OFFERED_OF, SEARCHED, STRETCH, WEIGHED},
};

use super::{every_list, work::text_of};
use crate::house::statements;

/// The numbers that follow a word in a statement.
fn numbers(text: &str, word: &str) -> Vec<i64> {
    let rest = text.split(word).skip(1);
    rest.filter_map(|rest| rest.split_whitespace().next()?.trim_end_matches(')').parse().ok()).collect()
}

/// Among how many rows it looks, whichever it is asked for: the numbers of the line that begins so.
fn among(text: &str, line: &str) -> Vec<i64> {
    let rest = text.split(line).nth(1).unwrap_or_default();
    let words = rest.split(" end\n").next().unwrap_or_default().lines().next().unwrap_or_default();
    let bare = words.split_whitespace().next().into_iter().filter(|first| *first != "case");
    let told = words.split(" then ").skip(1).chain(words.split(" else ").skip(1));
    bare.chain(told.filter_map(|rest| rest.split_whitespace().next()))
        .filter_map(|rows| rows.parse().ok())
        .collect()
}

#[test]
fn statements_and_pages_go_equally_far() {
    let (mut counted, mut stretches, mut searched, mut weighed) = (0, 0, 0, 0);
    let lists = every_list();
    for (path, text) in statements() {
        let name = path.trim_start_matches("sql/admin/").trim_end_matches(".sql");
        let Some((list, file)) = name.split_once('/').filter(|(list, _)| lists.contains(list)) else {
            continue;
        };
        let limits = numbers(&text, "limit ");
        match file {
            "facets" => {
                assert!(limits.iter().all(|limit| [FIGURES, 1].contains(limit)), "{path}: {limits:?}");
                let weighs = ["tenants", "users", "projects"].contains(&list);
                let bound = if weighs { vec![WEIGHED, FIGURES] } else { vec![FIGURES] };
                assert_eq!(among(&text, "\n  limit "), bound, "{path}");
                let said = text.lines().find(|line| line.ends_with(" as more")).unwrap();
                assert_eq!(among(said, " = "), bound, "{path}");
            }
            "all" => {
                let most = [i64::try_from(MOST).unwrap() + 1];
                assert!(limits.iter().all(|limit| *limit == 1 || most.contains(limit)), "{path}: {limits:?}");
                assert_eq!(among(&text, "\nlimit "), most, "{path}");
            }
            // Of each of a few values as many as a page has, and what belongs to a row is counted as in the list.
            "by_status" | "by_role" => {
                assert!(limits.iter().all(|limit| *limit == COUNTED + 1), "{path}: {limits:?}");
                assert_eq!(text.matches("limit $7").count(), 2, "{path}");
            }
            "list" | "find" => {
                // One session of a person is enough to know that it was seen.
                assert!(
                    limits.iter().all(|limit| [STRETCH, COUNTED + 1, 1].contains(limit)),
                    "{path}: {limits:?}"
                );
                counted += limits.iter().filter(|limit| **limit == COUNTED + 1).count();
                // Where an index leads to each row that is as asked, none is looked at in vain, and there is no bound.
                let picks_out = text.contains(" as matches");
                if file == "list" && picks_out {
                    let page = among(&text, "\n      limit ");
                    let said = text.lines().find(|line| line.ends_with(" as last,")).unwrap();
                    assert_eq!(among(said, "() = "), page, "{path}");
                    assert!(
                        !page.is_empty()
                            && page.iter().all(|rows| [STRETCH, SEARCHED, WEIGHED].contains(rows)),
                        "{path}: {page:?}"
                    );
                    stretches += usize::from(page.contains(&STRETCH));
                    searched += usize::from(page.contains(&SEARCHED));
                    weighed += usize::from(page.contains(&WEIGHED));
                }
            }
            _ => {}
        }
    }
    assert!(counted >= 8, "{counted}");
    assert!(stretches >= 7 && searched >= 6 && weighed >= 3, "{stretches} {searched} {weighed}");
}

/// What is offered with each letter that is typed.
#[test]
fn what_is_offered_of_a_tenant_is_looked_at_to_a_bound() {
    assert_eq!(numbers(&text_of("find/projects_of"), "limit "), [OFFERED_OF]);
}
