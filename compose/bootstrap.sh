#!/bin/sh
# Roles, schemas and passwords of a new database container. Run once by the image's entry point, as the superuser.
set -eu

run() { psql --no-psqlrc --set ON_ERROR_STOP=1 --quiet --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"; }

run --file /bootstrap/cluster.sql --file /bootstrap/database.sql
for role in app auth admin operator migrator; do
  variable="ROWHOUSE_$(echo "$role" | tr '[:lower:]' '[:upper:]')_PASSWORD"
  password=$(printenv "$variable")
  # As a variable of psql, so that no character in it ends the literal.
  echo "alter role rowhouse_$role password :'password'" | run --set "password=$password"
done
