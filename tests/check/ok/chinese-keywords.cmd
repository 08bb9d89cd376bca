check --lang zh
calc --lang zh
