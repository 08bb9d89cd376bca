text("fisc.map", "表,文件\n" + "".join(f"表{i},文件{i}.csv\n" for i in range(60000)), "utf-16")
text("a.csv", "项,数\n甲,1\n", "utf-8")
