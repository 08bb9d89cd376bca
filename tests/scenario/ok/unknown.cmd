calc --scenario 减税
calc --scenario 减税 --lang zh
calc --scenario 减税 --format json
