check --lang zh
check --lang en --engine native
check --lang en --format json --results failing
