//! `rowhouse tenant`: the life of a tenant at the command line.
//! What is destroyed must be named twice, by its slug and by its name; everything else can be taken back.

use std::io::{self, IsTerminal};

use clap::{Args, Subcommand};

use super::{
    opened::Opened,
    terminal::{ask, new_password, print_json, print_table},
};
use crate::{
    config::Config,
    db::Pools,
    operate::{
        Error, Result,
        people::{self, Newcomer},
        superuser::Superuser,
        tenants::{self, Owner, Status, Tenant},
    },
};

#[derive(Debug, Subcommand)]
pub(super) enum TenantCommand {
    /// List every tenant
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Create a tenant and, where there is no such person yet, the one who owns it (the password is asked for)
    Create {
        /// Small letters, digits and hyphens; it stays what it is
        slug: String,
        /// What people read
        #[arg(long)]
        name: String,
        /// The login of its first user
        #[arg(long)]
        owner: String,
        #[command(flatten)]
        acting: Acting,
    },
    /// Give a tenant another name
    Rename {
        /// Which
        slug: String,
        /// The new name
        name: String,
        #[command(flatten)]
        acting: Acting,
    },
    /// Keep everybody out, and everything as it is
    Suspend(Which),
    /// Let it be read, and nothing be changed
    Archive(Which),
    /// Undo suspend, archive or delete
    Restore(Which),
    /// Keep everybody out, and remove the tenant when its grace is over; until then it can be restored
    Delete {
        #[command(flatten)]
        which: Which,
        /// The tenant's name, to show that it is this one; asked for in a terminal
        #[arg(long)]
        confirm: Option<String>,
        /// Days until it is removed for good
        #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u16).range(0..=3650))]
        grace_days: u16,
        /// Say what would go, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Remove the tenants whose grace is over, as `serve` does every hour
    Purge {
        /// Say which, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Args, Clone, Debug)]
pub(super) struct Which {
    /// The tenant's slug
    slug: String,
    #[command(flatten)]
    acting: Acting,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Acting {
    /// The superuser who acts, by login; the audit trail says so
    #[arg(id = "as", long = "as", env = "ROWHOUSE_OPERATOR", value_name = "LOGIN")]
    login: String,
    /// Why; it stands in the audit trail beside what was done. Asked for by what destroys alone: everything else can be taken
    /// back, and a script that suspends need not invent a reason
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Acting {
    pub(super) async fn superuser(&self, pools: &Pools) -> Result<Superuser> {
        Superuser::named(pools, &self.login).await?.because(self.reason.as_deref())
    }

    /// The same, where it must say why: it is asked for in a terminal.
    fn with_a_reason(&self) -> Result<Self> {
        let reason = match &self.reason {
            Some(reason) => reason.clone(),
            None if io::stdin().is_terminal() => ask("Why (it stands in the audit trail): ")?,
            None => return Err(Error::Refused("say why it is deleted: --reason TEXT".into())),
        };
        Ok(Self { reason: Some(reason), ..self.clone() })
    }
}

pub(super) async fn run(config: &Config, command: &TenantCommand) -> Result<()> {
    let opened = Opened::open_current(config).await?;
    let pools = Pools::new(&opened.urls()?, 2)?;
    let done = act(&pools, command).await;
    pools.close();
    opened.close()?;
    done
}

#[expect(clippy::disallowed_methods, reason = "whoever has the admin's URL may read all tenants")]
async fn act(pools: &Pools, command: &TenantCommand) -> Result<()> {
    match command {
        TenantCommand::List { json } => {
            let tenants = tenants::list(&pools.admin()).await?;
            if *json { print_json(&tenants) } else { print_table(&rows(&tenants)) }
        }
        TenantCommand::Create { slug, name, owner, acting } => {
            let acting = acting.superuser(pools).await?;
            match people::find(&pools.admin(), owner).await {
                Ok(person) => tenants::create(&acting, slug, name, Owner::Known(&person)).await?,
                Err(Error::NoSuch(_)) => {
                    let newcomer = Newcomer::new(owner, owner, new_password()?, people::Kind::Person).await?;
                    tenants::create(&acting, slug, name, Owner::New(&newcomer)).await?;
                    eprintln!("created person {owner}");
                }
                Err(failure) => return Err(failure),
            }
            eprintln!("created tenant {slug}");
            Ok(())
        }
        TenantCommand::Rename { slug, name, acting } => {
            let acting = acting.superuser(pools).await?;
            let tenant = tenants::find(&pools.admin(), slug).await?;
            tenants::rename(&acting, &tenant, name).await?;
            eprintln!("{slug} is called {name} now");
            Ok(())
        }
        TenantCommand::Suspend(which) => set(pools, which, Status::Suspended).await,
        TenantCommand::Archive(which) => set(pools, which, Status::Archived).await,
        TenantCommand::Restore(which) => set(pools, which, Status::Active).await,
        TenantCommand::Delete { which, confirm, grace_days, dry_run } => {
            let tenant = tenants::find(&pools.admin(), &which.slug).await?;
            eprintln!(
                "{} ({}): {} members, {} projects, {} tasks; removed {grace_days} days after it was deleted",
                tenant.slug,
                tenant.name,
                tenant.members,
                tenant.projects,
                tenant.tasks.unwrap_or_default()
            );
            if *dry_run {
                eprintln!("a dry run: nothing was changed");
                return Ok(());
            }
            confirmed(&tenant, confirm.as_deref())?;
            let which = &Which { acting: which.acting.with_a_reason()?, ..which.clone() };
            set(pools, which, Status::Deleted { grace_days: *grace_days }).await
        }
        TenantCommand::Purge { dry_run: true } => {
            let due = tenants::list(&pools.admin()).await?;
            print_table(&rows(&due.into_iter().filter(Tenant::is_past_its_grace).collect::<Vec<_>>()))
        }
        TenantCommand::Purge { dry_run: false } => {
            eprintln!("removed {}", tenants::purge(pools).await?);
            Ok(())
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "whoever has the admin's URL may read all tenants")]
async fn set(pools: &Pools, which: &Which, status: Status) -> Result<()> {
    let acting = which.acting.superuser(pools).await?;
    let tenant = tenants::find(&pools.admin(), &which.slug).await?;
    let changed = tenants::set_status(&acting, &tenant, status).await?;
    let tenant = tenants::find(&pools.admin(), &which.slug).await?;
    eprintln!("{} is {}{}", tenant.slug, tenant.status, if changed { "" } else { ", and was so before" });
    Ok(())
}

/// Whoever deletes a tenant has to type its name.
fn confirmed(tenant: &Tenant, confirm: Option<&str>) -> Result<()> {
    let typed = match confirm {
        Some(typed) => typed.to_owned(),
        None if io::stdin().is_terminal() => ask("Type the tenant's name to delete it: ")?,
        None => return Err(Error::Refused("say which tenant you mean by its name: --confirm NAME".into())),
    };
    if typed.trim() == tenant.name {
        Ok(())
    } else {
        Err(Error::Refused(format!(
            "“{}” is not the name of {}: nothing was changed",
            typed.trim(),
            tenant.slug
        )))
    }
}

fn rows(tenants: &[Tenant]) -> Vec<Vec<String>> {
    let head = ["slug", "name", "status", "members", "projects"].map(str::to_owned).to_vec();
    let row = |tenant: &Tenant| {
        vec![
            tenant.slug.clone(),
            tenant.name.clone(),
            tenant.status.clone(),
            tenant.members.to_string(),
            tenant.projects.to_string(),
        ]
    };
    std::iter::once(head).chain(tenants.iter().map(row)).collect()
}
