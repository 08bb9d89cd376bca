check --format json --results all
check
