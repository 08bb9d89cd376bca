check --max-joint 5
check --max-joint 5 --lang zh --format json
check --max-joint 6 --results summary
