fmt --write --check % --lang zh
fmt %.fisc %.fisc --lang zh
fmt %.fisc %.fisc --lang en
fmt -w --check %.fisc --lang zh
fmt -w --check %.fisc --lang en
fmt --write - --lang zh
fmt --write - --lang en
fmt --keywords de %.fisc --lang zh
fmt --keywords de %.fisc --lang en
check -w %.fisc --lang zh
check --keywords=zh %.fisc --lang en
check %.fisc other.fisc --lang zh
