check %.fisc --each '%.data/单位/*/' --data %.data/全 --results summary --lang en
