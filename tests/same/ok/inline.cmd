check
check --lang zh
dump --ir
