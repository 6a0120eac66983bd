# SPDX-License-Identifier: GPL-2.0-or-later
"""A hostile or hasty client of libxl's monitor socket, in dom0.

qmpstress.py SOCKET greet N       connect, read the greeting, close: N times
qmpstress.py SOCKET session N     the same with a command in between
qmpstress.py SOCKET schema N      with the command of the largest reply
qmpstress.py SOCKET left N        sessions, each after a client that has left
                                  with a large reply under way
qmpstress.py SOCKET commands N    one connection, N commands, replies checked
qmpstress.py SOCKET stall N       N of the largest reply asked for, then read
     print how many worked and the milliseconds of the slowest
qmpstress.py SOCKET rude HOW      leave at once (0), within the greeting (1),
                                  with a large reply under way (2)
qmpstress.py SOCKET command N     one command of N bytes, its end included
qmpstress.py SOCKET reply N       one that QEMU answers with N bytes
     print return, error or closed
"""
import json
import socket
import sys
import time


class Client:
    def __init__(self, path):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(300)
        self.sock.connect(path)
        self.buf = b''

    def line(self):
        while b'\r\n' not in self.buf:
            data = self.sock.recv(65536)
            if not data:
                raise EOFError
            self.buf += data
        line, self.buf = self.buf.split(b'\r\n', 1)
        return line

    def answered(self, ident):
        reply = json.loads(self.line())
        return reply.get('id') == ident and 'return' in reply

    def ask(self, ident, execute):
        self.sock.sendall(command(ident, execute))
        return self.answered(ident)

    def greeting(self):
        return 'QMP' in json.loads(self.line())


def command(ident, execute):
    return json.dumps({'execute': execute, 'id': ident}).encode() + b'\r\n'


def greeted(path):
    c = Client(path)
    if not c.greeting() or not c.ask(0, 'qmp_capabilities'):
        raise ValueError('no greeting')
    return c


def greet(path, i):
    c = Client(path)
    good = c.greeting()
    c.sock.close()
    return good


def session(path, i, execute='query-status'):
    c = greeted(path)
    good = c.ask(i + 1, execute)
    c.sock.close()
    return good


def schema(path, i):
    return session(path, i, 'query-qmp-schema')


def rude(path, how):
    c = Client(path)
    if how == 1:
        c.sock.recv(10)
    elif how == 2:
        c.greeting()
        c.ask(1, 'qmp_capabilities')
        c.sock.sendall(command(2, 'query-qmp-schema'))
        time.sleep(0.02)	# QEMU has it, and needs longer
    c.sock.close()


def left(path, i):
    rude(path, 2)
    return session(path, i)


def command_of(c, size):
    line = command(1, 'query-status')
    return line[:1] + b' ' * (size - len(line)) + line[1:]


def reply_of(c, size):
    """The id comes back; QEMU writes ": " and ", ", qmpd does not."""
    c.sock.sendall(command('', 'query-status'))
    short = c.line()
    length = len(short) + short.count(b':') + short.count(b',') + 2
    return command('x' * (size - length), 'query-status')


def one_line(path, make, size):
    c = greeted(path)
    try:
        c.sock.sendall(make(c, size))
        print('return' if 'return' in json.loads(c.line()) else 'error')
    except (EOFError, ConnectionError):
        print('closed')


def many(path, one, count):
    good, slowest = 0, 0
    for i in range(count):
        t = time.monotonic()
        try:
            good += one(path, i)
        except (OSError, EOFError, ValueError) as e:
            print(f'{i}: {e!r}', file=sys.stderr)
            break
        slowest = max(slowest, time.monotonic() - t)
    print(good, int(slowest * 1000))


def main():
    path, what, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if what == 'rude':
        rude(path, count)
    elif what in ('command', 'reply'):
        one_line(path, {'command': command_of, 'reply': reply_of}[what], count)
    elif what == 'stall':
        c = greeted(path)
        for i in range(count):
            c.sock.sendall(command(i, 'query-qmp-schema'))
        many(path, lambda path, i: c.answered(i), count)
    elif what == 'commands':
        c = greeted(path)
        many(path, lambda path, i: c.ask(i + 1, 'query-status'), count)
    else:
        many(path, {'greet': greet, 'session': session,
                    'schema': schema, 'left': left}[what], count)


main()
