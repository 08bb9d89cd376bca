calc
calc --lang zh
calc --format json
