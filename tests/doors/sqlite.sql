-- What fisc_check, fisc_cells, fisc_calc, fisc_notices and fisc_messages find, as tests/embed/results prints it.
-- The tables of the rules and their files are in temp.files.
.mode tabs
SELECT line FROM (
  SELECT result, 0 AS n,
    rule || char(9) || ifnull(key, '-') || char(9) || kind || char(9) || severity || char(9) ||
    verdict || char(9) || reason || char(9) || ifnull(left, '-') || char(9) ||
    ifnull(right, '-') || char(9) || ifnull(difference, '-') || char(9) || ifnull(slack, '-') ||
    char(9) || unit || char(9) || loose || char(9) || message_en || char(9) ||
    cells_left_out AS line
  FROM fisc_check('given')
  UNION ALL
  SELECT result, n,
    '' || char(9) || row || char(9) || column || char(9) || ifnull(value, '-') || char(9) ||
    unit || char(9) || kind || char(9) || ifnull(files.file, source) || char(9) || line ||
    char(9) || field || char(9) || header || char(9) || text || char(9) || condition || ' ' ||
    ifnull(taken, -1) || ' ' || furthest
  FROM (SELECT *, row_number() OVER () AS n FROM fisc_cells('given')) AS cells
  LEFT JOIN files ON files."table" = cells."table"
) ORDER BY result, n;
SELECT 'line' || char(9) || line || char(9) || ifnull(value, '-') || char(9) || unit || char(9) ||
       reason
FROM fisc_calc('given');
SELECT 'notice' || char(9) || kind || char(9) || ifnull("table", '-') || char(9) || message_en
FROM fisc_notices('given');
SELECT 'message' || char(9) || code || char(9) ||
       CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END || char(9) ||
       ifnull(files.file, ifnull(source, '-')) || char(9) || message_en
FROM fisc_messages('given') LEFT JOIN files ON files."table" = source;
