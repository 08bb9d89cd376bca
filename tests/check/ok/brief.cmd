check --brief --lang zh
check --brief
