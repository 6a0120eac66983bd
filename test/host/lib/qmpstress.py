# SPDX-License-Identifier: GPL-2.0-or-later
"""A hostile or hasty client of libxl's monitor socket, in dom0.

qmpstress.py SOCKET greet N       connect, read the greeting, close: N times
qmpstress.py SOCKET rude HOW      leave at once (0), within the greeting (1),
                                  with a large reply under way (2)
qmpstress.py SOCKET commands N    one connection, N commands, replies checked
Prints how many worked and the milliseconds of the slowest.
"""
import json
import socket
import sys
import time


class Client:
    def __init__(self, path):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(15)
        self.sock.connect(path)
        self.buf = b''

    def line(self):
        while b'\r\n' not in self.buf:
            data = self.sock.recv(65536)
            if not data:
                raise EOFError
            self.buf += data
        line, self.buf = self.buf.split(b'\r\n', 1)
        return json.loads(line)

    def ask(self, ident, execute):
        self.sock.sendall(json.dumps({'execute': execute,
                                      'id': ident}).encode() + b'\r\n')
        reply = self.line()
        return reply.get('id') == ident and 'return' in reply

    def greeting(self):
        return 'QMP' in self.line()


def greet(path, i):
    c = Client(path)
    good = c.greeting()
    c.sock.close()
    return good


def rude(path, how):
    c = Client(path)
    if how == 1:
        c.sock.recv(10)
    elif how == 2:
        c.greeting()
        c.ask(1, 'qmp_capabilities')
        c.sock.sendall(b'{"execute":"query-qmp-schema","id":2}\r\n')
    c.sock.close()


def main():
    path, what, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    good, slowest = 0, 0
    if what == 'rude':
        rude(path, count)
        return
    if what == 'commands':
        c = Client(path)
        c.greeting()
        c.ask(0, 'qmp_capabilities')
        one = lambda path, i: c.ask(i + 1, 'query-status')
    else:
        one = greet
    for i in range(count):
        t = time.monotonic()
        try:
            good += one(path, i)
        except (OSError, EOFError, ValueError) as e:
            print(f'{i}: {e!r}', file=sys.stderr)
            break
        slowest = max(slowest, time.monotonic() - t)
    print(good, int(slowest * 1000))


main()
