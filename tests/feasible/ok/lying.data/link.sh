#!/bin/sh
ln -s /etc/passwd answer
