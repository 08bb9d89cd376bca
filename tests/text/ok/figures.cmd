check --lang en
calc --lang en
