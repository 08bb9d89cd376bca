fmt
fmt --keywords zh
fmt --keywords en
