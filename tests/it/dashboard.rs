//! The start page: its figures are the tenant's own, day by day, and the latest comes first.

use crate::harness::Town;

#[tokio::test]
async fn counts_the_last_seven_days_of_this_tenant_and_shows_the_latest_first() {
    let town = Town::new().await;
    let (acme, project) = (town.acme.tenant, town.acme.project);
    let superuser = town.database.superuser().await;
    // Three were done today, one on the day that still counts, and one just before it; all of them were added long ago.
    superuser
        .batch_execute(&format!(
            "delete from app.tasks;
             insert into app.tasks (tenant_id, id, project_id, title, created_at, completed_at)
             select '{acme}', ('00000000-0000-7000-8000-00000000000' || number)::uuid, '{project}', title, now() - interval '30 days', done
             from (values (1, 'Long ago', (current_date - 6)::timestamptz - interval '1 second'),
                          (2, 'The first that counts', (current_date - 6)::timestamptz),
                          (3, 'Earlier today', now() - interval '2 minutes'), (4, 'Latest', now() - interval '1 minute'),
                          (5, 'Today', now() - interval '3 minutes'), (6, 'Open', null)) as task (number, title, done);
             -- the tenant next door was busier
             insert into app.tasks (tenant_id, id, project_id, title, completed_at)
             select '{}', gen_random_uuid(), '{}', 'Elsewhere', now() from generate_series(1, 50)",
            town.globex.tenant, town.globex.project
        ))
        .await
        .unwrap();
    // Just after midnight some of today's are yesterday's.
    let days: Vec<i64> = superuser
        .query(
            "select (select count(*) from app.tasks where tenant_id = $1 and completed_at::date = day::date)
             from generate_series(current_date - 6, current_date, interval '1 day') as day order by day",
            &[&acme],
        )
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    assert_eq!(days.iter().sum::<i64>(), 4);

    let page = town.alice().await.get("/").await.expect(200).body;
    let chart = page.split("Tasks done: ").nth(1).unwrap().split('"').next().unwrap();
    let shown: Vec<i64> =
        chart.split(", ").map(|day| day.split(' ').next_back().unwrap().parse().unwrap()).collect();
    assert_eq!(shown, days, "{chart}");
    let place =
        |title: &str| page.find(&format!(">{title}<")).unwrap_or_else(|| panic!("no {title}: {page}"));
    let order = ["Latest", "Earlier today", "Today", "The first that counts"];
    assert!(order.windows(2).all(|pair| place(pair[0]) < place(pair[1])), "{page}");
    assert!(!page.contains("Elsewhere"));
}
