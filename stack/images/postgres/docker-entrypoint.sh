#!/bin/bash
# Makes the cluster and the database where there are none, then becomes the server. `postgres …` or arguments of it alone.
set -euo pipefail

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}

initialise() {
  if [ -z "${POSTGRES_PASSWORD:-}" ]; then
    echo 'POSTGRES_PASSWORD must be set' >&2
    exit 64
  fi
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  # Left by a start that was killed in the middle: the marker below is written last.
  find "$PGDATA" -mindepth 1 -delete
  # Inside the container nobody else can connect without a network; from elsewhere the password is asked for.
  initdb -D "$PGDATA" -U "$user" --auth=trust -E UTF8 --locale=C --no-instructions --pwfile=<(printf '%s' "$POSTGRES_PASSWORD")
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  if [ "$database" != postgres ]; then
    # The name reaches the server as a quoted identifier; a quote inside of it is doubled.
    printf 'create database "%s";\n' "${database//\"/\"\"}" | postgres --single -D "$PGDATA" postgres >/dev/null
  fi
  touch "$PGDATA/tenfold-initialised"
}

if [ "${1:-}" = postgres ]; then shift; fi
if ! [ -e "$PGDATA/tenfold-initialised" ]; then initialise; fi
exec postgres -D "$PGDATA" -c listen_addresses='*' -k /var/run/postgresql "$@"
