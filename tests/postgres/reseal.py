#!/usr/bin/env python3
"""Makes an artifact of another interface: reseal.py FROM TO raises its version and seals it again."""
import hashlib
import struct
import sys

MAGIC = struct.pack("<Q", 0x6373696676310A)
SEAL = 8 + 32

data = bytearray(open(sys.argv[1], "rb").read()[:-SEAL])
at = data.index(MAGIC) + len(MAGIC)
struct.pack_into("<I", data, at, struct.unpack_from("<I", data, at)[0] + 1)
seal = b"fiscseal" + hashlib.blake2s(data).digest()
open(sys.argv[2], "wb").write(bytes(data) + seal)
