check --format json --results all --joint off
