fmt
fmt --check --lang zh
fmt -w
