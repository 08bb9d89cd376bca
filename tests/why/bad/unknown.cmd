why 坏
why 坏 --members 1
why 最大 --lang zh
why 无
why 上年
why 比
