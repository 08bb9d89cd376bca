check %.fisc --each '%.data/*/' --lang en
