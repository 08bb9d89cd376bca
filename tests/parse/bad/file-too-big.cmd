check --max-rule-bytes 35
