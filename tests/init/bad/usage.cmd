init -o % --lang zh
init -o % --lang en
check %.fisc -o x.fisc --lang en
