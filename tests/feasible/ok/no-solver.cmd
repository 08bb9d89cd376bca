check --solver no-such-program
check --solver no-such-program --lang zh --format json
check --solver /bin/false
check --solver /bin/true
check --solver /bin
check --joint off
