calc --scenario 另写
calc --scenario 打折
calc --scenario 加减
calc --scenario 分期 --lang zh
why b --scenario 另写
calc --scenario 另写 --format json
why b --scenario 另写 --format json
why b --by --scenario 打折
why b --by --scenario 打折 --format json
why b --scenario 另写 --format dot
