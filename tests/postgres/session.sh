# Sessions: they go on after errors; checks within checks; timeouts and cancelling; parallel plans.
cat > "$work/session.sql" <<'SQL'
\set ON_ERROR_STOP off
SELECT pg_backend_pid() AS pid, count(*) AS results FROM fisc_check('small') \gset
SELECT * FROM fisc_check('nowhere');
SELECT * FROM fisc_check('cut');
SELECT * FROM fisc_check('small', of_value('1.5::float8'));
SELECT * FROM fisc_check('small', of_value('1/0'));
SELECT * FROM fisc_check('small', of_query('nonsense'));
SELECT * FROM fisc_check('small', '{"支出": [{"a": []}]}');
SET statement_timeout = 50;
SELECT count(*) FROM fisc_check('small', wide(300000));
RESET statement_timeout;
SET fisc.memory = '1MB';
SELECT count(*) FROM fisc_check('small', wide(300000));
SELECT count(*) FROM fisc_check('small', wide(3000));
RESET fisc.memory;
BEGIN;
SAVEPOINT a;
SELECT * FROM fisc_check('small', of_value('1/0'));
ROLLBACK TO a;
SELECT count(*) = :results FROM fisc_check('small');
COMMIT;
SELECT count(*) = :results, pg_backend_pid() = :pid FROM fisc_check('small');
SELECT count(*), bool_and(name = 'fisc artifact') FROM pg_backend_memory_contexts
  WHERE name LIKE 'fisc%';
SQL
sql -f "$work/session.sql" > "$work/got" 2> "$work/said"
printf 't\nt\tt\n1\tt\n' > "$work/want"
diff "$work/want" "$work/got" > "$work/why"
result $? "a session goes on after each error, and nothing is left behind"
grep -c ERROR "$work/said" | grep -qx 10
result $? "each of them was an error"
grep -q 'ERROR: .*fisc: .*limit was hit' "$work/said"
result $? "more than fisc.memory is refused"

# Checks within checks.
gives "t" "SELECT bool_or(text = '1101408') FROM fisc_cells('small', of_query(
  \$\$SELECT '2010301' AS 编码, value AS 总额, value AS 基本, 0 AS 项目
    FROM fisc_calc('small') WHERE line = '伙食补助'\$\$))" "a table that is read from a check"
says '54001: stack depth limit exceeded' "SET search_path = round, public; SET max_stack_depth = 256;
  ALTER FUNCTION fisc_check SET search_path = round, public; SELECT count(*) FROM fisc_check('small')" \
  "a check that is read from itself ends"
sql -c "ALTER FUNCTION fisc_check RESET search_path"
gives "$(sql -c "SELECT 25 * count(*) FROM fisc_check('small')" 2> /dev/null)" \
  "SELECT count(*) FROM generate_series(1, 25) AS i, LATERAL fisc_check('small',
    CASE WHEN i > 0 THEN '{}'::jsonb END)" "a check for each row"
gives "1
2" "DECLARE c CURSOR WITH HOLD FOR SELECT result FROM fisc_check('small'); FETCH 2 FROM c" \
  "a cursor over results that is left open"

# An artifact is replaced by another of its name; one that is in use stays.
own=$work/own
mkdir "$own" && install -m 644 "$small" "$own/libsmall.so"
[ "$(id -u)" != 0 ] || chown -R "$(stat -c %u "$socket")" "$own"
gives "t	t" "SET fisc.artifacts = '$own';
  CREATE FUNCTION swap() RETURNS int LANGUAGE plpgsql AS \$\$BEGIN
    COPY (SELECT 1) TO PROGRAM 'cp $own/libsmall.so $own/new && mv $own/new $own/libsmall.so';
    RETURN count(*) FROM fisc_tables('small'); END\$\$;
  SELECT bool_or(c.text = '4'), count(DISTINCT result) > 1 FROM fisc_cells('small', of_query(
    'SELECT ''2010301'' AS 编码, swap() AS 总额, 4 AS 基本, 0 AS 项目')) AS c" \
  "an artifact that is replaced while it is used"
