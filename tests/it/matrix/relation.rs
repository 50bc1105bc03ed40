//! A table or view as the catalogue describes it, and the statements that try it. Rows for inserts are copies of rows that
//! are there; a table without any is given one, made up from the types of its columns.

use std::collections::BTreeMap;

use rowhouse::id::TenantId;
use tokio_postgres::Client;

use super::{Neighbours, Scope};

/// What is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Select,
    Insert,
    Update,
    Delete,
    Truncate,
    References,
    Lock,
}

impl Command {
    pub(super) const ALL: [Self; 7] = [
        Self::Select,
        Self::Insert,
        Self::Update,
        Self::Delete,
        Self::Truncate,
        Self::References,
        Self::Lock,
    ];

    pub(super) fn is_of_whole_table(self) -> bool {
        matches!(self, Self::Truncate | Self::References | Self::Lock)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Select => "select",
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Truncate => "truncate",
            Self::References => "refer to",
            Self::Lock => "lock",
        }
    }
}

struct Column {
    name: String,
    kind: String,
    /// An insert must name it.
    needed: bool,
    generated: bool,
    in_key: bool,
    /// What it refers to: the table and its column.
    refers: Option<(String, String)>,
}

pub(super) struct Relation {
    name: String,
    view: bool,
    columns: Vec<Column>,
    /// A row of each tenant, or one of nobody's, as texts by column.
    rows: BTreeMap<Option<TenantId>, Row>,
}

type Row = BTreeMap<String, Option<String>>;

/// All tables and views outside the system's own, each with a row for each tenant.
pub(super) async fn read(superuser: &Client, tenants: [TenantId; 2]) -> Vec<Relation> {
    let names = superuser
        .query(
            "select c.oid::regclass::text, c.relkind = 'v' from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'scratch') and c.relkind in ('r', 'p', 'v', 'm', 'f')
             order by 1",
            &[],
        )
        .await
        .unwrap();
    let mut waiting = Vec::new();
    for row in names {
        let (name, view): (String, bool) = (row.get(0), row.get(1));
        waiting.push(Relation {
            columns: columns(superuser, &name).await,
            name,
            view,
            rows: BTreeMap::new(),
        });
    }
    // What is referred to comes before what refers to it.
    let mut relations: Vec<Relation> = Vec::new();
    while !waiting.is_empty() {
        let ready =
            |relation: &Relation| relation.refers_to().all(|name| relations.iter().any(|r| r.name == name));
        let at = waiting.iter().position(ready).expect("references do not go round in a circle");
        let mut relation = waiting.remove(at);
        if !relation.view {
            let of_tenants = relation.has_tenant();
            let whose = if of_tenants { tenants.map(Some).to_vec() } else { vec![None] };
            for tenant in whose {
                let row = relation.row_of(superuser, tenant, &relations).await;
                relation.rows.insert(tenant, row);
            }
        }
        relations.push(relation);
    }
    relations.sort_by_key(Relation::title);
    relations
}

async fn columns(superuser: &Client, relation: &str) -> Vec<Column> {
    superuser
        .query(
            "select quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), a.attnotnull and not a.atthasdef, a.attgenerated <> '',
                    exists (select from pg_index i where i.indrelid = a.attrelid and i.indisprimary and a.attnum = any ((i.indkey::int2[])[0:i.indnkeyatts - 1])),
                    k.confrelid::regclass::text, quote_ident(f.attname)
             from pg_attribute a
             left join lateral (select confrelid, confkey[array_position(conkey, a.attnum)] as target from pg_constraint
                                where conrelid = a.attrelid and contype = 'f' and a.attnum = any (conkey) order by cardinality(conkey) desc limit 1) k on true
             left join pg_attribute f on f.attrelid = k.confrelid and f.attnum = k.target
             where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum",
            &[&relation],
        )
        .await
        .unwrap()
        .iter()
        .map(|row| Column {
            name: row.get(0),
            kind: row.get(1),
            needed: row.get(2),
            generated: row.get(3),
            in_key: row.get(4),
            refers: row.get::<_, Option<String>>(5).zip(row.get::<_, Option<String>>(6)),
        })
        .collect()
}

