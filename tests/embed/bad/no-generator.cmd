build -o libx.so --helper /nowhere/fisc-cg
build -o libx.so --helper /nowhere/fisc-cg --lang zh
