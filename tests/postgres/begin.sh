# An artifact, tables and users for the parts that follow.
artifact small "$top/tests/embed/small/rules.fisc" > "$work/why" 2>&1 &&
  load small "$top/tests/embed/small/data" > "$work/why" 2>&1 &&
  sql -f "$here/setup.sql" > "$work/why" 2>&1
result $? "an artifact, its tables and the users are there"
gives "支出	支出预算表	spending.csv	current	{总额,基本,项目,编码}
政府	按政府分类	government.csv	current	{金额,编码}
正文		text.csv	current	{id,value,unit,precision}
prior(支出)	支出预算表	spending.csv	prior	{总额,基本,项目,编码}" \
  "SELECT * FROM fisc_tables('small')" "fisc_tables says what an artifact asks for"
