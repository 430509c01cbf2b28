#!/bin/bash
# Run once by the database's image: the owner of the tables, and the application's role, which is above nothing.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
CREATE ROLE convonet_owner LOGIN PASSWORD :'owner';
CREATE ROLE convonet_app LOGIN PASSWORD :'app';
CREATE ROLE convonet_app_reader NOLOGIN;
GRANT convonet_app_reader TO convonet_app;
ALTER DATABASE convonet OWNER TO convonet_owner;
SQL
