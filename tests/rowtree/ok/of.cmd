check --lang en
dump --ir
