check --max-rows 2
check --max-rows 2 --lang zh
