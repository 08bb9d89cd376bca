check
calc
