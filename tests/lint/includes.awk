# Who may include whom. Comes in: C files (runtime/, compiler/, grammar/). Goes out: a line for each include that points
# the wrong way. Layers: base <- diag <- runtime <- ast <- grammar <- front <- analysis <- driver; codegen over runtime.
function layer(path,    base) {
  base = path
  sub(/.*\//, "", base)
  sub(/\.[a-z]+$/, "", base)
  if (path ~ /runtime\/embed\/http\//) return 9
  if (path ~ /runtime\//) {
    if (base ~ /^(arena|str|src|width|wide|num)$/) return 1
    return base ~ /^(diag|label|excerpt)/ ? 2 : 3
  }
  if (path ~ /grammar\//) return 5
  if (base ~ /^(ast|build|function)/) return 4
  if (base == "parse") return 5
  if (base ~ /^(cg|codegen)/) return 20
  if (base ~ /^(main|options|help|pages|session|unread|run|each|explain|folders|init)/) return 9
  if (base ~ /^(lint|trial|fmt|replace|carrier|compiled)/) return 9
  return base ~ /^(front|rulefile|side|format)/ ? 6 : 7
}
function resolve(from, name) {
  sub(/[^\/]*$/, "", from)
  while (name ~ /^\.\.\// && from != "") { sub(/^\.\.\//, "", name); sub(/[^\/]*\/$/, "", from) }
  return from name
}
function bad(why) { print FILENAME ":" FNR ": " $0 "  (" why ")" }
/^[ \t]*#[ \t]*include[ \t]*"/ {
  name = $0
  sub(/^[^"]*"/, "", name)
  sub(/".*/, "", name)
  to = resolve(FILENAME, name)
  if (to ~ /\/\.\.\//) { bad("too far up"); next }
  mine = layer(FILENAME)
  its = layer(to)
  if (mine == 20) { if (its != 20 && its > 3) bad("the code generator sees the runtime only") }
  else if (its == 20) bad("only the code generator includes its headers")
  else if (mine <= 3 && its > 3) bad("the runtime includes nothing from compiler/ or grammar/")
  else if (its == 5 && mine != 5 && mine != 6) bad("only front includes grammar/")
  else if (its > mine) bad("includes run downwards")
}
/^[ \t]*#[ \t]*include[ \t]*<libgccjit/ && layer(FILENAME) != 20 { bad("libgccjit belongs to the code generator") }
/^[ \t]*#[ \t]*include[ \t]*<(csv|jansson)\.h>/ && layer(FILENAME) > 3 && FILENAME !~ /embed\/http/ { bad("this library belongs to the runtime") }
/^[ \t]*#[ \t]*include[ \t]*<(locale|signal|wchar|math)\.h>/ && layer(FILENAME) < 9 && FILENAME !~ /spawn\.c$/ { bad("not in a library") }
