text("t.csv", "项目,数\n甲,1\n", "utf-8")
text("fisc.map", "表,文件\n表,t.csv\n" + "\n" * (1 << 20), "utf-8")
