check --max-data-bytes 20
check --max-data-bytes 20 --lang zh
