# What make install puts where, and CREATE EXTENSION with it: the server's programs are copied
# beside the installed files, and find these as they find their own.
pg_config=${PG_CONFIG:-pg_config}
installed=$work/installed
(cd "${FISC%/*}" && ${MAKE:-make} install-postgresql DESTDIR="$installed") > "$work/why" 2>&1 &&
  (cd "$installed" && find . -type f | sort) > "$work/got" &&
  { echo ".$("$pg_config" --pkglibdir)/fisc.so"
    for file in fisc--0.1.sql fisc.control; do
      echo ".$("$pg_config" --sharedir)/extension/$file"
    done; } | sort > "$work/want" && diff "$work/want" "$work/got" > "$work/why"
result $? "make install-postgresql DESTDIR= puts three files in the server's folders"

link_others() { # FOLDER: what is in the server's and not in the installed one
  mkdir -p "$installed$1"
  for file in "$1"/*; do
    [ -e "$installed$file" ] || ln -s "$file" "$installed$file"
  done
}
bin=$("$pg_config" --bindir)
link_others "$("$pg_config" --sharedir)/extension"
link_others "$("$pg_config" --sharedir)"
link_others "$("$pg_config" --pkglibdir)"
mkdir -p "$installed$bin" && cp "$bin/postgres" "$bin/initdb" "$bin/pg_ctl" "$installed$bin"
printf '#!/bin/sh\necho %s\n' "$installed$bin" > "$work/pg_config"
chmod 755 "$work/pg_config"
chmod -R go+rX "$installed"
(export PG_CONFIG="$work/pg_config" PGHOST="$work/second"
  "$here/server" start "$PGHOST" "fisc.artifacts=$artifacts"
  sql -c "CREATE EXTENSION fisc; CREATE SCHEMA fisc; ALTER EXTENSION fisc SET SCHEMA fisc;
    SELECT value FROM fisc.fisc_calc('small') WHERE line = '伙食补助'; DROP EXTENSION fisc"
  "$here/server" stop "$PGHOST") > "$work/got" 2>&1
printf '%s\n1101408\n' "$work/second" | diff - "$work/got" > "$work/why"
result $? "CREATE EXTENSION, from what was installed"
