init %.data --lang zh
init %.data --lang en
init %.data --lang zh --keywords zh
