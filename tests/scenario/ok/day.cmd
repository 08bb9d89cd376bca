calc --scenario 涨价 --on 2024-03
calc --scenario 涨价 --on 2023-03
calc --scenario 涨价
