-- What fisc_check, fisc_cells, fisc_calc, fisc_notices and fisc_messages find, as tests/embed/results prints it.
-- Variables: artifact; prior, the folder of last year's sheets as it was named.
\set ON_ERROR_STOP on
CREATE TEMP TABLE files AS
  SELECT "table", CASE origin WHEN 'prior' THEN :'prior' || '/' || file ELSE file END AS file
  FROM fisc_tables(:'artifact');
SELECT line FROM (
  SELECT result, 0::bigint AS n,
    concat_ws(E'\t', rule, coalesce(key, '-'), kind, severity, verdict, reason,
              coalesce("left"::text, '-'), coalesce("right"::text, '-'),
              coalesce(difference::text, '-'), coalesce(slack::text, '-'), unit, loose::integer,
              message_en, cells_left_out) AS line
  FROM fisc_check(:'artifact')
  UNION ALL
  SELECT result, n,
    concat_ws(E'\t', '', "row", "column", coalesce(value::text, '-'), unit, kind,
              coalesce(file, source), line, field, header, text,
              concat_ws(' ', condition::integer, coalesce(taken::integer, -1), furthest::integer))
  FROM fisc_cells(:'artifact') WITH ORDINALITY AS cells
    (result, rule, key, "table", source, "row", "column", value, unit, kind, line, field, header,
     text, condition, taken, furthest, n)
  LEFT JOIN files USING ("table")
) AS found ORDER BY result, n;
SELECT concat_ws(E'\t', 'line', line, coalesce(value::text, '-'), unit, reason)
FROM fisc_calc(:'artifact') WITH ORDINALITY AS lines (line, value, unit, reason, because, n)
ORDER BY n;
SELECT concat_ws(E'\t', 'notice', kind, coalesce("table", '-'), message_en)
FROM fisc_notices(:'artifact') WITH ORDINALITY AS notices (kind, "table", message_zh, message_en, n)
ORDER BY n;
SELECT concat_ws(E'\t', 'message', code,
                 CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,
                 coalesce(file, source, '-'), message_en)
FROM fisc_messages(:'artifact') WITH ORDINALITY AS messages
  (code, severity, source, line, field, header, text, message_zh, message_en, help_zh, help_en, n)
LEFT JOIN files ON "table" = source
ORDER BY n;
