//! How many there are of each kind of thing, beside its name: the way to its list.
//! Nothing here reads or counts; what was not counted to the end is said to be an estimate, or more than a bound.

use maud::Markup;

use super::{Counts, Status};
use crate::admin::model::COUNTED;
use crate::{
    admin::model_named,
    language::tr,
    rights::Rights,
    ui::{self, Tile, grouped},
};

pub(super) fn tiles(counts: &Counts, statuses: &[Status], rights: Rights) -> Markup {
    let figures = [
        ("tenants", counts.tenants, counts.tenants_estimated),
        ("users", counts.people, counts.people_estimated),
        ("projects", counts.projects, counts.projects_estimated),
        ("tasks", counts.tasks, counts.tasks_estimated),
        ("memberships", counts.memberships, counts.memberships_estimated),
        ("sessions", counts.sessions, counts.sessions_estimated),
        ("audit", counts.audit, counts.audit_estimated),
        ("trail", counts.trail, counts.trail_estimated),
    ];
    let statuses = by_status(counts.tenants, statuses);
    let figures: Vec<_> = figures
        .into_iter()
        .filter(|(name, ..)| rights.sees(name))
        .filter_map(|(name, counted, estimated)| Some((model_named(name)?, how_many(counted, estimated))))
        .collect();
    let tiles: Vec<_> = figures
        .iter()
        .map(|(model, value)| Tile {
            icon: model.icon,
            label: tr(model.many),
            value,
            note: if model.paths.name == "tenants" { &statuses } else { "" },
            href: model.paths.list,
        })
        .collect();
    ui::tiles(&tiles)
}

/// "12", "about 1 200 000", or "1 000+" where there is no estimate that could be right.
pub(super) fn how_many(counted: i64, estimated: i64) -> String {
    if counted <= COUNTED {
        return grouped(counted);
    }
    if estimated <= COUNTED {
        return format!("{}+", grouped(COUNTED));
    }
    let unit = 10_i64.pow(estimated.ilog10().saturating_sub(1));
    tr!("about {number}", number = grouped((estimated + unit / 2) / unit * unit))
}

/// "10 active, 2 suspended"; of so many that they are not counted, only those that are not active.
fn by_status(tenants: i64, statuses: &[Status]) -> String {
    let closed: i64 = statuses.iter().map(|status| status.tenants).sum();
    let active = (tenants <= COUNTED && tenants > closed)
        .then(|| format!("{} {}", grouped(tenants - closed), tr("active")));
    let others =
        statuses.iter().map(|Status { status, tenants }| format!("{} {}", how_many(*tenants, 0), tr(status)));
    active.into_iter().chain(others).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_counted_is_not_said_as_if_it_were() {
        for (counted, estimated, said) in [
            (0, -1, "0"),
            (1_000, 5_000_000, "1\u{202f}000"),
            (1_001, -1, "1\u{202f}000+"),
            (1_001, 40, "1\u{202f}000+"),
            (1_001, 1_234_567, "about 1\u{202f}200\u{202f}000"),
            (1_001, 999_999, "about 1\u{202f}000\u{202f}000"),
            (1_001, 1_001, "about 1\u{202f}000"),
        ] {
            assert_eq!(how_many(counted, estimated), said, "{counted} {estimated}");
        }
    }

    #[test]
    fn whoever_is_not_counted_is_not_called_active() {
        let status = |status: &str, tenants| Status { status: status.to_owned(), tenants };
        assert_eq!(by_status(0, &[]), "");
        assert_eq!(by_status(3, &[status("deleted", 1)]), "2 active, 1 deleted");
        assert_eq!(by_status(1, &[status("archived", 1)]), "1 archived");
        let many = by_status(1_001, &[status("suspended", 1_001), status("deleted", 1)]);
        assert_eq!(many, "1\u{202f}000+ suspended, 1 deleted");
    }
}
