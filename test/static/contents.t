#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The initramfs holds what initramfs.list says, and no shell; the debug image
is another file."""
import os
import re
import subprocess

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), '../..'))


def names(archive):
    """Of the files in a cpio archive in the kernel's "newc" form."""
    at = 0
    while True:
        head = archive[at:at + 110]
        assert head[:6] == b'070701', head
        size, name_len = int(head[54:62], 16), int(head[94:102], 16)
        name = archive[at + 110:at + 110 + name_len - 1].decode()
        if name == 'TRAILER!!!':
            return
        yield '/' + name
        at += -(-(110 + name_len) // 4) * 4
        at += -(-size // 4) * 4


def listed():
    with open('qemu-wrapper/build/initramfs.list') as f:
        return sorted(line.split()[1] for line in f
                      if re.match(r'(file|dir|slink|nod) ', line))


image = subprocess.run(['zstd', '-dcq', 'build/qemu-stubdom-linux-rootfs'],
                       check=True, stdout=subprocess.PIPE).stdout
found = sorted(names(image))
print('1..2')
if found == listed():
    print('ok 1 - the image has what initramfs.list says')
else:
    print('#', set(found) ^ set(listed()))
    print('not ok 1 - the image has what initramfs.list says')
shells = [n for n in found if re.search(r'/(busybox|sh|[a-z]*sh)$', n)]
if not shells and b'BusyBox' not in image and b'stubdom# ' not in image:
    print('ok 2 - no shell, no busybox, no debug init')
else:
    print('not ok 2 - no shell, no busybox, no debug init', shells)
