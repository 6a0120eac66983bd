# SPDX-License-Identifier: GPL-2.0-or-later
"""Damages the device state within a file that xl save has made.

damage.py FILE NEW flip       one bit of the state's data
damage.py FILE NEW cut        the last third of it is missing
damage.py FILE NEW foreign    something else in its place
damage.py FILE NEW plain      QEMU's stream alone, as other images write it

The state lies in libxl's EMULATOR_CONTEXT record (xen.git,
docs/specs/libxl-migration-stream.pandoc): type, length, emulator id, index,
data, padding to 8.
"""
import struct
import sys

HEAD = struct.Struct('<8sIIQII')
EMULATOR_CONTEXT = 3
MAGIC = b'\x89LSD\r\n\x1a\n'


def main():
    old, new, how = sys.argv[1:]
    with open(old, 'rb') as f:
        text = f.read()
    begin = text.index(MAGIC)
    size = HEAD.unpack_from(text, begin)[3]
    data = text[begin + HEAD.size:begin + HEAD.size + size]
    at = begin - 16
    kind, length, ident, index = struct.unpack_from('<IIII', text, at)
    if kind != EMULATOR_CONTEXT or length > len(text) - at:
        sys.exit('no record of the device state begins there: the guest has '
                 'been restored before?')
    end = at + 8 + (length + 7) // 8 * 8
    head = text[begin:begin + HEAD.size]
    body = {
        'flip': head + data[:-9] + bytes([data[-9] ^ 4]) + data[-8:] +
        bytes(4096),
        'cut': head + data[:size * 2 // 3],
        'foreign': b'#!/bin/sh\necho this is no state\n' * 100,
        'plain': data,
    }[how]
    record = struct.pack('<IIII', kind, 8 + len(body), ident, index) + body
    record += bytes(-len(record) % 8)
    with open(new, 'wb') as f:
        f.write(text[:at] + record + text[end:])
    print(f'{size} bytes of state, record of {length} bytes at {at}')


main()