/// A value that a column of this type takes.
fn made_up(kind: &str) -> &'static str {
    match kind {
        "uuid" => "gen_random_uuid()",
        "bytea" => "sha256(uuid_send(gen_random_uuid()))",
        "jsonb" | "json" => "'{}'",
        "boolean" => "true",
        "integer" | "bigint" | "smallint" | "numeric" => "1",
        "xid8" => "'1'",
        kind if kind.starts_with("timestamp") || kind == "date" => "now()",
        _ => "'made up'",
    }
}

impl Relation {
    pub(super) fn title(&self) -> String {
        format!("{} {}", if self.view { "view" } else { "table" }, self.name)
    }

    /// The other tables that a row needs a row of.
    fn refers_to(&self) -> impl Iterator<Item = &str> {
        let tables =
            self.columns.iter().filter_map(|column| column.refers.as_ref().map(|(table, _)| table.as_str()));
        tables.filter(|table| *table != self.name)
    }

    fn has_tenant(&self) -> bool {
        self.columns.iter().any(|column| column.name == "tenant_id")
    }

    async fn row_of(&self, superuser: &Client, tenant: Option<TenantId>, before: &[Self]) -> Row {
        let of_tenant = tenant.map_or_else(String::new, |tenant| format!(" where tenant_id = '{tenant}'"));
        let texts: Vec<_> = self.columns.iter().map(|column| format!("{}::text", column.name)).collect();
        let read = format!("select {} from {}{of_tenant} limit 1", texts.join(", "), self.name);
        let mut rows = superuser.query(&read, &[]).await.unwrap();
        if rows.is_empty() {
            self.make_row(superuser, tenant, before).await;
            rows = superuser.query(&read, &[]).await.unwrap();
        }
        let row = &rows[0];
        self.columns.iter().enumerate().map(|(at, column)| (column.name.clone(), row.get(at))).collect()
    }

    async fn make_row(&self, superuser: &Client, tenant: Option<TenantId>, before: &[Self]) {
        let columns: Vec<_> =
            self.columns.iter().filter(|column| column.needed || column.name == "tenant_id").collect();
        let values: Vec<_> = columns
            .iter()
            .map(|column| match (&column.refers, tenant) {
                (_, Some(tenant)) if column.name == "tenant_id" => format!("'{tenant}'"),
                (Some((table, target)), _) => {
                    let referred = before.iter().find(|relation| relation.name == *table).unwrap();
                    let row = referred.rows.get(&tenant).or_else(|| referred.rows.get(&None)).unwrap();
                    format!("'{}'", row[target].as_deref().unwrap())
                }
                _ => made_up(&column.kind).to_owned(),
            })
            .collect();
        let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
        let insert =
            format!("insert into {} ({}) values ({})", self.name, names.join(", "), values.join(", "));
        superuser.batch_execute(&insert).await.unwrap_or_else(|failure| {
            panic!("{} has no row, and {insert} made none: {failure:?}. Give the town one", self.name)
        });
    }

