-- What the tests' statements are about: users, small/'s tables, functions that do what they should
-- not.
CREATE ROLE clerk LOGIN;
CREATE SCHEMA typed;
CREATE TABLE typed.支出 (总额 numeric(18,4), 编码 char(9), 基本 bigint, 项目 numeric, 名称 name,
                         n int PRIMARY KEY);
INSERT INTO typed.支出 VALUES
  (46.48, NULL, 46, 0.48, '合计', 1),
  (40.00, '2010301', 40, 0.00, '行政运行', 2),
  (6.48, '2080505', 6, 0.48, '养老保险缴费', 3);
UPDATE typed.支出 SET n = n WHERE n = 1;    -- stored last by now
CREATE VIEW typed.政府 AS SELECT coalesce(编码::varchar, '合计') AS 编码, 总额 AS 金额 FROM typed.支出 ORDER BY n;
GRANT USAGE ON SCHEMA typed TO clerk;

CREATE TABLE written (n int);
CREATE FUNCTION writes() RETURNS text LANGUAGE plpgsql AS
  $$BEGIN INSERT INTO written VALUES (1); RETURN '2010301'; END$$;
CREATE SCHEMA round;
CREATE VIEW round.支出 AS SELECT rule AS 编码, "left" AS 总额 FROM fisc_check('small');

-- Rows of a sheet that takes a while.
CREATE FUNCTION wide(n int) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('支出', format(
    $q$SELECT NULL AS 编码, '合计' AS 名称, %1$s AS 总额, %1$s AS 基本, 0 AS 项目
       UNION ALL SELECT (1000000 + i)::text, 'x', 1, 1, 0 FROM generate_series(1, %1$s) AS i$q$,
    n)) $$;
CREATE FUNCTION sheet(code text, total text, basic text, project text) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT jsonb_build_object('支出', jsonb_build_array(
    jsonb_build_object('名称', '合计', '总额', total, '基本', basic, '项目', project),
    jsonb_build_object('编码', code, '名称', 'x', '总额', total, '基本', basic,
                       '项目', project))) $$;
-- One query for 支出 with an expression for 总额.
CREATE FUNCTION of_value(expression text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('支出', 'SELECT ''2010301'' AS 编码, ' || expression || ' AS 总额') $$;
CREATE FUNCTION of_query(query text) RETURNS jsonb LANGUAGE sql AS $$
  SELECT jsonb_build_object('支出', query) $$;

CREATE FUNCTION resident() RETURNS bigint LANGUAGE sql AS $$
  SELECT (regexp_match(pg_read_file('/proc/self/status'), 'VmRSS:\s+(\d+)'))[1]::bigint $$;
CREATE FUNCTION kept() RETURNS bigint LANGUAGE sql AS $$
  SELECT sum(total_bytes)::bigint FROM pg_backend_memory_contexts WHERE name LIKE 'fisc%' $$;
