# What tables may hold, and in which order they are read.
gives "2	1	46.48	46.48
2	3	46	46
2	4	0.48	0.48
3	1	40	40.00
3	3	40	40
3	4	0	0.00" "SET search_path = typed, public;
  SELECT line, field, value, text FROM fisc_cells('small') WHERE rule = '支出.总额' LIMIT 6" \
  "figures are numeric(18,4), bigint, char, name, in the order of the primary key"
gives "0" "SET search_path = typed, public; SELECT count(*) FROM fisc_messages('small')
  WHERE severity = 'error'" "none of them is taken amiss"
gives "exact" "SELECT verdict FROM fisc_check('small', '{\"政府\": \"TABLE typed.政府\"}')
  WHERE rule = '总数一致'" "a query in place of a table"
gives "1234567890.12	1234567890.12" "SELECT value, text FROM fisc_cells('small',
    '{\"支出\": [{\"名称\": \"合计\", \"编码\": null, \"总额\": 1234567890.12}]}')
  WHERE rule = '总数一致' AND \"table\" = '支出'" "a number in JSON is exact"
gives "2024-02-29" "SET DateStyle = 'German'; SELECT text FROM fisc_messages('small',
  of_value(\$\$date '2024-02-29'\$\$)) WHERE code = 'D0506'" "a date is text as ISO 8601 has it"
gives "blank	f" "SELECT DISTINCT kind, value <> 0 FROM fisc_cells('small',
  '{\"支出\": [{\"名称\": \"合计\", \"总额\": null, \"基本\": null}]}') WHERE rule = '支出.总额'" \
  "NULL is a blank"
gives "t	t	t" "SELECT bool_or(reason = 'missing') FILTER (WHERE rule = '总数一致'),
  bool_or(reason = 'missing') FILTER (WHERE rule = '两表一致'),
  bool_or(verdict = 'exact') FILTER (WHERE rule = '支出.总额')
  FROM fisc_check('small', '{\"政府\": null}')" "null says that a table is not there"
gives "项数	0" "SELECT rule, \"left\" FROM fisc_check('small', '{\"支出\": []}')
  WHERE rule = '项数'" "a table without rows is there"
gives "1101408	元		" "SELECT value, unit, reason, because FROM fisc_calc('small')
  WHERE line = '伙食补助'" "a line's value"
gives "0.5		" "SELECT value, unit, reason FROM fisc_calc('small', '{
  \"支出\": [{\"名称\": \"合计\", \"编码\": null, \"总额\": 3}],
  \"prior(支出)\": [{\"名称\": \"合计\", \"编码\": null, \"总额\": 2}]}') WHERE line = '超支率'" \
  "last year's figures"
says 'WARNING: .*D0506.*支出 row 2: .x. is not a number' "SELECT count(*)
  FROM fisc_check('small', of_value('''x'''))" "what cannot be read is told, with its place"
says 'WARNING: .*支出 第 2 行: “x”不是数' "SET fisc.language = zh; SELECT count(*)
  FROM fisc_check('small', of_value('''x'''))" "and in Chinese"
gives "D0506	error	支出	2	总额	x" "SELECT code, severity, source, line, header, text
  FROM fisc_messages('small', of_value('''x''')) WHERE code = 'D0506'" \
  "fisc_messages gives it as a row"
