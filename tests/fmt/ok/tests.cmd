fmt
fmt --keywords zh
