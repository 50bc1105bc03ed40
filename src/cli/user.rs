//! `rowhouse user`: people at the command line.
//! Nothing here removes one: what a person did stays that person's. No password is an argument, where others could read it.

use clap::Subcommand;

use super::{
    opened::Opened,
    tenant::Acting,
    terminal::{new_password, print_json, print_table},
};
use crate::{
    config::Config,
    db::Pools,
    operate::{
        Result,
        people::{self, Kind, Newcomer, Person},
        tenants,
    },
    rights::Rights,
};

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// List every person
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Create a person. The password is asked for, or read from standard input
    Create {
        /// By which the person signs in
        login: String,
        /// What the person is called; the login, when not given
        #[arg(long)]
        name: Option<String>,
        /// The slug of a tenant that the person is to belong to
        #[arg(long)]
        tenant: Option<String>,
        /// What the person is there: owner, admin, member or viewer
        #[arg(long, default_value = "member")]
        role: String,
        /// The person sees all tenants, and may act on them
        #[arg(long)]
        superuser: bool,
        /// The person sees all in the panel; set-rights says what it may do there
        #[arg(long, conflicts_with = "superuser")]
        support: bool,
        #[command(flatten)]
        acting: Acting,
    },
    /// Give a person another password, which ends every session of the person. It is asked for, or read from standard input
    SetPassword {
        /// Whose
        login: String,
        #[command(flatten)]
        acting: Acting,
    },
    /// Make a person a superuser, support, or neither of them. Who may do less is out of the panel at once
    SetKind {
        /// Whom
        login: String,
        /// Which
        kind: Kind,
        #[command(flatten)]
        acting: Acting,
    },
    /// Say what somebody of support may see and do in the panel. What is taken away counts from the next request on
    SetRights {
        /// Whose
        login: String,
        /// Which, with commas between, as tenants:see,tenants:change; or none. Whoever adds, changes or deletes sees as well
        rights: Rights,
        #[command(flatten)]
        acting: Acting,
    },
    /// Take a lost second factor away, which ends every session of the person
    ResetSecondFactor {
        /// Whose
        login: String,
        #[command(flatten)]
        acting: Acting,
    },
    /// Keep a person out, at once
    Deactivate {
        /// Whom
        login: String,
        #[command(flatten)]
        acting: Acting,
    },
    /// Let a person in again
    Activate {
        /// Whom
        login: String,
        #[command(flatten)]
        acting: Acting,
    },
}

pub(super) async fn run(config: &Config, command: &UserCommand) -> Result<()> {
    let opened = Opened::open_current(config).await?;
    let pools = Pools::new(&opened.urls()?, 2)?;
    let done = act(&pools, command).await;
    pools.close();
    opened.close()?;
    done
}

#[expect(clippy::disallowed_methods, reason = "whoever has the admin's URL may read all people")]
async fn act(pools: &Pools, command: &UserCommand) -> Result<()> {
    let admin = pools.admin();
    match command {
        UserCommand::List { json } => {
            let people = people::list(&admin).await?;
            if *json { print_json(&people) } else { print_table(&rows(&people)) }
        }
        UserCommand::Create { login, name, tenant, role, superuser, support, acting } => {
            let acting = acting.superuser(pools).await?;
            let tenant = match tenant {
                Some(slug) => Some(tenants::find(&admin, slug).await?),
                None => None,
            };
            let name = name.as_deref().unwrap_or(login);
            let kind = match (*superuser, *support) {
                (true, _) => Kind::Superuser,
                (false, true) => Kind::Support,
                (false, false) => Kind::Person,
            };
            let newcomer = Newcomer::new(login, name, new_password()?, kind).await?;
            people::create(&acting, &newcomer, tenant.as_ref().map(|tenant| (tenant, role.as_str()))).await?;
            eprintln!("created person {login}");
            Ok(())
        }
        UserCommand::SetPassword { login, acting } => {
            let acting = acting.superuser(pools).await?;
            let person = people::find(&admin, login).await?;
            people::set_password(&acting, &person, new_password()?).await?;
            eprintln!("{} has a new password, and is signed out everywhere", person.login);
            Ok(())
        }
        UserCommand::SetKind { login, kind, acting } => {
            let acting = acting.superuser(pools).await?;
            let person = people::find(&admin, login).await?;
            let changed = people::set_kind(&acting, &person, *kind).await?;
            let was = if changed { "" } else { ", and was so before" };
            eprintln!("{} is of the kind {}{was}", person.login, kind.word());
            Ok(())
        }
        UserCommand::SetRights { login, rights, acting } => {
            let acting = acting.superuser(pools).await?;
            let person = people::find(&admin, login).await?;
            let changed = people::set_rights(&acting, &person, *rights).await?;
            let may = if *rights == Rights::NONE { "nothing".to_owned() } else { rights.to_string() };
            let was = if changed { "" } else { ", and might before" };
            eprintln!("{} may {may} in the panel{was}", person.login);
            Ok(())
        }
        UserCommand::ResetSecondFactor { login, acting } => {
            let acting = acting.superuser(pools).await?;
            let person = people::find(&admin, login).await?;
            let had = people::reset_second_factor(&acting, &person).await?;
            let left = if had {
                "is without a second factor, and is signed out everywhere"
            } else {
                "had no second factor"
            };
            eprintln!("{} {left}", person.login);
            Ok(())
        }
        UserCommand::Deactivate { login, acting } => set(pools, login, acting, false).await,
        UserCommand::Activate { login, acting } => set(pools, login, acting, true).await,
    }
}

#[expect(clippy::disallowed_methods, reason = "whoever has the admin's URL may read all people")]
async fn set(pools: &Pools, login: &str, acting: &Acting, active: bool) -> Result<()> {
    let acting = acting.superuser(pools).await?;
    let person = people::find(&pools.admin(), login).await?;
    let changed = people::set_active(&acting, &person, active).await?;
    let status = if active { "active" } else { "deactivated" };
    eprintln!("{} is {status}{}", person.login, if changed { "" } else { ", and was so before" });
    Ok(())
}

fn rows(people: &[Person]) -> Vec<Vec<String>> {
    let head = ["login", "name", "status", "kind", "tenants", "rights"].map(str::to_owned).to_vec();
    let row = |person: &Person| {
        vec![
            person.login.clone(),
            person.display_name.clone(),
            person.status.clone(),
            if person.kind() == Kind::Person { "" } else { person.kind().word() }.to_owned(),
            person.tenants.join(", "),
            person.rights.join(","),
        ]
    };
    std::iter::once(head).chain(people.iter().map(row)).collect()
}
