-- The lengths of names and titles, written so that PostgreSQL says them in the same words after a dump and a restore.
-- Run by: the migrator. What is allowed stays as it was.
--
-- `x between 1 and 255 and y` is kept as ((a and b) and c), dumped so, and read back as (a and b and c): the same meaning in
-- other words, so `rowhouse doctor` could not compare checks word for word, and had to leave all parentheses out.

set role rowhouse_owner;

alter table app.tenants
  drop constraint tenants_name_check,
  add constraint tenants_name_check check (char_length(name) >= 1 and char_length(name) <= 255 and name ~ '\S');
alter table app.members
  drop constraint members_display_name_check,
  add constraint members_display_name_check
    check (char_length(display_name) >= 1 and char_length(display_name) <= 255 and display_name ~ '\S');
alter table app.projects
  drop constraint projects_name_check,
  add constraint projects_name_check check (char_length(name) >= 1 and char_length(name) <= 255 and name ~ '\S');
alter table app.tasks
  drop constraint tasks_title_check,
  add constraint tasks_title_check check (char_length(title) >= 1 and char_length(title) <= 255 and title ~ '\S');

reset role;
