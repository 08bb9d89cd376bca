why 两类 --by
why 商 --by --lang zh
why 相等 --by
why 相等 --by --lang zh
why 两类 --by --uses
check --by
