//! The chart: requests a second of every page, one bar for each subject, with a whisker from the least to the most.
//!
//! Plain SVG with no font or script of its own; it follows the reader's light or dark scheme.

use std::fmt::Write as _;

use anyhow::Result;

use crate::{
    Found,
    measure::{Spread, spread},
    pages::DASHBOARD,
    report::name,
    servers::Subject::{Explicit, Naive, Rowhouse},
};

const WIDTH: f64 = 760.0;
const LEFT: f64 = 330.0;
const BAR: f64 = 16.0;

pub(crate) fn svg(found: &Found) -> Result<String> {
    let mut bars: Vec<(String, &str, Spread)> = Vec::new();
    for series in &found.near {
        let class = match series.subject {
            Rowhouse => "ours",
            Explicit => "explicit",
            Naive => "naive",
        };
        let label = format!("{}, {}", series.page, name(series.subject));
        bars.push((label, class, spread(&series.runs, |run| run.rate)));
        if series.page == DASHBOARD && series.subject == Explicit {
            let floor = Spread::of(found.floor.iter().map(|floor| floor.0));
            bars.push((format!("{DASHBOARD}, (c) pgbench, no HTTP"), "floor", floor));
        }
    }
    let most = bars.iter().map(|(_, _, spread)| spread.most).fold(1.0, f64::max);
    let x = |rate: f64| LEFT + rate / most * (WIDTH - LEFT - 60.0);
    let height = bars.len() as f64 * (BAR + 8.0) + 44.0;
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="system-ui, sans-serif" font-size="12">
<style>
text {{ fill: #222 }} .ours {{ fill: #2563eb }} .explicit {{ fill: #94a3b8 }} .naive {{ fill: #d97706 }} .floor {{ fill: #64748b }} line {{ stroke: #222 }}
@media (prefers-color-scheme: dark) {{ text {{ fill: #e5e5e5 }} line {{ stroke: #e5e5e5 }} }}
</style>
<text x="8" y="22" font-size="14">Requests a second, medians; lines from the least to the most</text>
"#
    );
    for (number, (label, class, Spread { median, least, most, .. })) in bars.iter().enumerate() {
        let top = 36.0 + number as f64 * (BAR + 8.0);
        let middle = top + BAR / 2.0;
        writeln!(
            svg,
            r#"<text x="{:.0}" y="{:.0}" text-anchor="end">{label}</text><rect class="{class}" x="{LEFT}" y="{top}" width="{:.1}" height="{BAR}"/><line x1="{:.1}" x2="{:.1}" y1="{middle}" y2="{middle}"/><text x="{:.1}" y="{:.0}">{median:.0}</text>"#,
            LEFT - 8.0,
            middle + 4.0,
            x(*median) - LEFT,
            x(*least),
            x(*most),
            x(*most) + 6.0,
            middle + 4.0,
        )?;
    }
    svg += "</svg>\n";
    Ok(svg)
}
