//! The commands: what is typed, what is printed, and the order in which things are opened and closed.
//!
//! What a command does is in `operate` and `app`; nothing else speaks to a terminal.

mod terminal;

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tracing_subscriber::EnvFilter;

use self::terminal::{ask, new_password, print, progress};
use crate::{
    app,
    config::{Config, Database, External},
    db::{Pools, Urls},
    operate::{
        Error, Result,
        cluster::{Cluster, Purpose, Role},
        demo, doctor, housekeeping, migrate, people,
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
    },
    /// Show what row-level security does, on this database and without changing it. Exits with 1 when it does not
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
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: &Cli) -> Result<()> {
    let config = &cli.config;
    match cli.command.as_ref().unwrap_or(&Command::Serve) {
        Command::Serve => serve(config).await,
        Command::Migrate => migrate(config).await,
        Command::Doctor { json } => doctor(config, *json).await,
        Command::Demo => demo(config).await,
        Command::Seed(scale) => seed(config, *scale).await,
        Command::CreateSuperuser { username } => create_superuser(config, username.clone()).await,
        Command::Dsn { role } => dsn(config, *role),
    }
}

async fn serve(config: &Config) -> Result<()> {
    let listener = app::listen(config).await?;
    match config.database() {
        Database::Embedded => serve_embedded(listener, config).await,
        Database::External(external) => {
            let urls = external.serve()?;
            require_isolation(&urls).await?;
            let pools = Pools::new(&urls, config.pool_size)?;
            eprintln!("Rowhouse on http://{}", config.listen);
            until_stopped(listener, config, pools).await
        }
    }
}

async fn serve_embedded(listener: TcpListener, config: &Config) -> Result<()> {
    let mut cluster = Cluster::open(config, Purpose::Serve).await?;
    let folder = cluster.location().dir.display();
    if cluster.location().fallback {
        eprintln!(
            "The database server, which may not run as root, cannot enter {}:",
            config.data_dir.display()
        );
    }
    eprintln!("The database is in {folder}");
    migrate::run(&cluster.migrator()).await?;
    require_isolation(&cluster.urls()).await?;
    let pools = Pools::new(&cluster.urls(), config.pool_size)?;
    seed::sample(&cluster.migrator(), &pools).await?;
    eprintln!("Rowhouse on http://{} — sign in as", config.listen);
    for (login, password, whose) in seed::LOGINS {
        eprintln!("  {login:<12} {password:<12} {whose}");
    }
    let served = tokio::select! {
        served = until_stopped(listener, config, pools) => served,
        lost = cluster.take_over() => Err(lost),
    };
    cluster.stop()?;
    served
}

/// Nothing is served from a database that does not keep tenants apart.
async fn require_isolation(urls: &Urls) -> Result<()> {
    for warning in doctor::require_isolation(urls).await?.findings {
        tracing::warn!(object = warning.object, "{}; see `rowhouse doctor`", warning.problem);
    }
    Ok(())
}

/// Serves until the program is told to stop. The requests in hand finish before the database goes.
async fn until_stopped(listener: TcpListener, config: &Config, pools: Pools) -> Result<()> {
    let kept = pools.clone();
    let keeping = tokio::spawn(async move { housekeeping::run(&kept).await });
    let stop = stop_signal()?;
    let served = app::serve(listener, config, pools.clone(), stop).await;
    keeping.abort();
    pools.close();
    Ok(served?)
}

/// Ends when the program is told to stop: ^C, or a supervisor's SIGTERM.
fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static> {
    let internal = |failure| Error::Transaction(crate::error::Error::internal(failure));
    let mut interrupt = signal(SignalKind::interrupt()).map_err(internal)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(internal)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// A database, for as long as a command needs it: ours is started unless it runs, somebody else's is connected to.
enum Opened {
    Embedded(Box<Cluster>),
    External(External),
}

impl Opened {
    async fn open(config: &Config) -> Result<Self> {
        Ok(match config.database() {
            Database::Embedded => Self::Embedded(Box::new(Cluster::open(config, Purpose::Command).await?)),
            Database::External(external) => Self::External(external),
        })
    }

    /// The same, up to date: what is ours is migrated here, what is somebody else's when its operator says so.
    async fn open_current(config: &Config) -> Result<Self> {
        let opened = Self::open(config).await?;
        if let Self::Embedded(cluster) = &opened {
            migrate::run(&cluster.migrator()).await?;
        }
        Ok(opened)
    }

    fn urls(&self) -> Result<Urls> {
        match self {
            Self::Embedded(cluster) => Ok(cluster.urls()),
            Self::External(external) => Ok(external.serve()?),
        }
    }

    fn migrator(&self) -> Result<tokio_postgres::Config> {
        match self {
            Self::Embedded(cluster) => Ok(cluster.migrator()),
            Self::External(external) => Ok(external.migrator()?),
        }
    }

    fn close(self) -> Result<()> {
        match self {
            Self::Embedded(cluster) => cluster.stop(),
            Self::External(_) => Ok(()),
        }
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

async fn doctor(config: &Config, json: bool) -> Result<()> {
    let opened = Opened::open_current(config).await?;
    let report = doctor::examine(&opened.urls()?).await?;
    let text = if json { serde_json::to_string_pretty(&report) } else { Ok(report.to_string()) };
    print(&text.map_err(crate::error::Error::internal)?)?;
    opened.close()?;
    match report.errors() {
        0 => Ok(()),
        errors => Err(Error::Unsound(errors)),
    }
}

async fn demo(config: &Config) -> Result<()> {
    let opened = Opened::open_current(config).await?;
    if let Opened::Embedded(cluster) = &opened {
        let pools = Pools::new(&cluster.urls(), config.pool_size)?;
        seed::sample(&cluster.migrator(), &pools).await?;
        pools.close();
    }
    // Without colours when it is no terminal, or NO_COLOR is set.
    let shown = demo::run(&opened.urls()?, &mut anstream::stdout()).await;
    opened.close()?;
    match shown {
        // Whoever pipes it into `head` has seen enough.
        Err(Error::Output(cause)) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        shown => shown,
    }
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
    people::create_superuser(&opened.migrator()?, &username, password).await?;
    eprintln!("created superuser {}", username.trim());
    opened.close()
}

fn dsn(config: &Config, role: Role) -> Result<()> {
    match config.database() {
        Database::External(_) => Err(Error::NotEmbedded),
        Database::Embedded => print(&Cluster::attach(config)?.dsn(role)),
    }
}
