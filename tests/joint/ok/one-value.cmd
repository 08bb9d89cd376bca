check --lang zh
check --lang en --results all --format json
