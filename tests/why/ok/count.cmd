why %.fisc --data %.data 大额 --lang zh
why %.fisc --data %.data 最大 --lang en
why %.fisc --data %.data 平均 --lang en
why %.fisc --data %.data 大额 --format json --lang en
why %.fisc --data %.data "项目[讲课].金额" --uses --lang zh
