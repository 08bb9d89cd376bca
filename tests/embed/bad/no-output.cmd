build
build --lang zh
check -o libx.so
check --cpu x86-64
