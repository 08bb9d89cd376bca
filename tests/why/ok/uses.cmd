why T[208].总计 --uses --lang zh
why T[208].基本 --uses
why T.项目 --uses
why 倍数 --uses
why 无关 --uses
why 'T[20*].总计' --uses --members 2
why 'S[201].总计' --uses --format json
why 两类 --uses --format dot
