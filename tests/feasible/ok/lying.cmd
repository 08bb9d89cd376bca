check --results summary --solver lying.data/wrong-values.sh
check --results summary --solver lying.data/garbage.sh
check --results summary --solver lying.data/unended.sh
check --results summary --solver lying.data/folder.sh
check --results summary --solver lying.data/link.sh
