#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Make a raw disk image for a test guest.

mkdisk.py sum BOOT.BIN DISK SIZE [-n SECTORS] [-s SEED]
    Boot sector plus SECTORS sectors of data that depend on SEED only; prints
    the line that the guest prints when it has read them: "SUM xxxxxxxx".
mkdisk.py linux LOAD.BIN BZIMAGE DISK SIZE [-c CMDLINE]
    Boot loader, command line and kernel; the rest is the guest's to write.
    Prints the first free byte.

SIZE is in bytes, or has the suffix K, M or G. The image is sparse.
"""
import argparse
import random
import struct
import sys

SECTOR = 512
COUNT_AT = 500          # boot.S: count; load.S: kernel, then setup
CMDLINE_AT = 0x1e000    # load.S: SETUP_SEG and CMDLINE


def size(text):
    unit = {"K": 10, "M": 20, "G": 30}.get(text[-1:].upper())
    return int(text[:-1]) << unit if unit else int(text)


def boot_sector(path, *fields):
    """The sector with the values of fields from COUNT_AT on."""
    with open(path, "rb") as f:
        data = bytearray(f.read())
    if len(data) != SECTOR or data[510:] != b"\x55\xaa":
        sys.exit(f"{path}: not a boot sector")
    struct.pack_into("<" + "".join(c for c, _ in fields), data, COUNT_AT,
                     *(v for _, v in fields))
    return bytes(data)


def write_disk(path, length, parts):
    data = b"".join(parts)
    if len(data) > length:
        sys.exit(f"{path}: {length} bytes are too few, need {len(data)}")
    with open(path, "wb") as f:
        f.write(data)
        f.truncate(length)


def make_sum(args):
    data = random.Random(args.seed).randbytes(args.sectors * SECTOR)
    total = sum(v for v, in struct.iter_unpack("<I", data)) & 0xffffffff
    write_disk(args.disk, args.size,
               [boot_sector(args.boot, ("I", args.sectors)), data])
    print(f"SUM {total:08X}")


def sectors(data):
    return data + bytes(-len(data) % SECTOR)


def make_linux(args):
    with open(args.kernel, "rb") as f:
        image = bytearray(sectors(f.read()))
    if image[0x202:0x206] != b"HdrS":
        sys.exit(f"{args.kernel}: not a bzImage")
    # Documentation/arch/x86/boot.rst, "The Real-Mode Kernel Header":
    image[0x210] = 0xff                     # type_of_loader: none known
    image[0x211] |= 0x80                    # loadflags: CAN_USE_HEAP
    struct.pack_into("<H", image, 0x224, 0xe000 - 0x200)    # heap_end_ptr
    struct.pack_into("<I", image, 0x228, CMDLINE_AT)        # cmd_line_ptr
    setup = (image[0x1f1] or 4) + 1
    kernel = len(image) // SECTOR - setup
    cmdline = args.cmdline.encode() + b"\0"
    if len(cmdline) > SECTOR:
        sys.exit("the command line does not fit into its sector")
    parts = [boot_sector(args.boot, ("I", kernel), ("H", setup)),
             sectors(cmdline), bytes(image)]
    write_disk(args.disk, args.size, parts)
    print(sum(map(len, parts)))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(required=True)
    p = sub.add_parser("sum")
    p.add_argument("boot")
    p.add_argument("disk")
    p.add_argument("size", type=size)
    p.add_argument("-n", "--sectors", type=int, default=64)
    p.add_argument("-s", "--seed", type=int, default=1)
    p.set_defaults(run=make_sum)
    p = sub.add_parser("linux")
    p.add_argument("boot")
    p.add_argument("kernel")
    p.add_argument("disk")
    p.add_argument("size", type=size)
    p.add_argument("-c", "--cmdline", default="")
    p.set_defaults(run=make_linux)
    args = parser.parse_args()
    args.run(args)


main()
