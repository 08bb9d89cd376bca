calc
calc --lang zh
calc --on 2019
calc --on 2019-13 --lang zh
