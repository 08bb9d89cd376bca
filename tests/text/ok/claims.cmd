check --lang zh
check --lang en --format json --results failing
