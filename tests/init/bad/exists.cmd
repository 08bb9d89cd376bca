init %.data -o %.fisc --lang zh
init %.data -o %.fisc --lang en
