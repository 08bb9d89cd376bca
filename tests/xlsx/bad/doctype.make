p = parts_of([sheet("s", [["码"]])])
p["xl/sharedStrings.xml"] = "<!DOCTYPE sst [<!ENTITY a 'aaaa'>]><sst><si><t>&a;</t></si></sst>"
zipped("t.xlsx", p)
