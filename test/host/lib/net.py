# SPDX-License-Identifier: GPL-2.0-or-later
"""dom0's end of the network tests.

net.py receive ADDRESS PORT       one TCP connection, all it brings
net.py send ADDRESS PORT BYTES    one TCP connection, so many bytes to it
    Both print "ready", then "BYTES MD5 MILLISECONDS".
net.py sources INTERFACE          prints "ready", and on SIGTERM every source
                                  address that it saw
"""
import fcntl
import hashlib
import random
import signal
import socket
import struct
import sys
import termios
import time

ETH_P_ALL = 3


def say(*words):
    print(*words, flush=True)


def accept(address, port):
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    s = socket.create_server((address, int(port)), family=family)
    s.settimeout(60)
    say('ready')
    conn = s.accept()[0]
    conn.settimeout(60)
    return conn


def receive(address, port):
    conn, total, md5 = accept(address, port), 0, hashlib.md5()
    start = time.monotonic()
    while data := conn.recv(1 << 16):
        md5.update(data)
        total += len(data)
    report(total, md5, start)


def send(address, port, count):
    conn, left, md5 = accept(address, port), int(count), hashlib.md5()
    data = random.Random(1).randbytes(1 << 16)
    start = time.monotonic()
    while left > 0:
        part = data[:left]
        conn.sendall(part)
        md5.update(part)
        left -= len(part)
    conn.shutdown(socket.SHUT_WR)
    acknowledged(conn)
    report(int(count), md5, start)


def acknowledged(conn):
    """Wait until the peer has said that it has all."""
    end = time.monotonic() + 60
    while struct.unpack('i', fcntl.ioctl(conn, termios.TIOCOUTQ, b'....'))[0]:
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)


def report(total, md5, start):
    say(total, md5.hexdigest(), int((time.monotonic() - start) * 1000))


def sources(interface):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                      socket.htons(ETH_P_ALL))
    s.bind((interface, 0))
    seen = set()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    say('ready')
    try:
        while True:
            seen.add(s.recv(2048)[6:12].hex(':'))
    finally:
        say(*sorted(seen))


globals()[sys.argv[1]](*sys.argv[2:])
