check
lint
calc
