check
check --lang zh
check --results summary
