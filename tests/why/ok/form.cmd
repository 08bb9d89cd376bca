why F.收入.收入总计
