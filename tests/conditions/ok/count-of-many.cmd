check
check --brief --lang zh
check --format json --results failing --joint off
