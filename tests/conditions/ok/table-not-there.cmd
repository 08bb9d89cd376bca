check --results all
check --engine native --results summary
