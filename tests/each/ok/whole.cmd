check %.fisc --each '%.data/单位/*/' --data %.data/全 --lang en
calc %.fisc --each '%.data/单位/*/' --data %.data/全 --format json --lang en
