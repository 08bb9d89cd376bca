check --prior lines-of-a-rule.data/2021 --lang zh
check --prior lines-of-a-rule.data/2021 --lang en
