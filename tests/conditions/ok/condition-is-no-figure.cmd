check --format json --results all
