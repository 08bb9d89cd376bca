why '甲 + 乙' --uses
why 等 --uses --lang zh
why 丙 --uses
check --uses
check --on 2019-01-32
