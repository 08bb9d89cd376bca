init %.data --lang zh
init %.data --lang en
