fmt %-nowhere.fisc --lang zh
fmt %-nowhere.fisc --lang en
fmt --check . --lang zh
fmt --write %-nowhere.fisc --lang en
fmt %.fisc --max-rule-bytes 5 --lang zh
