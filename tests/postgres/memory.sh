# Nothing is kept: not over many calls, not over many errors.
cat > "$work/leak.sql" <<'SQL'
\set ON_ERROR_STOP off
SET client_min_messages = panic;
CREATE TEMP TABLE calls AS SELECT CASE i % 10
  WHEN 0 THEN $q$SELECT count(*) FROM fisc_check('small', of_value('1.5::float8'))$q$
  WHEN 1 THEN $q$SELECT count(*) FROM fisc_check('small', of_value('1/0'))$q$
  WHEN 2 THEN $q$SELECT count(*) FROM fisc_check('cut')$q$
  WHEN 3 THEN $q$SELECT fisc_valid('small', '{"支出": [{"a": [1]}]}')$q$
  WHEN 4 THEN $q$SELECT fisc_valid('small', sheet('2010301', '2', '1', '1'))$q$
  WHEN 5 THEN $q$SELECT count(*) FROM fisc_cells('small')$q$
  WHEN 6 THEN $q$SELECT count(*) FROM fisc_calc('small')$q$
  ELSE $q$SELECT count(*) FROM fisc_check('small')$q$ END AS q FROM generate_series(1, 1000) AS i;
\o /dev/null
SELECT q FROM calls LIMIT 200 \gexec
SELECT resident() AS resident, kept() AS kept \gset
SELECT q FROM calls \gexec
\o
SELECT kept() = :kept, resident() - :resident < 4096;
DO $$BEGIN
  FOR i IN 1..1000 LOOP
    BEGIN
      PERFORM count(*) FROM fisc_check('small', of_value(CASE WHEN i % 2 = 0 THEN '1/0'
                                                              ELSE '1' END));
    EXCEPTION WHEN division_by_zero THEN NULL;
    END;
  END LOOP;
END$$;
SELECT kept() = :kept, resident() - :resident < 16384;
SQL
sql -f "$work/leak.sql" > "$work/got" 2> "$work/why"
printf 't\tt\nt\tt\n' > "$work/want"
diff "$work/want" "$work/got" > "$work/why"
result $? "a thousand calls, good and bad, and a thousand in one transaction leave no memory behind"
