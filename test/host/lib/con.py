# SPDX-License-Identifier: GPL-2.0-or-later
"""Holds one tty or grows along one file, for lib.sh's con_open and expect.

con.py SOURCE LOG COMMANDS REPLIES: every byte of SOURCE is added to LOG. One
command a line comes through the first FIFO, one line of reply goes out through
the second: "ok TEXT" or "no TEXT", bytes outside ASCII escaped.
  send TEXT              to the tty, C escapes
  expect SECONDS REGEX   in all that came after the last match; TEXT is the
                         first group, else the whole match
  hello, quit
"""
import os
import re
import select
import stat
import sys
import termios
import time
import tty


class Source:
    """A tty tells when there is more; a file is looked at 20 times a second."""

    def __init__(self, path):
        self.fd = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK
                          if stat.S_ISCHR(os.stat(path).st_mode)
                          else os.O_RDONLY)
        self.is_tty = os.isatty(self.fd)
        if self.is_tty:
            tty.setraw(self.fd, termios.TCSANOW)

    def read(self):
        try:
            data = os.read(self.fd, 65536)
        except BlockingIOError:
            return b''
        except OSError:
            data = b''
        if not data:            # the other end of a pty is gone
            self.is_tty = False
        return data

    def write(self, data):
        while data:
            try:
                data = data[os.write(self.fd, data):]
            except BlockingIOError:
                select.select([], [self.fd], [], 1)


class Console:
    def __init__(self, source, log, commands, replies):
        self.source = Source(source)
        self.log = open(log, 'wb', buffering=0)
        self.commands = os.open(commands, os.O_RDWR)
        self.replies = os.open(replies, os.O_RDWR)
        self.text = b''         # since the last match
        self.want = None        # (regex, end)
        self.pending = b''

    def reply(self, good, text=b''):
        out = text.decode('ascii', 'backslashreplace')
        out = out.replace('\r', '').replace('\n', '\\n')
        os.write(self.replies, f'{"ok" if good else "no"} {out}\n'.encode())

    def command(self, line):
        word, _, rest = line.partition(' ')
        if word == 'send':
            self.source.write(rest.encode().decode('unicode_escape')
                              .encode('latin-1'))
            self.reply(True)
        elif word == 'expect':
            seconds, _, regex = rest.partition(' ')
            self.want = (re.compile(regex.encode(), re.M),
                         time.monotonic() + float(seconds))
            self.look()
        elif word == 'quit':
            self.reply(True)
            sys.exit(0)
        else:
            self.reply(True)

    def look(self):
        if not self.want:
            return
        regex, end = self.want
        m = regex.search(self.text)
        if m:
            self.text = self.text[m.end():]
            self.want = None
            self.reply(True, m[1] if m.lastindex else m[0])
        elif time.monotonic() >= end:
            self.want = None
            self.reply(False, self.text[-200:])

    def timeout(self):
        left = self.want[1] - time.monotonic() if self.want else 3600
        return max(0, left) if self.source.is_tty else min(0.05, max(0, left))

    def main(self):
        while True:
            fds = [self.commands]
            if self.source.is_tty:
                fds.append(self.source.fd)
            ready = select.select(fds, [], [], self.timeout())[0]
            data = self.source.read()
            if data:
                self.log.write(data)
                self.text += data
            if self.commands in ready:
                self.pending += os.read(self.commands, 4096)
                while b'\n' in self.pending:
                    line, self.pending = self.pending.split(b'\n', 1)
                    self.command(line.decode())
            self.look()


Console(*sys.argv[1:]).main()
