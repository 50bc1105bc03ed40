-- The index of what was done when: the week of the dashboard, and what was done last.
-- Run by: the migrator. Only tasks that are done are in it, so adding a task costs nothing more.
--
-- Without it each project's part of tasks_progress is read: as many descents as there are projects.

set role rowhouse_owner;

create index tasks_completed on app.tasks (tenant_id, completed_at) where completed_at is not null;

reset role;
