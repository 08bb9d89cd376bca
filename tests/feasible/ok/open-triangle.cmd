check --joint full
