fmt --check
fmt %.fisc --check --lang zh
fmt %.fisc names.fisc spacing.fisc --check --lang zh
fmt --check %.fisc windows.fisc empty.fisc only-comments.fisc nowhere.fisc
