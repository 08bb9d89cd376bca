check
dump --ast
