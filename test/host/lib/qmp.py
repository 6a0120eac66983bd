# SPDX-License-Identifier: GPL-2.0-or-later
"""qmp.py SOCKET COMMAND [ARGUMENTS]...: QMP commands, each with its arguments
as JSON or "", on one connection to libxl's socket; prints what each returns."""
import json
import socket
import sys


def reply(lines):
    for line in lines:
        msg = json.loads(line)
        if 'return' in msg or 'error' in msg:
            return msg
    sys.exit('the connection ended')


def main(path, *words):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(15)
    s.connect(path)
    lines = s.makefile()
    lines.readline()            # the greeting
    bad = 0
    for name, text in [('qmp_capabilities', ''), *zip(words[::2], words[1::2])]:
        command = {'execute': name, 'id': 1}
        if text:
            command['arguments'] = json.loads(text)
        s.sendall(json.dumps(command).encode() + b'\r\n')
        msg = reply(lines)
        bad |= 'error' in msg
        print(name, json.dumps(msg.get('return', msg)))
    sys.exit(bad)


main(*sys.argv[1:])
