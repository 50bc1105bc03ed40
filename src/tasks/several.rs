//! Several tasks at once: created from lines of text, completed, reopened, deleted and brought back.
//! What is done here is done to the tasks of the project in the address, whatever ids are sent along.

use axum::response::Response;
use serde::Deserialize;

use super::{Progress, Title, store, view};
use crate::{
    db::Tenant,
    error::{Error, Result},
    id::{ProjectId, TaskId},
    language::tr,
    projects,
    text::LineError,
    web::{Chrome, Form, Input, Path},
};

/// The most tasks that are created at once.
const MOST: usize = 200;
/// The most that are chosen at once: as many as fit the longest form.
const MOST_CHOSEN: usize = 1_000;

/// What is done with several tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Complete,
    Reopen,
    Delete,
    Restore,
}

impl Act {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Reopen => "reopen",
            Self::Delete => "delete",
            Self::Restore => "restore",
        }
    }
}

/// What is done, with which tasks, and whether it takes back what was done.
pub(super) struct Choice {
    act: Act,
    tasks: Vec<TaskId>,
    undo: bool,
}

impl Choice {
    /// A form that names no act, or no task, completes none: nothing was chosen.
    fn parse(fields: &[(String, String)]) -> Result<Self> {
        let all =
            |name: &'static str| fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value);
        let named = all("action").next().map_or("complete", String::as_str);
        let acts = [Act::Complete, Act::Reopen, Act::Delete, Act::Restore];
        let act = acts.into_iter().find(|act| act.name() == named);
        let tasks: Result<Vec<_>, _> = all("task").map(|id| id.parse()).collect();
        match (act, tasks) {
            (Some(act), Ok(tasks)) if tasks.len() <= MOST_CHOSEN => {
                Ok(Self { act, tasks, undo: all("undo").next().is_some() })
            }
            _ => Err(Error::BadRequest("What was to be done with which tasks?")),
        }
    }
}

pub(super) async fn act(
    chrome: Chrome,
    tenant: Tenant,
    Path(project): Path<ProjectId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let Choice { act, tasks, undo } = Choice::parse(&fields)?;
    let (tasks, project) =
        tenant.write_in_one_flight(async |tx| store::act(tx, project, act, &tasks).await).await?;
    let counts = Progress { total: project.total, done: project.done };
    Ok(match act {
        Act::Delete => {
            chrome.changed(&view::without(project.id, &tasks), &view::deleted(project.id, &tasks, counts))
        }
        act => {
            let say = (!undo).then_some(act);
            chrome.changed(&projects::path(project.id), &view::acted(project.id, say, &tasks, counts))
        }
    })
}

#[derive(Deserialize)]
pub(super) struct Lines {
    #[serde(default)]
    titles: String,
}

/// The titles that a text has, one a line; blank lines are none.
fn titles(text: &str) -> Result<Vec<Title>, String> {
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    match lines.len() {
        0 => return Err(tr("Please enter at least one line.").to_owned()),
        count if count > MOST => {
            return Err(tr!("That is {count} lines; {most} fit.", count = count, most = MOST));
        }
        _ => {}
    }
    let title = |(number, line): (usize, &&str)| {
        let said = |wrong: LineError| {
            tr!("Line {number}: {wrong}", number = number + 1, wrong = tr(&wrong.to_string()))
        };
        line.parse().map_err(said)
    };
    lines.iter().enumerate().map(title).collect()
}

pub(super) async fn create_form(
    chrome: Chrome,
    tenant: Tenant,
    Path(project): Path<ProjectId>,
) -> Result<Response> {
    tenant.read(async |tx| projects::find(tx, project).await).await?;
    Ok(chrome.form(tr(view::SEVERAL_TITLE), &view::several_form(project, &Input::default())))
}

pub(super) async fn create(
    chrome: Chrome,
    tenant: Tenant,
    Path(project): Path<ProjectId>,
    Form(Lines { titles: text }): Form<Lines>,
) -> Result<Response> {
    let titles = match titles(&text) {
        Ok(titles) => titles,
        Err(wrong) => {
            tenant.read(async |tx| projects::find(tx, project).await).await?;
            let form = view::several_form(project, &Input::refused(text, wrong));
            return Ok(chrome.refused(tr(view::SEVERAL_TITLE), &form));
        }
    };
    let (tasks, progress) =
        tenant.write_in_one_flight(async |tx| store::insert_several(tx, project, &titles).await).await?;
    Ok(chrome.changed(&projects::path(project), &view::created_several(project, &tasks, progress)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_titles_and_the_wrong_one_is_named() {
        assert_eq!(titles("a\r\n\n  b \n").unwrap().len(), 2);
        assert!(titles(" \n\t\n").is_err());
        assert!(titles("a\nb\0c").unwrap_err().starts_with("Line 2:"));
        assert!(titles(&"x\n".repeat(MOST)).is_ok());
        assert!(titles(&"x\n".repeat(MOST + 1)).unwrap_err().contains("201"));
    }

    #[test]
    fn a_choice_is_an_act_and_ids() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let id = TaskId::new().to_string();
        let choice =
            Choice::parse(&[field("task", &id), field("action", "delete"), field("task", &id)]).unwrap();
        assert_eq!((choice.act, choice.tasks.len()), (Act::Delete, 2));
        assert!(Choice::parse(&vec![field("task", &id); MOST_CHOSEN]).is_ok());
        assert!(
            Choice::parse(&vec![field("task", &id); MOST_CHOSEN + 1]).is_err(),
            "none is left out silently"
        );
        assert!(Choice::parse(&[field("action", "burn")]).is_err());
        assert!(Choice::parse(&[field("task", "no-uuid")]).is_err());
    }
}
