# Lengths of C functions, "LINES FILE:LINE NAME" each: the lines between the braces. Functions open and close with a
# brace in the first column, as everywhere in this tree, or stand on one line.
FNR == 1 { inside = 0 }
/^[A-Za-z_].*\(/ && !/;[ \t]*$/ && !inside { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name); at = FNR }
/^[A-Za-z_].*\) *\{.*\} *$/ && !/^(struct|enum|union|typedef|static const|const)/ && !inside { print 1, FILENAME ":" FNR, name; next }
/^\{/ || /^[A-Za-z_].*\) *\{ *$/ { inside = 1; begin = FNR; next }
/^\}/ && inside { if (name != "") print FNR - begin - 1, FILENAME ":" at, name; inside = 0; name = "" }
