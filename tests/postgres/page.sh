# The example of docs/embedding.md, in a database of its own.
mkdir "$work/page"
sed -n '/^```fisc$/,/^```$/p' "$top/docs/embedding.md" | sed '1d;$d' > "$work/page/rules.fisc"
artifact small "$work/page/rules.fisc" > "$work/why" 2>&1 &&
  sql -c "CREATE DATABASE page" > "$work/why" 2>&1 &&
  (export PGDATABASE=page; sql -f "$work/extension.sql" &&
    python3 "$top/tests/embed/pages.py" "$top/docs/embedding.md" "$top/runtime/fisc.h" \
      "$work/page" --sql "$@") > "$work/why" 2>&1 &&
  grep -q '^ok' "$work/why" && ! grep -q '^not ok' "$work/why"
result $? "docs/embedding.md: what is shown of PostgreSQL is what it prints"
