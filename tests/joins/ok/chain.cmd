check
check --format json --results failing
