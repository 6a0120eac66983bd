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
MAGIC = b'\x89LSD\r\n\x1a\n'


def main():
    old, new, how = sys.argv[1:]
    with open(old, 'rb') as f:
        text = f.read()
    begin = text.rindex(MAGIC)
    size = HEAD.unpack_from(text, begin)[3]
    data = text[begin + HEAD.size:begin + HEAD.size + size]
    # The record that holds it; zeros may come before it in there.
    at = text.rindex(struct.pack('<I', 2), 0, begin)
    while True:
        kind, length, ident, index = struct.unpack_from('<IIII', text, at)
        if ident == 2 and index == 0 and at + 16 <= begin < at + 8 + length:
            break
        at = text.rindex(struct.pack('<I', 2), 0, at)
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
