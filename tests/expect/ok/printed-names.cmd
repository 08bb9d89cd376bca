test
check
