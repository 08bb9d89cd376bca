check --lang zh
check --engine native --lang en --results summary
dump --ast
lint
