check
check --brief --lang zh
check --format json --results all --joint off
