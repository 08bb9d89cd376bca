# What is refused. Names of artifacts:
for name in '../small' '/etc/small' '.small' '' 'small.so' 'sm all' './small' "$(printf 'a%.0s' \
    $(seq 300))"; do
  says "42704: fisc: no artifact is called" "SELECT * FROM fisc_check('$name')" \
    "no name: '$(echo "$name" | head -c 20)'"
done
says '42704: fisc: no artifact is called "nowhere"' "SELECT * FROM fisc_calc('nowhere')" \
  "an artifact that is not there"
says '22004: fisc: no artifact is named' "SELECT * FROM fisc_check(NULL)" "no name at all"
says '没有名为“nowhere”的规则库' "SET fisc.language = 'zh'; SELECT * FROM fisc_calc('nowhere')" \
  "in Chinese, if the session wants that"

# Files:
small=$artifacts/libsmall.so
size=$(stat -c %s "$small")
head -c $((size - 1)) "$small" > "$work/bad.so" && put cut "$work/bad.so"
head -c $((size / 2)) "$small" > "$work/bad.so" && put half "$work/bad.so"
cp "$small" "$work/bad.so" &&
  printf x | dd of="$work/bad.so" bs=1 seek=$((size / 3)) conv=notrunc 2> /dev/null &&
  put changed "$work/bad.so"
: > "$work/bad.so" && put empty "$work/bad.so"
"$here/reseal.py" "$small" "$work/bad.so" && put other "$work/bad.so"
for name in cut half changed empty; do
  says "55000: fisc: .$name. cannot be opened: it (is no artifact|was changed or cut)" \
    "SELECT * FROM fisc_check('$name')" "an artifact that is $name"
done
says 'fisc: "other" cannot be opened: it has another interface' \
  "SELECT * FROM fisc_check('other')" "an artifact of another version"
ln -s libsmall.so "$artifacts/liblink.so"
mkfifo "$artifacts/libfifo.so"
mkdir "$artifacts/libfolder.so"
put loose "$small" && chmod 666 "$artifacts/libloose.so"
for name in link fifo folder loose; do
  says "42501: fisc: \"$name\" cannot be used: its file is not safe" \
    "SELECT * FROM fisc_check('$name')" "a file that is no safe one: $name"
done
if [ "$(id -u)" = 0 ]; then
  put foreign "$small" && chown 65534 "$artifacts/libforeign.so"
  says 'its file is not safe' "SELECT * FROM fisc_check('foreign')" "a file of another user"
fi
chmod 777 "$artifacts"
says '42501: fisc: "small" cannot be used: the folder of fisc.artifacts is not safe' \
  "SELECT * FROM fisc_check('small')" "a folder that everybody writes"
chmod 755 "$artifacts"
says 'fisc.artifacts is not set' "SET fisc.artifacts = ''; SELECT * FROM fisc_check('small')" \
  "no folder"
says 'named by a path from the root' "SELECT fisc_tables('small'); SET fisc.artifacts = 'x'" \
  "a folder beside the server's own"

# Settings are the administrator's, even before the library is loaded.
as_clerk() { PGUSER=clerk says "$@"; }
as_clerk '(42501|permission denied)' "SET fisc.artifacts = '/tmp'; SELECT * FROM fisc_calc('small')" \
  "a user cannot name a folder beforehand"
as_clerk 'permission denied to set parameter "fisc.artifacts"' \
  "SELECT count(*) FROM fisc_calc('small', '{\"支出\": null, \"政府\": null, \"正文\": null}');
   SET fisc.artifacts = '/tmp'" "nor then"
as_clerk 'permission denied to set parameter "fisc.memory"' \
  "SELECT count(*) FROM fisc_tables('small'); SET fisc.memory = '10GB'" "nor take more memory"
as_clerk 'to examine "fisc.artifacts"' \
  "SELECT count(*) FROM fisc_tables('small'); SHOW fisc.artifacts" "nor see where the folder is"
as_clerk '42501: permission denied for table 支出' "SELECT count(*) FROM fisc_check('small')" \
  "a table that the user may not read"
as_clerk '42501: permission denied for (table|view)' "SELECT count(*) FROM fisc_check('small',
  '{\"支出\": \"SELECT * FROM typed.支出\"}')" "nor by a query"
as_clerk '^figures of the table "支出"' "SELECT count(*) FROM fisc_check('small')" \
  "it is said which table was read"

