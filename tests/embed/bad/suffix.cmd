build -o budget.txt
build -o budget.txt --lang zh
