#!/bin/sh
mkdir answer
