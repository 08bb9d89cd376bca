zipped("t.xlsx", {"content.xml": "<a/>", "_rels/.rels": relations([])})