    /// The statement that tries a command; None where there is nothing to try.
    pub(super) fn statement(&self, command: Command, scope: Scope, tenants: &Neighbours) -> Option<String> {
        let name = &self.name;
        let target = match scope {
            _ if !self.has_tenant() || self.view => String::new(),
            Scope::Own => format!(" where tenant_id = '{}'", tenants.own),
            Scope::Others => format!(" where tenant_id = '{}'", tenants.other),
            // A row of one's own, given to another.
            Scope::Forged if command == Command::Update => format!(" where tenant_id = '{}'", tenants.own),
            Scope::Forged | Scope::Nothing | Scope::Operator => String::new(),
        };
        // Beside the table and not in its condition, which some versions never look at where no policy admits a row.
        let forging = format!("select set_config('app.tenant_id', '{}', true)", tenants.other);
        Some(match command {
            Command::Select if scope == Scope::Forged => {
                format!("{forging} union all (select '' from {name} limit 1)")
            }
            Command::Delete if scope == Scope::Forged => {
                format!(
                    "with gone as (delete from {name} returning '') {forging} union all select * from gone"
                )
            }
            Command::Select => format!("select 1 from {name}{target} limit 1"),
            Command::Insert => self.insert(scope, tenants)?,
            Command::Update => {
                let column = self.columns.iter().find(|column| column.name == "tenant_id");
                let assignment = match scope {
                    Scope::Forged => format!("tenant_id = '{}'", column.map(|_| tenants.other)?),
                    _ => format!("{0} = {0}", self.ordinary_column()?),
                };
                format!("update {name} set {assignment}{target}")
            }
            Command::Delete => format!("delete from {name}{target}"),
            Command::Truncate | Command::References if self.view => return None,
            Command::Truncate => format!("truncate {name} cascade"),
            Command::References => self.reference(),
            Command::Lock => format!("lock table {name} in access exclusive mode nowait"),
        })
    }

    /// The column that somebody who may update anything may update.
    fn ordinary_column(&self) -> Option<&str> {
        let plain = |column: &&Column| !column.in_key && !column.generated && column.refers.is_none();
        let named = |name: &str| self.columns.iter().filter(plain).find(|column| column.name == name);
        ["title", "name", "body"]
            .iter()
            .find_map(|name| named(name))
            .or_else(|| self.columns.iter().find(plain))
            .or_else(|| self.columns.first())
            .map(|column| column.name.as_str())
    }

    /// A row like one that is there, under another key. After another's rows means: one that refers to another's.
    fn insert(&self, scope: Scope, tenants: &Neighbours) -> Option<String> {
        if self.view {
            return None;
        }
        let like = if self.has_tenant() { Some(tenants.own) } else { None };
        let other = if self.has_tenant() { Some(tenants.other) } else { None };
        let refers = |column: &Column| column.refers.is_some() && column.name != "tenant_id";
        if scope == Scope::Others && !self.columns.iter().any(refers) {
            return None;
        }
        let mut names = Vec::new();
        let mut values = Vec::new();
        for column in &self.columns {
            let value = match column.name.as_str() {
                // Who has a tenant by context leaves it to the default.
                "tenant_id" if matches!(scope, Scope::Own | Scope::Others) && !column.needed => continue,
                "tenant_id" if matches!(scope, Scope::Own | Scope::Others) => format!("'{}'", tenants.own),
                "tenant_id" => format!("'{}'", tenants.other),
                _ if refers(column) => {
                    let whose = if scope == Scope::Others { other } else { like };
                    self.rows.get(&whose)?[&column.name].as_ref().map(|value| format!("'{value}'"))?
                }
                _ if column.in_key => made_up(&column.kind).to_owned(),
                _ if !column.needed => continue,
                _ => match &self.rows.get(&like)?[&column.name] {
                    Some(value) => format!("'{}'", value.replace('\'', "''")),
                    None => continue,
                },
            };
            names.push(column.name.as_str());
            values.push(value);
        }
        Some(format!("insert into {} ({}) values ({})", self.name, names.join(", "), values.join(", ")))
    }

    fn reference(&self) -> String {
        let key: Vec<_> = self.columns.iter().filter(|column| column.in_key).collect();
        let names: Vec<_> = key.iter().map(|column| column.name.as_str()).collect();
        let typed: Vec<_> = key.iter().map(|column| format!("{} {}", column.name, column.kind)).collect();
        let names = names.join(", ");
        format!(
            "create table scratch.referring ({}, foreign key ({names}) references {} ({names}))",
            typed.join(", "),
            self.name
        )
    }
}
