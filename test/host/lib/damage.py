# SPDX-License-Identifier: GPL-2.0-or-later
"""Damages, or takes out, the device state within a file of xl save.

damage.py FILE NEW flip       one bit of the state's data
damage.py FILE NEW cut        the last third of it is missing
damage.py FILE NEW foreign    something else in its place
damage.py FILE NEW plain      QEMU's stream alone, as other images write it
damage.py FILE NEW put STATE  that state in its place, whole
damage.py FILE STATE get      writes that stream to STATE

The state lies in libxl's EMULATOR_CONTEXT record (xen.git,
docs/specs/libxl-migration-stream.pandoc): type, length, emulator id, index,
data, padding to 8.
"""
import struct
import sys
import zlib

HEAD = struct.Struct('<8sIIQII')
EMULATOR_CONTEXT = 3
MAGIC = b'\x89LSD\r\n\x1a\n'


def header(number, data):
    h = HEAD.pack(MAGIC, 1, number, len(data), zlib.crc32(data), 0)
    return h[:28] + struct.pack('<I', zlib.crc32(h[:28]))


def main():
    old, new, how = sys.argv[1:4]
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
    if how == 'get':
        with open(new, 'wb') as f:
            f.write(data)
        return
    end = at + 8 + (length + 7) // 8 * 8
    head = text[begin:begin + HEAD.size]
    other = b''
    if how == 'put':
        with open(sys.argv[4], 'rb') as f:
            other = f.read()
    body = {
        'flip': head + data[:-9] + bytes([data[-9] ^ 4]) + data[-8:] +
        bytes(4096),
        'cut': head + data[:size * 2 // 3],
        'foreign': b'#!/bin/sh\necho this is no state\n' * 100,
        'plain': data,
        'put': header(1, other) + other + bytes(4096),
    }[how]
    record = struct.pack('<IIII', kind, 8 + len(body), ident, index) + body
    record += bytes(-len(record) % 8)
    with open(new, 'wb') as f:
        f.write(text[:at] + record + text[end:])
    print(f'{size} bytes of state, record of {length} bytes at {at}')


main()
