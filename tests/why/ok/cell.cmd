why T.总计
why T[208].总计 --lang zh
why T[2*].项目
why T.others
why 'T."其他"'
