//! What the superuser panel looks like.
//! Nothing here reads; everything it shows is given to it.

use maud::{Markup, html};

use super::{Statistics, TenantSummary};
use crate::{
    ui::{self, Icon, Tone},
    web::Window,
};

pub(super) fn index(statistics: &Statistics, tenants: &Window<TenantSummary>) -> Markup {
    let next = tenants.next().map(|last| format!("/admin/?after={}", last.id));
    html! {
        (ui::header("All tenants", &[], &ui::link_button("Trail of the installation", super::trail::PATH, Tone::Plain)))
        (ui::statistics(&[("Tenants", statistics.tenants), ("Active", statistics.active)]))
        @if tenants.rows.is_empty() {
            (ui::empty_state(Icon::Building, "No tenants yet", "“rowhouse seed” creates the sample data.", &html! {}))
        } @else {
            (table(&tenants.rows))
            (ui::next_page(next.as_deref(), "tenants"))
        }
    }
}

fn table(tenants: &[TenantSummary]) -> Markup {
    html! {
        div .scroll tabindex="0" role="region" aria-label="All tenants" {
            table {
                thead { tr {
                    th scope="col" { "Tenant" } th scope="col" { "Status" } th scope="col" .number { "Members" }
                    th scope="col" .number { "Projects" } th scope="col" .number { "Tasks" } th scope="col" .number { "Done" }
                } }
                tbody #tenants {
                    @for tenant in tenants {
                        tr {
                            th scope="row" dir="auto" { (tenant.name) " " span .soft { (tenant.slug) } }
                            td { (ui::badge(&tenant.status)) }
                            td .number { (tenant.members) } td .number { (tenant.projects) }
                            td .number { (tenant.tasks) } td .number { (tenant.done) }
                        }
                    }
                }
            }
        }
    }
}
