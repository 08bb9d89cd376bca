# A folder and a link called like tables.
import os
text("甲.csv", "项目,金额\n甲,1\n合计,1\n", "utf-8")
os.mkdir(os.path.join(folder, "乙.csv"))
os.symlink("甲.csv", os.path.join(folder, "丙.csv"))
