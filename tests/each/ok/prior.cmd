check %.fisc --each '%.data/今/*/' --prior %.data/去 --lang zh
check %.fisc --each '%.data/今/*/' --prior %.data/去 --fail-on should --results summary --lang en
