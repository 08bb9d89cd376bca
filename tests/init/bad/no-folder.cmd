init %-nowhere --lang zh
init %-nowhere --lang en
