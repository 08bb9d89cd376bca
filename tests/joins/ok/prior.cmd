check --prior prior.data/2021
check
