check --prior two-names-in-prior.prior