# Values:
says '42804: fisc: table "支出": the column "总额" is double precision, which is not exact' \
  "SELECT * FROM fisc_check('small', of_value('1.5::float8'))" "float8"
says 'the column "总额" is real, which is not exact' \
  "SELECT * FROM fisc_check('small', of_query('SELECT 1::float4 AS 总额 WHERE false'))" "float4, without rows"
says 'HINT: .*COLUMN::numeric' "SELECT * FROM fisc_check('small', of_value('1.5::float8'))" \
  "it is said what to do about it"
for type in "true" "'x'::bytea" "now()" "ARRAY[1]" "'{}'::jsonb" "1::money" "row(1)"; do
  says '42804: fisc: table "支出": the column "总额" is .*: values are' \
    "SELECT * FROM fisc_check('small', of_value(\$\$$type\$\$))" "the type of $type"
done
for value in "'NaN'::numeric" "'Infinity'::numeric" "'-Infinity'::numeric" "'infinity'::date"; do
  says '22003: fisc: table "支出", row 1: the value in the column "总额" is not finite' \
    "SELECT * FROM fisc_check('small', of_value(\$\$$value\$\$))" "$value"
done
gives "t" "SELECT bool_or(code = 'D0504') FROM fisc_messages('small', of_query('SELECT 1 AS 编码'))" \
  "a column that is not there is told"
says '22008: fisc: the day must be' "SELECT * FROM fisc_check('small', NULL, '0001-01-01')" \
  "a day before all calendars"
says '22008: fisc: the day must be' "SELECT * FROM fisc_check('small', day => 'infinity')" \
  "a day that never comes"

# What is given for tables:
says '42P01: fisc: the rules of "small" have no table "没有"' \
  "SELECT * FROM fisc_check('small', '{\"没有\": \"SELECT 1\"}')" "a query for no table"
for given in '[]' '1' '"SELECT 1"' 'null' '[{"支出": []}]'; do
  says '22023: fisc: the tables are no JSON object' \
    "SELECT * FROM fisc_check('small', '$given')" "tables that are $given"
done
for given in 1 true '{}' '{"a": 1}'; do
  says '22023: fisc: what is given for the table "支出" is neither' \
    "SELECT * FROM fisc_check('small', '{\"支出\": $given}')" "a table that is $given"
done
for row in 1 '"x"' null '[]' '[1]'; do
  says '22023: fisc: row 2 of the table "支出" is no object' \
    "SELECT * FROM fisc_check('small', '{\"支出\": [{\"名称\": \"合计\"}, $row]}')" "a row that is $row"
done
for value in true '[]' '{}' '{"a": 1}'; do
  says '22023: fisc: table "支出", row 1: the value in the column "总额" is no number' \
    "SELECT * FROM fisc_check('small', '{\"支出\": [{\"总额\": $value}]}')" "a value that is $value"
done
says 'fisc: the table "支出" has too many columns' "SELECT fisc_valid('small',
  jsonb_build_object('支出', jsonb_build_array(
    (SELECT jsonb_object_agg('c' || i, i) FROM generate_series(1, 5000) AS i))))" \
  "five thousand columns"
says "22023: fisc: what is given for the table \"支出\" is no array of rows" \
  "SELECT fisc_valid('small', '{\"支出\": \"SELECT 1\"}')" "fisc_valid runs no query"
says '22023: fisc: "grave" is no severity' "SELECT fisc_valid('small', '{}', 'grave')" "no severity"

# Queries that are none, or that write:
for query in 'DELETE FROM written' 'INSERT INTO written VALUES (2) RETURNING n' \
    'WITH x AS (DELETE FROM written RETURNING n) SELECT * FROM x' 'DROP TABLE written' \
    'SELECT 1; DROP TABLE written' 'SELECT * FROM written FOR UPDATE' 'COPY written TO STDOUT' \
    "DO 'BEGIN END'" 'COMMIT' '' ';' 'SELECT FROM written' 'nonsense' 'SET fisc.memory = 1' \
    "SELECT writes() AS 编码" "SELECT set_config('transaction_read_only', 'off', true) AS 编码"; do
  says 'ERROR: ' "SELECT * FROM fisc_check('small', of_query(\$\$$query\$\$))" "no query: $query"
done
gives "0" "SELECT count(*) FROM written" "nothing was written"
gives "off
1" "SELECT FROM fisc_check('small', of_query('SELECT 1 AS 编码')) WHERE false;
  SHOW transaction_read_only; INSERT INTO written VALUES (3) RETURNING 1" \
  "the transaction may write as before"
