calc
calc --lang zh
