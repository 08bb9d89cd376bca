check %.fisc --data %.data --prior . --lang en
