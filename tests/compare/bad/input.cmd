diff %.fisc %.data/good %.data/gone --lang zh
diff %.fisc %.data/gone %.data/away --lang en
diff %.fisc %.data/empty %.data/good --lang zh
diff %.fisc %.data/empty %.data/good --lang en
diff %.fisc %.data/good %.data/column --lang zh
diff %.fisc %.data/good %.data/column --lang en
diff %.fisc %.data/good %.data/none --lang zh
diff %.fisc %.data/good --lang zh
diff %.fisc %.data/good --lang en
diff %.fisc %.data/good %.data/none more --lang zh
diff %.fisc %.data/good %.data/none more --lang en
diff %.fisc %.data/good %.data/none --data %.data --lang zh
diff %.fisc %.data/good %.data/none --each '*' --lang en
diff %.fisc %.data/good %.data/none --format json --lang en
diff %.fisc %.data/gone %.data/away --format json --lang zh
diff gone.fisc %.data/good %.data/none --format json --lang en
diff %.fisc %.data/good %.data/none --format dot --lang zh
diff gone.fisc %.data/good %.data/none --lang zh
diff %.fisc %.data/good %.data/none --time --lang zh
diff %.fisc %.data/good %.data/none --engine native --lang zh
diff %.fisc %.data/good %.data/none --engine native --lang en
diff %.fisc %.data/good %.data/none --results failing --lang zh
diff %.fisc %.data/good %.data/none --fail-on note --lang en
diff %.fisc %.data/good %.data/none --results all --format json --lang en
