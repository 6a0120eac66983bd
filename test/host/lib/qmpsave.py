# SPDX-License-Identifier: GPL-2.0-or-later
"""Saves the device state as libxl does, but nothing else of the guest.

qmpsave.py SOCKET FILE N [PID]    N saves
qmpsave.py SOCKET FILE fill       saves until they are refused
qmpsave.py SOCKET FILE leave PID  go away while the state is on its way
qmpsave.py SOCKET FILE torn PID   qmpd is killed while the state is on its way
qmpsave.py SOCKET FILE break      from now on QEMU refuses to save

SOCKET is libxl's monitor socket, FILE dom0's file of the states. At the very
moment a reply comes, FILE has to hold the new state, whole: libxl reads it
then (libxl_stream_write.c, write_emulator_context_record). With PID, the QEMU
that writes FILE, that process stands still at first - no reply may come - and
most of the time afterwards.
"""
import json
import os
import re
import signal
import socket
import struct
import sys
import threading
import time
import zlib

HEAD = struct.Struct('<8sIIQII')        # init/lib/state.h
MAGIC = b'\x89LSD\r\n\x1a\n'
BEGIN = re.compile(rb'[^\0]')          # of a record: zeros mean nothing
STILL = 3                               # s in which no reply may come


class Monitor:
    def __init__(self, path):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(path)
        self.buf = b''
        self.line(30)                   # the greeting
        self.ask(30, 'qmp_capabilities')

    def line(self, seconds):
        self.sock.settimeout(seconds)
        while b'\r\n' not in self.buf:
            data = self.sock.recv(65536)
            if not data:
                sys.exit('the monitor closed the connection')
            self.buf += data
        line, self.buf = self.buf.split(b'\r\n', 1)
        return json.loads(line)

    def say(self, execute, **arguments):
        msg = {'execute': execute, 'id': 1}
        if arguments:
            msg['arguments'] = arguments
        self.sock.sendall(json.dumps(msg).encode() + b'\r\n')

    def ask(self, seconds, execute, **arguments):
        self.say(execute, **arguments)
        return self.hear(seconds)

    def hear(self, seconds):
        reply = self.line(seconds)
        if 'return' not in reply:
            sys.exit(f'error: {reply}')


def records(path, start=0):
    """(number, data, where) of each; no data if it is not whole."""
    with open(path, 'rb') as f:
        f.seek(start)
        text = f.read()
    at, found = 0, [(0, b'', 0)]
    while True:
        begin = BEGIN.search(text, at)
        if not begin:
            return found
        at = begin.start()
        magic, _, number, size, crc, _ = HEAD.unpack_from(text, at)
        if magic != MAGIC:
            sys.exit(f'no record begins at byte {at}')
        at += HEAD.size
        data = text[at:at + size]
        whole = len(data) == size and zlib.crc32(data) == crc
        found.append((number, data if whole else None,
                      start + at - HEAD.size))
        at += size


class Throttle:
    """Lets a process run for a twentieth of the time."""

    def __init__(self, pid):
        self.pid, self.done = pid, threading.Event()
        self.thread = threading.Thread(target=self.run)
        os.kill(pid, signal.SIGSTOP)

    def run(self):
        while not self.done.is_set():
            os.kill(self.pid, signal.SIGCONT)
            time.sleep(0.01)
            os.kill(self.pid, signal.SIGSTOP)
            self.done.wait(0.2)
        os.kill(self.pid, signal.SIGCONT)

    def end(self):
        self.done.set()
        self.thread.join()


SAVE = {'live': False, 'filename': '/dev/fdset/1'}


def held(m, pid):
    """No reply while nothing reaches the file; then on, slowly."""
    throttle = Throttle(pid)
    m.say('xen-save-devices-state', **SAVE)
    try:
        m.line(STILL)
        os.kill(pid, signal.SIGCONT)
        sys.exit('a reply while dom0 can have nothing')
    except socket.timeout:
        throttle.thread.start()
    try:
        m.hear(120)
    finally:
        throttle.end()


def saves(m, path, n, pid):
    first, _, at = records(path)[-1]
    first += 1
    slowest = size = 0
    for i in range(first, first + n):
        m.ask(30, 'stop')
        t = time.monotonic()
        if pid:
            held(m, pid)
        else:
            m.ask(30, 'xen-save-devices-state', **SAVE)
        slowest = max(slowest, time.monotonic() - t)
        number, data, at = records(path, at)[-1]
        if number != i:
            sys.exit(f'the newest record is {number}, not {i}')
        if data is None:
            sys.exit(f'record {number} is not whole')
        size = len(data)
        m.ask(60, 'cont')
    print(f'{n} saves of {size} bytes, the slowest in {slowest * 1000:.0f} ms')


def fill(m):
    n = 0
    while True:
        m.ask(30, 'stop')
        m.say('xen-save-devices-state', **SAVE)
        desc = m.line(30).get('error', {}).get('desc')
        m.ask(60, 'cont')
        if desc:
            break
        n += 1
    print(f'{n} saves until: {desc}')
    if 'too many saves' not in desc:
        sys.exit(1)


def leave(m, pid):
    os.kill(pid, signal.SIGSTOP)
    m.say('xen-save-devices-state', **SAVE)
    time.sleep(1)
    m.sock.close()
    time.sleep(1)
    os.kill(pid, signal.SIGCONT)


def torn(m, path, pid):
    """Somebody else kills qmpd; its successor finds a console that is full."""
    os.kill(pid, signal.SIGSTOP)
    m.say('xen-save-devices-state', **SAVE)
    m.sock.settimeout(4 * STILL)
    try:
        if m.sock.recv(1):
            sys.exit('a reply while dom0 can have nothing')
    except socket.timeout:
        pass                            # dom0's proxy need not notice
    finally:
        os.kill(pid, signal.SIGCONT)
    end = time.monotonic() + 10
    while records(path)[-1][1] is not None or records(path)[-1][0] == 0:
        if time.monotonic() > end:
            sys.exit('no record was cut off')
        time.sleep(0.1)
    print(f'record {records(path)[-1][0]} is cut off')


def main():
    sock, path, what = sys.argv[1:4]
    pid = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    m = Monitor(sock)
    if what == 'fill':
        fill(m)
    elif what == 'leave':
        leave(m, pid)
    elif what == 'torn':
        torn(m, path, pid)
    elif what == 'break':
        m.ask(30, 'remove-fd', **{'fdset-id': 1})
    else:
        saves(m, path, int(what), pid)


main()
