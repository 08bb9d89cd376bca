calc --on 2019-04
calc --on 2019-05-01
calc --on 2020-12-31
calc --on 2021-01
why 应缴 --on 2020-02 --lang zh
dump --ast
