//! What can be added and changed of a model: the fields of its forms, and what saves them.
//! A form carries the version that it was made from; whoever was overtaken is shown both versions, and nothing typed is lost.

mod form;
mod view;

use std::str::FromStr;

use axum::response::Response;

use super::{
    action::{Acting, Asking, Field, Given, Takes, in_words, notice},
    acts::{Edited, Reason},
    detail,
    listing::{FROM_LIST, Listing, from_list, list_of},
    model::Model,
    pairs::{back, saying, value},
    password_check::PasswordCheck,
    record::Record,
    rows,
};
use crate::{
    error::{Error, Result},
    language::tr,
    rights::{Right, Rights},
    web::{
        Chrome, Form as Fields, Input, Path, Query, Route, get, local_path::as_parameter, parse_version, post,
    },
};

pub use self::form::{Edit, Form, Group, InList, Save, SaveRow, Saved};
pub(super) use self::view::{adding, change, current};

/// What the button says that saves a copy.
const AS_NEW: &str = "new";

/// What the database says of a change to the one thing that was given.
pub(super) fn edited(came: Edited, given: &Given) -> Saved {
    match came {
        Edited::Done => Saved::Done(given.things.first().map(|(id, _)| id.clone()).unwrap_or_default()),
        Edited::Gone => Saved::Gone,
        Edited::Conflict => Saved::Conflict,
    }
}

