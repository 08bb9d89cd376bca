calc --scenario 增人 --lang zh
fmt %.fisc --keywords en
fmt %.fisc --keywords zh
calc --scenario 压减
