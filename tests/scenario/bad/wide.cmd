calc --scenario 太大
