why 合计数 --members 2
why 项数
why 平均 --lang zh
