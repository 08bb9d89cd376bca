check %.fisc --data %.data --baseline %.data/b.json --lang en
check %.fisc --data %.data --baseline ../ok/%.data/b.json --lang en --fail-on note --format json
