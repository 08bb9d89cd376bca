why 伙食补助 --by --lang zh
why 缴费 --by
why 人均 --by --lang zh
why 增幅 --by
why 平方 --by
why 四次 --by
why 凑整 --by
why 取大 --by --lang zh
why 各行 --by --lang zh
why 混合 --by
why 常数 --by
why 'T.总计 - (T.基本 + T.项目)' --by
why 人均 --by --format json
why 'T.总计' --by
