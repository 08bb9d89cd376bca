test --prior kinds.prior