artifact other "$top/examples/two-years/rules.fisc" > "$work/why" 2>&1
cat > "$work/replace.sql" <<SQL
SELECT count(*) FROM fisc_tables('swapped');
\\! mv $artifacts/second $artifacts/libswapped.so
SELECT count(*) FROM fisc_tables('swapped');
SELECT count(*) FROM pg_backend_memory_contexts WHERE name = 'fisc artifact';
SQL
put swapped "$small" && install -m 644 "$artifacts/libother.so" "$artifacts/second"
sql -f "$work/replace.sql" > "$work/got" 2>&1
{ echo 4; sql -c "SELECT count(*) FROM fisc_tables('other')"; echo 1; } > "$work/want"
diff "$work/want" "$work/got" > "$work/why" && [ "$(sort -u "$work/got" | wc -l)" = 3 ]
result $? "a file that was replaced is opened anew, and the old one let go"

# In the middle of a check, behind the reading of tables: then there is no table to be named.
timeout_found=1
for t in 50 100 200 400 800 1600 3200 6400 12800; do
  sql -c "SET statement_timeout = $t; SELECT count(*) FROM fisc_check('small', wide(300000))" \
    > "$work/why" 2>&1 && break
  grep -q 'canceling statement due to statement timeout' "$work/why" || break
  if ! grep -q 'figures of the table' "$work/why"; then timeout_found=0; break; fi
done
result $timeout_found "statement_timeout ends a check while rules run"
in_background() { # SQL FUNCTION: the function ends what the statement does
  PGAPPNAME=long sql -c "$1" > "$work/said" 2>&1 &
  for _ in $(seq 200); do
    [ "$(sql -c "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'long'
      AND state = 'active'")" = 1 ] && break
    sleep 0.05
  done
  sql -c "SELECT $2(pid) FROM pg_stat_activity WHERE application_name = 'long'" > "$work/why" 2>&1
  wait $!
}
long="SELECT count(*) FROM generate_series(1, 10000) AS i,
  LATERAL fisc_check('small', wide(20000 + i % 2))"
in_background "$long" pg_cancel_backend
cp "$work/said" "$work/why"
grep -q 'canceling statement due to user request' "$work/why"
result $? "a check is cancelled"
in_background "$long" pg_terminate_backend
cp "$work/said" "$work/why"
grep -q 'terminating connection due to administrator command' "$work/why"
result $? "a session that checks is ended"

# Parallel plans: the workers open artifacts of their own.
parallel="SET force_parallel_mode = on; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
  SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
  SET parallel_leader_participation = off;"
sql -c "CREATE TABLE many AS SELECT sheet('2010301', (2 + i % 2)::text, '1', '1') AS d
  FROM generate_series(1, 5000) AS i; ANALYZE many"
says 'Workers Launched: [12]' "$parallel EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF)
  SELECT count(*) FROM many WHERE fisc_valid('small', d)" "fisc_valid runs in parallel workers"
gives "2500" "$parallel SELECT count(*) FROM many WHERE fisc_valid('small', d)" \
  "and finds there what it finds elsewhere"
says 'is not set' "$parallel SET fisc.artifacts = '';
  SELECT count(*) FROM many WHERE fisc_valid('small', d)" "with the session's settings"
gives "t	2" "$parallel SELECT bool_and(c.n = d.n), count(*) FROM
  (SELECT count(*) AS n FROM fisc_check('small')) AS c,
  (VALUES ($(sql -c "SELECT count(*) FROM fisc_check('small')")),
          ($(sql -c "SELECT count(*) FROM fisc_check('small')"))) AS d (n)" \
  "fisc_check stays with the leader"

# Servers of other encodings.
for encoding in EUC_CN SQL_ASCII; do
  sql -c "CREATE DATABASE coded ENCODING '$encoding' LOCALE 'C' TEMPLATE template0"
  (export PGDATABASE=coded; [ $encoding = EUC_CN ] || export PGCLIENTENCODING=SQL_ASCII
    sql -f "$work/extension.sql"
    load small "$top/tests/embed/small/data"
    sql -v artifact=small -v prior= -f "$here/lines.sql") > "$work/got" 2>&1
  sql -v artifact=small -v prior= -f "$here/lines.sql" > "$work/want" 2>&1
  diff "$work/want" "$work/got" > "$work/why"
  result $? "a database in $encoding finds the same"
  PGDATABASE=coded says '没有名为“nowhere”' "SET fisc.language = 'zh';
    SELECT * FROM fisc_check('nowhere')" "and speaks Chinese"
  sql -c "DROP DATABASE coded"
done
sql -c "CREATE DATABASE coded ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
PGDATABASE=coded sql -f "$work/extension.sql"
PGDATABASE=coded says '22P05: .*has no equivalent in encoding "LATIN1"' \
  "SELECT * FROM fisc_check('small')" "a database that cannot write the tables' names says so"
