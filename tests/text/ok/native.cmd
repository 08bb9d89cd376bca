check --engine native --no-cache
