//! How far the lists go at once: the statements have the very numbers that the pages say.

use rowhouse::admin::{action::MOST, model::COUNTED, model::FIGURES, model::OFFERED_OF, model::STRETCH};

use super::{LISTS, work::text_of};
use crate::house::statements;

/// The numbers that follow a word in a statement.
fn numbers(text: &str, word: &str) -> Vec<i64> {
    let rest = text.split(word).skip(1);
    rest.filter_map(|rest| rest.split_whitespace().next()?.trim_end_matches(')').parse().ok()).collect()
}

#[test]
fn statements_and_pages_go_equally_far() {
    let (mut counted, mut stretches) = (0, 0);
    for (path, text) in statements() {
        let name = path.trim_start_matches("sql/admin/").trim_end_matches(".sql");
        let Some((list, file)) = name.split_once('/').filter(|(list, _)| LISTS.contains(list)) else {
            continue;
        };
        let limits = numbers(&text, "limit ");
        match file {
            "facets" => {
                assert!(limits.contains(&FIGURES), "{path}");
                assert!(limits.iter().all(|limit| [FIGURES, 1].contains(limit)), "{path}: {limits:?}");
                assert!(text.contains(&format!("= {FIGURES} as more")), "{path}");
            }
            "reach" => assert_eq!(numbers(&text, "offset "), [STRETCH - 1], "{path}"),
            "all" => assert_eq!(limits, [i64::try_from(MOST).unwrap() + 1], "{path}"),
            // Of each of a few values as many as a page has, and what belongs to a row is counted as in the list.
            "by_status" | "by_role" => {
                assert!(limits.iter().all(|limit| *limit == COUNTED + 1), "{path}: {limits:?}");
                assert_eq!(text.matches("limit $9").count(), 2, "{path}");
            }
            "list" | "find" => {
                let stretch = limits.contains(&STRETCH);
                assert_eq!(stretch, file == "list" && ["tasks", "audit", "trail"].contains(&list), "{path}");
                assert!(
                    limits.iter().all(|limit| [STRETCH, COUNTED + 1].contains(limit)),
                    "{path}: {limits:?}"
                );
                counted += limits.iter().filter(|limit| **limit == COUNTED + 1).count();
                stretches += usize::from(stretch);
            }
            _ => {}
        }
    }
    assert!(counted >= 8 && stretches == 3, "{counted} {stretches}");
}

/// What is offered with each letter that is typed.
#[test]
fn what_is_offered_of_a_tenant_is_looked_at_to_a_bound() {
    assert_eq!(numbers(&text_of("find/projects_of"), "limit "), [OFFERED_OF]);
}