/// What was typed into a field, as what it is to be.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read<T: FromStr<Err: std::fmt::Display>>(
    given: &Given,
    field: &'static str,
) -> Result<T, Saved> {
    given.field(field).parse().map_err(|wrong: T::Err| Saved::wrong(field, wrong.to_string()))
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    reason: Input,
    password: Input,
    fields: Vec<(&'static str, Input)>,
    /// What is wrong with the whole of it.
    said: Option<String>,
    version: Option<i32>,
    /// The fields that stay as they are: whoever came here came from one of the two things that the new one is between.
    fixed: Vec<&'static str>,
    /// The page that one came from, and goes back to.
    back: Option<String>,
}

pub(super) fn routes(model: &'static Model) -> Vec<Route> {
    let mut routes = Vec::new();
    if model.edit.as_ref().is_some_and(|edit| edit.create.is_some()) {
        let create = move |asking: Asking, Fields(pairs): Fields<Vec<(String, String)>>| async move {
            let model = model.shown_to(asking.check.person());
            create(model, form_to_create(model)?, asking, pairs).await
        };
        let blank = move |chrome: Chrome,
                          check: PasswordCheck,
                          Query(pairs): Query<Vec<(String, String)>>| async move {
            let model = model.shown_to(check.person());
            let form = form_to_create(model)?;
            let back = Listing::at_address(model, value(&pairs, FROM_LIST));
            let said = notice(model, &pairs, check.person());
            let page =
                view::create((model, form), said.as_ref(), &typed(form, &pairs), &check, back.as_ref());
            Ok::<_, Error>(chrome.page(&adding(model), &page))
        };
        routes.extend([
            get(model.paths.create, model.open_to(Right::Add), blank),
            post(model.paths.create, model.open_to(Right::Add), create),
        ]);
    }
    if model.edit.as_ref().is_some_and(|edit| edit.change.is_some()) {
        let change = move |asking: Asking,
                           Path(id): Path<String>,
                           Fields(pairs): Fields<Vec<(String, String)>>| async move {
            let model = model.shown_to(asking.check.person());
            let form = model.edit.as_ref().and_then(|edit| edit.change.as_ref()).ok_or(Error::NoRight)?;
            save(model, form, asking, id, pairs).await
        };
        routes.push(post(model.paths.one, model.open_to(Right::Change), change));
    }
    routes
}

/// The form for a new one, as it is open to somebody: also what it names has to be seen.
fn form_to_create(model: &'static Model) -> Result<&'static Form> {
    model.edit.as_ref().and_then(|edit| edit.create.as_ref()).ok_or(Error::NoRight)
}

async fn create(
    model: &'static Model,
    form: &'static Form,
    mut asking: Asking,
    pairs: Vec<(String, String)>,
) -> Result<Response> {
    let back = Listing::at_address(model, value(&pairs, FROM_LIST));
    match attempt(form, form.save, &mut asking, Vec::new(), &pairs).await? {
        Ok(Saved::Done(id)) => Ok(asking.chrome.go(&onward(model, &id, &pairs))),
        Ok(_) => Err(Error::NotFound),
        Err(typed) => Ok(asking.chrome.refused_page(
            &adding(model),
            &view::create((model, form), None, &typed, &asking.check, back.as_ref()),
        )),
    }
}

async fn save(
    model: &'static Model,
    form: &'static Form,
    mut asking: Asking,
    id: String,
    pairs: Vec<(String, String)>,
) -> Result<Response> {
    let back = Listing::at_address(model, value(&pairs, FROM_LIST));
    let eyes = (&asking.acting.admin, None);
    let detail = detail::load(model, eyes, &id, back.clone(), asking.rights()).await?;
    let title = rows::title(model, &detail.record);
    if !model.reaches(&detail.record) {
        return Err(Error::NoRight);
    }
    if detail.record.version.is_some() && parse_version(value(&pairs, "version")).is_none() {
        return Err(Error::BadRequest("The form does not say what it was made from."));
    }
    let save = form.as_new.filter(|_| value(&pairs, "then") == AS_NEW).unwrap_or(form.save);
    match attempt(form, save, &mut asking, vec![(id.clone(), String::new())], &pairs).await? {
        Ok(Saved::Done(id)) => Ok(asking.chrome.go(&onward(model, &id, &pairs))),
        Ok(Saved::Conflict) => {
            // The form again, now made from what the other saved: sending it once more is a decision.
            let eyes = (&asking.acting.admin, Some(&asking.looking));
            let detail = detail::load(model, eyes, &id, back, asking.rights()).await?;
            let typed =
                Typed { version: detail.record.version, ..overtaken(form, model, &detail.record, &pairs) };
            Ok(asking.chrome.conflict_page(&title, &detail::page(&detail, &typed, &asking.check)))
        }
        Ok(_) => Err(Error::NotFound),
        Err(typed) => {
            asking.looking.at(model, &detail.record).await?;
            Ok(asking.chrome.refused_page(&title, &detail::page(&detail, &typed, &asking.check)))
        }
    }
}

/// Saves, where all that is wanted was given; else what was typed, with all that is wrong.
async fn attempt(
    form: &Form,
    save: Save,
    asking: &mut Asking,
    things: Vec<(String, String)>,
    pairs: &[(String, String)],
) -> Result<Result<Saved, Typed>> {
    let mut typed = typed(form, pairs);
    let reason = typed.reason.value.parse::<Reason>();
    typed.reason.error = reason.as_ref().err().map(ToString::to_string);
    for (spec, (_, input)) in form.fields.iter().zip(&mut typed.fields) {
        input.error = spec.wrong(&input.value);
    }
    let wrong = typed.reason.error.is_some() || typed.fields.iter().any(|(_, input)| input.error.is_some());
    if form.danger {
        let password = value(pairs, "password");
        // Of the database it is asked for a form that is complete alone.
        let refused = if wrong {
            asking.check.missing(password)
        } else {
            asking.check.refused(password.into()).await?
        };
        typed.password = refused.unwrap_or_default();
    }
    let (Ok(reason), false, None) = (reason, wrong, &typed.password.error) else {
        look_up(form, &asking.acting, &mut typed).await?;
        return Ok(Err(typed));
    };
    let given = Given::new(things, reason, form.fields, pairs);
    match save(&asking.acting, &given, typed.version).await.map_err(|failure| asking.refusal(failure))? {
        Saved::Wrong(wrong) => {
            for (field, message) in wrong {
                match typed.fields.iter_mut().find(|(name, _)| *name == field) {
                    Some((_, input)) => input.error = Some(message),
                    None => typed.said = Some(message),
                }
            }
            Ok(Err(typed))
        }
        saved => Ok(Ok(saved)),
    }
}

/// Says beside a field that what it names is not there, on a form that is refused anyway: else that is found by saving.
async fn look_up(form: &Form, acting: &Acting, typed: &mut Typed) -> Result<()> {
    let fields: Vec<_> = typed.fields.iter().map(|(name, input)| (*name, input.value.clone())).collect();
    for (spec, (_, input)) in form.fields.iter().zip(&mut typed.fields) {
        if input.error.is_none() {
            input.error = spec.unknown(acting, &input.value, &fields).await?.map(str::to_owned);
        }
    }
    Ok(())
}

fn typed(form: &Form, pairs: &[(String, String)]) -> Typed {
    let fixed = |name: &str| pairs.iter().any(|(key, field)| key == "fixed" && field == name);
    Typed {
        reason: Input::of(value(pairs, "reason")),
        fields: form.fields.iter().map(|field| (field.name, Input::of(typed_into(field, pairs)))).collect(),
        version: parse_version(value(pairs, "version")),
        fixed: form.fields.iter().map(|field| field.name).filter(|name| fixed(name)).collect(),
        back: back(pairs).map(str::to_owned),
        ..Typed::default()
    }
}

/// What was typed into a field; of boxes, all that are ticked.
fn typed_into(field: &Field, pairs: &[(String, String)]) -> String {
    let all = pairs.iter().filter(|(name, _)| name == field.name).map(|(_, value)| value.as_str());
    match field.takes {
        Takes::Rights => {
            let ticked = all.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(",");
            // As the database has them, where they are rights: to be held against what is there.
            ticked.parse::<Rights>().map_or(ticked, |rights| rights.to_string())
        }
        _ => value(pairs, field.name).to_owned(),
    }
}

/// What was typed, beside what somebody else saved meanwhile.
fn overtaken(form: &Form, model: &Model, now: &Record, pairs: &[(String, String)]) -> Typed {
    let mut typed = typed(form, pairs);
    for (spec, (name, input)) in form.fields.iter().zip(&mut typed.fields) {
        let is = current(model, now, name);
        if is != input.value {
            let is = match spec.takes {
                Takes::Rights => is.parse().map_or(is, in_words),
                Takes::One(_) => tr(&is).to_owned(),
                _ => is,
            };
            input.error = Some(tr!(
                "Meanwhile it was set to “{value}”. Save again to have it as you typed it.",
                value = is
            ));
        }
    }
    typed.said =
        Some("Somebody else changed this while you were at it. What you typed is still here.".to_owned());
    typed
}

/// Where one goes on: as the button says that was pressed.
fn onward(model: &'static Model, id: &str, pairs: &[(String, String)]) -> String {
    let list = Listing::at_address(model, value(pairs, FROM_LIST));
    let path = match (value(pairs, "then"), back(pairs)) {
        ("another", _) if model.edit.as_ref().is_some_and(|edit| edit.create.is_some()) => {
            another(model, id, pairs)
        }
        ("list", Some(back)) => return saying(back, "saved=yes"),
        ("list", None) => return saying(&list_of(model, list.as_ref()), &format!("saved={id}")),
        (_, Some(back)) => saying(&model.path_of(id), &format!("saved=yes&back={}", as_parameter(back))),
        (_, None) => saying(&model.path_of(id), "saved=yes"),
    };
    from_list(&path, list.as_ref())
}

/// The form for one more, for the same reason and, where one came from one of its things, of the same thing.
fn another(model: &Model, id: &str, pairs: &[(String, String)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("reason", value(pairs, "reason")).append_pair("saved", id);
    // A secret never stands in an address, whatever a form says of it.
    let fields =
        model.edit.as_ref().and_then(|edit| edit.create.as_ref()).map_or(&[][..], |form| form.fields);
    let open =
        |name: &str| fields.iter().any(|field| field.name == name && !matches!(field.takes, Takes::Secret));
    for (_, field) in pairs.iter().filter(|(name, field)| name == "fixed" && open(field)) {
        query.append_pair("fixed", field).append_pair(field, value(pairs, field));
    }
    if let Some(back) = back(pairs) {
        query.append_pair("back", back);
    }
    format!("{}?{}", model.paths.create, query.finish())
}
