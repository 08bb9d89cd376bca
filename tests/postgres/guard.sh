# Rules that keep data out: a constraint over JSON, a trigger over tables.
good="sheet('2010301', '2', '1', '1')" bad="sheet('2010301', '3', '1', '1')"
gives "t	f	f	f	" "SELECT fisc_valid('small', $good), fisc_valid('small', $bad),
  fisc_valid('small', '{}'), fisc_valid('small', sheet('2010301', 'x', '1', '1')),
  fisc_valid('small', NULL)" "fisc_valid: what holds, is violated, empty, unreadable, not there"
gives "t	f	t" "SELECT fisc_valid('small', d), fisc_valid('small', d, 'should'),
    fisc_valid('small', $good, 'should')
  FROM sheet('2010301', '12', '1', '11') AS d WHERE NOT fisc_valid('small', d, 'note')" \
  "the severity from which on a violation counts"
sql -c "CREATE TABLE documents (id int, d jsonb CONSTRAINT holds CHECK (fisc_valid('small', d)));
  INSERT INTO documents VALUES (1, $good), (2, NULL)" > "$work/why" 2>&1
result $? "a CHECK constraint lets in what holds"
for change in "INSERT INTO documents VALUES (3, $good), (4, $bad)" "UPDATE documents SET d = $bad"; do
  says '23514: new row for relation "documents" violates check constraint "holds"' "$change" \
    "and nothing else: ${change%% *}"
done
says 'fisc: row 1 of the table "支出" is no object' \
  "INSERT INTO documents VALUES (3, '{\"支出\": [1]}')" "what has no form is an error with its place"
gives "1
2" "SELECT id FROM documents ORDER BY id" "the table is as it was"
says 'functions in index expression must be marked IMMUTABLE' \
  "CREATE INDEX ON documents (fisc_valid('small', d))" "an index would outlive the artifact"

sql -c "CREATE SCHEMA guarded; CREATE TABLE guarded.支出 AS TABLE public.支出;
  CREATE TABLE guarded.政府 AS TABLE public.政府; GRANT USAGE ON SCHEMA guarded TO clerk;
  GRANT INSERT ON guarded.支出 TO clerk;
  UPDATE guarded.政府 SET 金额 = CASE 编码 WHEN '2010301' THEN '40' ELSE '6.48' END
    WHERE 编码 <> '合计';
  CREATE TRIGGER holds AFTER INSERT OR UPDATE OR DELETE ON guarded.支出
    FOR EACH STATEMENT EXECUTE FUNCTION fisc_guard('small');
  UPDATE guarded.支出 SET 总额 = 总额" > "$work/why" 2>&1
result $? "a trigger lets in what holds, and sees what the statement has done"
change="UPDATE guarded.支出 SET 总额 = '41' WHERE 编码 = '2010301'"
says '23514: 支出.总额, 2010301 行政运行: 41.00 万元 should equal 40.00 万元' "$change" \
  "what is violated is the error"
says '^DETAIL: +支出.rows.总额' "$change" "further findings are its detail"
says "^HINT: +The change is undone: fisc_check\('small'\)" "$change" "what is seen of it afterwards"
says 'NOTICE: .*results of "small" that are unknown, and so were not checked: [1-9]' \
  "BEGIN; DELETE FROM guarded.支出 WHERE 编码 IS NULL; ROLLBACK" "what is unknown afterwards is told"
says 'NOTICE: .*“small”有 [1-9][0-9]* 个结果未知，没有查' \
  "SET fisc.language = 'zh'; BEGIN; DELETE FROM guarded.支出 WHERE 编码 IS NULL; ROLLBACK" \
  "and in Chinese"
says '^CONSTRAINT NAME: +holds' "$change" "the trigger is named"
says '23514: 支出.总额, 2010301 行政运行: 41.00 万元应等于' "SET fisc.language = 'zh'; $change" \
  "and in Chinese"
gives "40.00" "SELECT 总额 FROM guarded.支出 WHERE 编码 = '2010301'" "nothing was changed"
says 'figures cannot be read' "UPDATE guarded.支出 SET 总额 = 'x' WHERE 编码 = '2010301'" \
  "what cannot be read is not let in"
says 'WARNING: .*支出 row .: .x. is not a number' \
  "UPDATE guarded.支出 SET 总额 = 'x' WHERE 编码 = '2010301'" "and it is said what that is"
says '23514: ' "CREATE SCHEMA evil; CREATE TABLE evil.支出 AS TABLE public.支出;
  SET search_path = evil, public; $change" "the search path does not lead it elsewhere"
PGUSER=clerk says '42501: permission denied for table 支出' \
  "INSERT INTO guarded.支出 VALUES ('1')" "it reads with the rights of who changes"
says 'HINT: .*CREATE TRIGGER' "CREATE TRIGGER each AFTER UPDATE ON guarded.政府 FOR EACH ROW
  EXECUTE FUNCTION fisc_guard('small'); UPDATE guarded.政府 SET 金额 = 金额" "no trigger for rows"
says '39P01: fisc: fisc_guard is called by AFTER' "CREATE TRIGGER before BEFORE UPDATE
  ON guarded.政府 EXECUTE FUNCTION fisc_guard('small'); UPDATE guarded.政府 SET 金额 = 金额" \
  "no trigger before"
for arguments in '' "'small', 'must', 'x'"; do
  says '39P01: fisc: the arguments of fisc_guard' "CREATE TRIGGER args AFTER UPDATE
    ON guarded.政府 EXECUTE FUNCTION fisc_guard($arguments); UPDATE guarded.政府 SET 金额 = 金额" \
    "arguments of a trigger: ($arguments)"
done
says '"grave" is no severity' "CREATE TRIGGER args AFTER UPDATE ON guarded.政府
  EXECUTE FUNCTION fisc_guard('small', 'grave'); UPDATE guarded.政府 SET 金额 = 金额" \
  "a trigger's severity"
says '23514: 大额, 2010301: 15.00' "CREATE TRIGGER args AFTER UPDATE ON guarded.政府
  EXECUTE FUNCTION fisc_guard('small', 'should'); UPDATE guarded.政府 SET 金额 = 金额" \
  "a trigger for what should hold"
says '23514: fisc: no rule of "small" could be checked' "CREATE SCHEMA bare;
  CREATE TABLE bare.other (n int); CREATE TRIGGER holds AFTER INSERT ON bare.other
  EXECUTE FUNCTION fisc_guard('small'); INSERT INTO bare.other VALUES (1)" \
  "a trigger where no table is"
