why 两倍 --format json
why 平 --format json
why 平 --format dot
