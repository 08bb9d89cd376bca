check
check --results all --format json
dump --ast
