calc --scenario 连动
why 高 --scenario 连动
calc --scenario café
