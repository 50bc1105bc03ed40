//! The commands: what is typed, what is printed, and the order in which things are opened and closed.
//!
//! What a command does is in `operate` and `app`; nothing else speaks to a terminal.

mod audit;
mod opened;
mod serve;
mod tenant;
mod terminal;
mod user;

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use self::{
    opened::Opened,
    terminal::{ask, new_password, print, progress},
};
use crate::{
    config::{Config, Database},
    db::Pools,
    operate::{
        Error, Result,
        cluster::{Cluster, Role},
        demo, doctor, migrate, registry,
        seed::{self, Scale},
    },
};

#[derive(Debug, Parser)]
#[command(
    name = "rowhouse",
    version,
    about = "Projects and tasks for many tenants, kept apart by PostgreSQL row-level security"
)]
struct Cli {
    #[command(flatten, next_help_heading = "Settings, for every command")]
    config: Config,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve (the default). Migrates and seeds first when the database is embedded
    Serve,
    /// Run the migrations that are missing
    Migrate,
    /// Examine whether row security keeps the tenants apart. Exits with 1 when it may not
    Doctor {
        /// Print the report as JSON
        #[arg(long)]
        json: bool,
        /// Print what mends every error, as one script for psql. To be read before a superuser runs it
        #[arg(long, conflicts_with = "json")]
        mend: bool,
    },
    /// Show that tenants are apart, statement by statement, each rolled back; fails if anything else comes back. The embedded
    /// database is migrated, and given the sample data, first
    Demo,
    /// Create the sample data, or with numbers as much as they say
    Seed(SeedArgs),
    /// Create a person who sees all tenants
    #[command(name = "createsuperuser")]
    CreateSuperuser {
        /// The username; asked for when not given. The password is asked for, or read from standard input
        #[arg(long)]
        username: Option<String>,
    },
    /// Create, rename, suspend, archive, restore and delete tenants
    #[command(subcommand)]
    Tenant(tenant::TenantCommand),
    /// Create people, give them passwords, keep them out and let them in again
    #[command(subcommand)]
    User(user::UserCommand),
    /// Seal and verify the audit trail
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Print the URL with which psql connects to the embedded database as a role
    Dsn {
        /// Which
        role: Role,
    },
}

#[derive(Args, Clone, Copy, Debug)]
struct SeedArgs {
    /// Tenants, Acme Corp and TechStart Inc among them; the user of tenant i is `tenant<i>user`
    #[arg(long)]
    tenants: Option<usize>,
    /// Projects in each tenant
    #[arg(long)]
    projects: Option<usize>,
    /// Tasks in each project
    #[arg(long)]
    tasks: Option<usize>,
}

/// Runs the command that was typed.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,rowhouse=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
    let done = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|failure| Error::Transaction(crate::error::Error::internal(failure)))
        .and_then(|runtime| runtime.block_on(run(&cli)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("rowhouse: {failure}");
            exit_code(&failure)
        }
    }
}

/// 1: it was not done; 2, by clap: it was typed wrongly; 3: there is no such tenant or person.
fn exit_code(failure: &Error) -> ExitCode {
    match failure {
        Error::NoSuch(_) => ExitCode::from(3),
        _ => ExitCode::FAILURE,
    }
}

async fn run(cli: &Cli) -> Result<()> {
    let config = &cli.config;
    match cli.command.as_ref().unwrap_or(&Command::Serve) {
        Command::Serve => serve::serve(config).await,
        Command::Migrate => migrate(config).await,
        Command::Doctor { json, mend } => doctor(config, *json, *mend).await,
        Command::Demo => demo(config).await,
        Command::Seed(scale) => seed(config, *scale).await,
        Command::CreateSuperuser { username } => create_superuser(config, username.clone()).await,
        Command::Tenant(command) => tenant::run(config, command).await,
        Command::Audit(command) => audit::run(config, command).await,
        Command::User(command) => user::run(config, command).await,
        Command::Dsn { role } => dsn(config, *role),
    }
}

async fn migrate(config: &Config) -> Result<()> {
    let opened = Opened::open(config).await?;
    let ran = migrate::run(&opened.migrator()?).await?;
    for name in &ran {
        eprintln!("ran {name}");
    }
    if ran.is_empty() {
        eprintln!("nothing to run: the database is up to date");
    }
    opened.close()
}

async fn doctor(config: &Config, json: bool, mend: bool) -> Result<()> {
    let opened = Opened::open(config).await?;
    let report = doctor::examine(&opened.urls()?).await?;
    let text = match (json, mend) {
        (true, _) => serde_json::to_string_pretty(&report).map_err(crate::error::Error::internal)?,
        (_, true) => report.script(),
        _ => report.to_string(),
    };
    print(&text)?;
    opened.close()?;
    match report.errors() {
        0 => Ok(()),
        errors => Err(Error::Unsound(errors)),
    }
}

/// Plain unless standard output is a terminal, and where `NO_COLOR` is set.
async fn demo(config: &Config) -> Result<()> {
    let opened = Opened::open_current(config).await?;
    let (app, admin) = match &opened {
        Opened::External(external) => (external.app()?, external.admin()?),
        Opened::Embedded(cluster) => {
            let urls = cluster.urls();
            let pools = Pools::new(&urls, config.pool_size)?;
            seed::sample(&cluster.migrator(), &pools).await?;
            pools.close();
            (urls.app, urls.admin)
        }
    };
    let toured = demo::run(&app, &admin, &mut anstream::stdout()).await;
    opened.close()?;
    toured
}

async fn seed(config: &Config, args: SeedArgs) -> Result<()> {
    let opened = Opened::open_current(config).await?;
    let migrator = opened.migrator()?;
    let pools = Pools::new(&opened.urls()?, config.pool_size)?;
    match args {
        SeedArgs { tenants: None, projects: None, tasks: None } => {
            seed::sample(&migrator, &pools).await?;
            eprintln!("the sample data is there");
        }
        SeedArgs { tenants, projects, tasks } => {
            let scale = Scale {
                tenants: tenants.unwrap_or(2),
                projects: projects.unwrap_or(20),
                tasks: tasks.unwrap_or(50),
            };
            let done = seed::scale(&migrator, &pools, scale, progress(scale.tenants)).await?;
            eprintln!(
                "added {} projects and {} tasks; {} tenants are there",
                done.projects, done.tasks, done.tenants
            );
        }
    }
    pools.close();
    opened.close()
}

async fn create_superuser(config: &Config, username: Option<String>) -> Result<()> {
    let username = match username {
        Some(username) => username,
        None => ask("Username: ")?,
    };
    let password = new_password()?;
    let opened = Opened::open_current(config).await?;
    registry::create_superuser(&opened.migrator()?, &username, password).await?;
    eprintln!("created superuser {}", username.trim());
    opened.close()
}

fn dsn(config: &Config, role: Role) -> Result<()> {
    match config.database() {
        Database::External(_) => Err(Error::NotEmbedded),
        Database::Embedded => print(&Cluster::attach(config)?.dsn(role)),
    }
}
