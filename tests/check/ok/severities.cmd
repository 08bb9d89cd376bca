check
check --fail-on should
check --lang zh
