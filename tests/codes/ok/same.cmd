check --results all --lang zh
check --engine native --results summary
