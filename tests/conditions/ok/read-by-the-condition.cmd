check
check --lang zh
check --format json --results failing --joint off
