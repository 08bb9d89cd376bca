check --brief --lang zh
