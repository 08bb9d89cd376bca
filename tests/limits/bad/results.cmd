check --results all --max-results 2
check --results all --max-results 2 --lang zh
check --results all --max-results 2 --format json
