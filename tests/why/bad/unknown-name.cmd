why 伙食补住
why T.总汁
why 收支平横 --lang zh
why T.总计+3人
why '(T.总计'
why ''
why "T.总计; line x = 3"
why 收支平衡 --key 208
why
why T.总计 T.总计
why T.总计 --each '*/'
check --key 3
why T.总计 --format xml
why 'T.总计; line x = 3' --lang zh
why 收支平衡 --key 208 --lang zh
why 收支平横
why 伙食补助 --key 1
why 伙食补助 --by --members 3 --lang zh
