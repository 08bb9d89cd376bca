lint --data nowhere
