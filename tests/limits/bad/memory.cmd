check --max-memory 1000
check --max-memory 1000 --lang zh
