init %.data -o nowhere/a.fisc --lang zh
init %.data -o nowhere/a.fisc --lang en
