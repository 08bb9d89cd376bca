calc --scenario 涨价
calc --scenario 都涨
