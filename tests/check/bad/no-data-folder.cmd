check --data nowhere
