calc --scenario 圈
calc
