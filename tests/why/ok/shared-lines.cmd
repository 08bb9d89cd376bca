why l3
why l60 --format dot
