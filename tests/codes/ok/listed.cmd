check --lang zh
check --engine native --lang en
check --brief --lang zh
check --format json --results all
check --coverage --results summary
dump --ast
dump --ir
lint
why 支出.科目在表
