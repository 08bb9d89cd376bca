check %.fisc --data %.data --prior %.data/2021/ --lang en
calc %.fisc --data %.data --prior %.data/2021/ --lang en
