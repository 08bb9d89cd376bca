why 收支
why 三处
why '三处[2]' --lang zh
why T.非负 --key 208
why T.非负 --key 社会保障
why T.非负 --members 1
why rule.fisc:10
why T.rows.总计
