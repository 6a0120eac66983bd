# SPDX-License-Identifier: GPL-2.0-or-later
"""dom0's end of a serial port, and of xl console.

serial.py read TTY BYTES           prints "BYTES MD5 MILLISECONDS" of what came;
                                   the sender says "." until it hears something:
                                   dom0's QEMU drops what comes for a pty until
                                   it sees, once a second, that it is open
serial.py write TTY BYTES          prints the MD5 of what it wrote, and keeps
                                   the tty open until it is killed: dom0's QEMU
                                   reads nothing from one that is closed
serial.py console LINE COMMAND...  types LINE at COMMAND, which gets a terminal;
                                   prints what that showed within 10 s, or up
                                   to the second prompt
"""
import hashlib
import os
import pty
import random
import select
import signal
import sys
import time
import tty

SILENCE = 30


def open_raw(path):
    fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(fd)
    return fd


def read(path, count):
    fd, data, heard, start = open_raw(path), b'', 0, None
    while len(data) < int(count):
        if not select.select([fd], [], [], SILENCE)[0]:
            break
        data += os.read(fd, 65536)
        if not heard:
            heard = os.write(fd, b'!')
        data = data.lstrip(b'.')
        start = start or (time.monotonic() if data else None)
    print(len(data), hashlib.md5(data).hexdigest(),
          int((time.monotonic() - (start or 0)) * 1000), flush=True)


def write(path, count):
    fd = open_raw(path)
    # printable: nothing on the way may take it for a command
    data = random.Random(1).randbytes(int(count) // 2).hex().encode()
    print(hashlib.md5(data).hexdigest(), flush=True)
    while data:
        data = data[os.write(fd, data[:4096]):]
    signal.pause()


def console(line, *command):
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    shown, end = b'', time.monotonic() + 10
    os.write(fd, b'\r' + line.encode() + b'\r')
    while shown.count(b'guest# ') < 3:
        left = end - time.monotonic()
        if left <= 0 or not select.select([fd], [], [], left)[0]:
            break
        try:
            shown += os.read(fd, 4096)
        except OSError:         # the command has ended
            break
    os.kill(pid, signal.SIGTERM)
    os.waitpid(pid, 0)
    sys.stdout.buffer.write(shown)


globals()[sys.argv[1]](*sys.argv[2:])
