check --engine native --no-cache --helper /nowhere/fisc-cg
check --engine native --no-cache --helper /nowhere/fisc-cg --lang zh
