check --results all --format json
