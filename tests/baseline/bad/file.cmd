check file.fisc --baseline %.data/nowhere.json --lang zh
check file.fisc --baseline %.data/empty.json --lang zh
check file.fisc --baseline %.data/cut.json --lang zh
check file.fisc --baseline %.data/list.json --lang zh
check file.fisc --baseline %.data/text.json --lang zh
check file.fisc --baseline %.data/calc.json --lang zh
check file.fisc --baseline %.data/units.json --lang zh
check file.fisc --baseline %.data/summary.json --lang zh
check file.fisc --baseline %.data/figure.json --lang zh
check file.fisc --baseline %.data/cell.json --lang zh
check file.fisc --baseline %.data/truncated.json --lang zh
check file.fisc --baseline %.data/twice.json --lang zh
check file.fisc --baseline %.data --lang zh
calc file.fisc --baseline %.data/x.json --lang zh
check file.fisc --each '%.data/' --baseline %.data/x.json --lang zh
check file.fisc --baseline %.data/nowhere.json --lang en
check file.fisc --baseline %.data/empty.json --lang en
check file.fisc --baseline %.data/cut.json --lang en
check file.fisc --baseline %.data/list.json --lang en
check file.fisc --baseline %.data/text.json --lang en
check file.fisc --baseline %.data/calc.json --lang en
check file.fisc --baseline %.data/units.json --lang en
check file.fisc --baseline %.data/summary.json --lang en
check file.fisc --baseline %.data/figure.json --lang en
check file.fisc --baseline %.data/cell.json --lang en
check file.fisc --baseline %.data/truncated.json --lang en
check file.fisc --baseline %.data/twice.json --lang en
check file.fisc --baseline %.data --lang en
calc file.fisc --baseline %.data/x.json --lang en
check file.fisc --each '%.data/' --baseline %.data/x.json --lang en
check file.fisc --baseline %.data/summary.json --max-data-bytes 20 --lang en
check --brief --format json --lang zh
lint %.fisc --prior x --lang en
check --no-cache --cache-dir x --lang en
