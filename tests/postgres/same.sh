# The same results as the library's, cell by cell, and lines.
without_sentences() { awk -F '\t' -v OFS='\t' '$1 == "message" { print $1, $2, $3, $4; next } 1'; }
for dir in "$top"/examples/*/ "$top/tests/embed/small/"; do
  name=$(basename "$dir")
  prior=
  [ ! -d "$dir/prior" ] || prior=prior
  (cd "$dir" && timeout 300 "$FISC" build rules.fisc -o "$work/libsame.so" --lang en) \
    > "$work/why" 2>&1
  (cd "$dir" && "$programs/results" "$work/libsame.so" data $prior) 2>&1 |
    without_sentences > "$work/want"
  (cd "$dir" && "$here/lines" "$work/libsame.so" data $prior) 2>&1 |
    without_sentences > "$work/got"
  diff "$work/want" "$work/got" > "$work/why" && [ -s "$work/got" ]
  result $? "$name: the same results, cell by cell, and lines"
done

artifact small "$top/tests/embed/small/rules.fisc" > "$work/why" 2>&1 &&
  load small "$top/tests/embed/small/data" > "$work/why" 2>&1 &&
  sql -f "$here/setup.sql" > "$work/why" 2>&1
result $? "an artifact, its tables and the users are there"
gives "支出	支出预算表	spending.csv	current	{总额,基本,项目,编码}
政府	按政府分类	government.csv	current	{金额,编码}
正文		text.csv	current	{id,value,unit,precision}
prior(支出)	支出预算表	spending.csv	prior	{总额,基本,项目,编码}" \
  "SELECT * FROM fisc_tables('small')" "fisc_tables says what an artifact asks for"
