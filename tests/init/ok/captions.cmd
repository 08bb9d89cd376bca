init %.data --lang en
check %.fisc --data %.data --lang en
