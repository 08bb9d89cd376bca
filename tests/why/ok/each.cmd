why 对表
why 'A->B.金额' --key 208 --lang zh
