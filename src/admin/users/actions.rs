//! What is done with people from the panel: kept out and let in, signed out, created, renamed, given another password,
//! left without a second factor.
//! A password becomes a credential here, and goes no further.

use secrecy::SecretString;

use super::{KIND, NEW_PASSWORD, RIGHTS};
use crate::{
    admin::{
        action::{Acting, Given, Outcome, Progress, Statuses},
        acts::{
            Reason, Was,
            people::{self, DisplayName, Login, UserKind, UserStatus},
        },
        edit::{Saved, edited, read},
    },
    db::OperatorTx,
    error::{Error, Result},
    id::UserId,
    identity::password::{Credential, SHORTEST, is_long_enough},
    language::tr,
    rights::Rights,
};

/// People, as things that have a status.
pub(super) struct UserStatuses;

impl Statuses for UserStatuses {
    type Id = UserId;
    type Status = UserStatus;

    fn word(status: UserStatus) -> &'static str {
        status.word()
    }

    async fn set(
        tx: &OperatorTx,
        ids: &[UserId],
        status: UserStatus,
        reason: &Reason,
    ) -> Result<Vec<Was<UserId, UserStatus>>> {
        people::set_statuses(tx, ids, status, reason).await
    }

    async fn put_back(
        tx: &OperatorTx,
        these: (&[UserId], &[i32]),
        status: UserStatus,
        _: UserStatus,
        reason: &Reason,
    ) -> Result<bool> {
        people::put_back(tx, these, status, reason).await
    }
}

pub(super) async fn sign_out(acting: &Acting, given: &Given, progress: &Progress) -> Result<Outcome> {
    let ended = acting.operator.write_at_length(async |tx| {
        let mut out = Vec::new();
        for person in given.ids::<UserId>() {
            if people::end_sessions_of(tx, person, &given.reason).await? > 0 {
                out.push((person.to_string(), String::new()));
            }
            progress.advance(1);
        }
        Ok(out)
    });
    Ok(Outcome::Done(ended.await?))
}

/// Those who had one.
pub(super) async fn reset_second_factor(
    acting: &Acting,
    given: &Given,
    progress: &Progress,
) -> Result<Outcome> {
    let reset = acting.operator.write_at_length(async |tx| {
        let mut without = Vec::new();
        for person in given.ids::<UserId>() {
            if people::reset_second_factor(tx, person, &given.reason).await? {
                without.push((person.to_string(), String::new()));
            }
            progress.advance(1);
        }
        Ok(without)
    });
    Ok(Outcome::Done(reset.await?))
}

/// Of which kind the person is to be, and what it may do; none of it where the form does not ask, which is that of somebody with rights.
fn power(given: &Given) -> Result<(Option<UserKind>, Option<Rights>), Saved> {
    let asked = |name: &str| given.fields.iter().any(|(field, _)| field == name);
    // A form that does not say makes nobody a superuser, and no superuser less.
    let kind = given.field(KIND.name).parse();
    let kind = asked(KIND.name).then_some(kind).transpose();
    let kind = kind.map_err(|_| Saved::wrong(KIND.name, "Please choose one of these."))?;
    let ticked = given.fields.iter().filter(|(field, _)| field == RIGHTS.name).map(|(_, word)| word.as_str());
    let rights = ticked.collect::<Vec<_>>().join(",").parse::<Rights>();
    let rights = asked(RIGHTS.name).then_some(rights).transpose();
    let rights = rights.map_err(|_| Saved::wrong(RIGHTS.name, "Please tick what there is."))?;
    Ok((kind, rights))
}

/// What is wrong with a new password.
pub(super) fn wrong_password(text: &str) -> Option<String> {
    (!is_long_enough(&SecretString::from(text))).then(too_short)
}

fn too_short() -> String {
    tr!("At least {shortest} characters, please.", shortest = SHORTEST)
}

/// A password as the database keeps it, or what is wrong with it.
async fn credential(given: &Given) -> Result<Result<Credential, String>> {
    let password = SecretString::from(given.field(NEW_PASSWORD.name));
    if !is_long_enough(&password) {
        return Ok(Err(too_short()));
    }
    Ok(Ok(Credential::new(password).await?))
}

pub(super) async fn set_password(acting: &Acting, given: &Given) -> Result<Outcome> {
    let [person] = given.ids()[..] else { return Err(Error::NotFound) };
    let credential = match credential(given).await? {
        Ok(credential) => credential,
        Err(wrong) => return Ok(Outcome::Wrong(NEW_PASSWORD.name, wrong)),
    };
    let set =
        acting.operator.write(async |tx| people::set_password(tx, person, &credential, &given.reason).await);
    if set.await? { Ok(Outcome::Done(given.things.clone())) } else { Err(Error::NotFound) }
}

pub(super) async fn create(acting: &Acting, given: &Given) -> Result<Saved> {
    let (login, name): (Login, DisplayName) = match (read(given, "login"), read(given, "display_name")) {
        (Ok(login), Ok(name)) => (login, name),
        (Err(wrong), _) | (_, Err(wrong)) => return Ok(wrong),
    };
    let credential = match credential(given).await? {
        Ok(credential) => credential,
        Err(wrong) => return Ok(Saved::wrong(NEW_PASSWORD.name, wrong)),
    };
    let power = match power(given) {
        Ok((Some(kind), rights)) => (kind, rights),
        Ok((None, _)) => return Ok(Saved::wrong(KIND.name, "Please choose one of these.")),
        Err(wrong) => return Ok(wrong),
    };
    let person = UserId::new();
    let created = acting
        .operator
        .write(async |tx| people::create(tx, person, &login, &name, &credential, power, &given.reason).await);
    match created.await {
        Ok(()) => Ok(Saved::Done(person.to_string())),
        Err(Error::Constraint(constraint)) if constraint == "users_login_key" => {
            Ok(Saved::wrong("login", "That username is taken."))
        }
        Err(Error::Constraint(_)) => {
            Ok(Saved::wrong("login", "1 to 255 characters that can be seen, please."))
        }
        Err(other) => Err(other),
    }
}

pub(super) async fn change(acting: &Acting, given: &Given, version: Option<i32>) -> Result<Saved> {
    match acting.operator.write(async |tx| change_in(tx, given, version).await).await {
        Err(Error::LastSuperuser) => Ok(Saved::wrong(
            "kind",
            "This is the last active superuser: without one, nobody could run the service.",
        )),
        came => came,
    }
}

pub(super) async fn change_in(tx: &OperatorTx, given: &Given, version: Option<i32>) -> Result<Saved> {
    let name: DisplayName = match read(given, "display_name") {
        Ok(name) => name,
        Err(wrong) => return Ok(wrong),
    };
    let power = match power(given) {
        Ok(power) => power,
        Err(wrong) => return Ok(wrong),
    };
    let [person] = given.ids()[..] else { return Ok(Saved::Gone) };
    Ok(edited(people::edit(tx, person, &name, power, version, &given.reason).await?, given))
}
