dump %.fisc --lang en
