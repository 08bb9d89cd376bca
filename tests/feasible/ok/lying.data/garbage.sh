#!/bin/sh
printf 'i\nj\ni 99999999999 s 1 1\nj 0 b 1\ni 1 s\nj 1 b x\ni 2 s nan inf\n\n' > answer
