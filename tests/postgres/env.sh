# Sourced behind tests/env.sh by what needs a server with the extension in it.
# Nothing is installed: the script of the extension is run with the library's path in it. The
# library and artifacts lie in $work, where the server's user must be able to read them.
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
extension=${FISC%/*}/runtime/embed/postgres/fisc.so
socket=$work/server artifacts=$work/artifacts
unset PGDATA PGHOSTADDR PGOPTIONS PGSERVICE PGSSLMODE PGPASSFILE PGAPPNAME
export PGHOST="$socket" PGPORT=5432 PGUSER=postgres PGDATABASE=postgres PGTZ=UTC
export PGCLIENTENCODING=UTF8

# Why there can be no server; nothing if there can.
server_missing() {
  [ -f "$extension" ] ||
    { echo "the PostgreSQL extension was not built (Debian: postgresql-server-dev-15)"; return; }
  command -v psql > /dev/null || echo "no psql (Debian: postgresql-client-15)"
}

# server_begin [NAME=VALUE...]: a server whose database has the functions of the extension.
# Status 77: there is none to start.
server_begin() {
  chmod 711 "$work" && mkdir "$artifacts" && chmod 755 "$artifacts" &&
    install -m 755 "$extension" "$work/fisc.so" || return 1
  trap 'server_end; rm -rf "$work"' EXIT
  "$here/server" start "$socket" "fisc.artifacts=$artifacts" "$@" > /dev/null || return
  script > "$work/extension.sql" && sql -f "$work/extension.sql"
}

server_end() {
  [ ! -d "$socket/data" ] || "$here/server" stop "$socket" > /dev/null 2>&1
}

# What CREATE EXTENSION would run.
script() {
  sed -e '/^\\echo/d' -e "s|MODULE_PATHNAME|$work/fisc|" \
    "$top/runtime/embed/postgres/fisc--0.1.sql"
}

# Fields between tabs, no headers.
sql() { timeout 300 psql -X -q -A -t -F "$(printf '\t')" -v ON_ERROR_STOP=1 "$@"; }

# artifact NAME RULES: the server may open it
artifact() {
  (cd "$(dirname "$2")" && timeout 300 "$FISC" build "$(basename "$2")" \
    -o "$work/lib$1.so" --lang en) && put "$1" "$work/lib$1.so"
}

# put NAME FILE: takes the place of what was there, as another file
put() { install -m 644 "$2" "$artifacts/new" && mv "$artifacts/new" "$artifacts/lib$1.so"; }

# load NAME FOLDER [PRIOR]: a table of text columns for each sheet that the artifact asks for
load() {
  sql -c "SELECT \"table\", file, origin FROM fisc_tables('$1')" > "$work/tables" || return
  shift
  python3 "$here/load.py" "$work/tables" "$@" > "$work/load.sql" && sql -f "$work/load.sql"
}
