check
check --format json --results all
