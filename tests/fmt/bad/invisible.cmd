fmt
fmt --check --lang zh
