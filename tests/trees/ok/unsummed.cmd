check --results all
dump --ast
