check --prior prior.2021
