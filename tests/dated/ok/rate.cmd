calc
why 全年 --lang zh
why 一月
why 养老单位费率 --on 2020-01-15
why '养老单位费率 at 2010-12' --format json
