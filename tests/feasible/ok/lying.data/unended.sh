#!/bin/sh
printf 'i 1 s 1 1' > answer
