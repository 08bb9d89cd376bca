why '正文[N1]'
why '正文[N2]' --lang zh
why '正文[N3] in 人'
