# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the rig's commands in dom0 over a virtio serial port.

A message is one JSON line, followed by "len" bytes when it has that key.
  rig -> dom0   {"op": "run", "id", "argv", "deadline" (s of dom0's time)}
                {"op": "kill", "id"}
  dom0 -> rig   {"ev": "ready"}
                {"ev": "out", "id", "len"} and the bytes
                {"ev": "exit", "id", "rc", "ms"}, rc < 0: the signal
A command has ended when its process has, even if a daemon it left behind
still holds its output: that output is dropped.
"""
import json
import os
import select
import signal
import subprocess
import time


def find_port():
    base = '/sys/class/virtio-ports'
    for name in os.listdir(base):
        path = f'{base}/{name}/name'    # the console's port has none
        if os.path.exists(path) and open(path).read().strip() == 'agent':
            return f'/dev/{name}'
    raise SystemExit('agent: no port')


class Agent:
    def __init__(self):
        self.port = os.open(find_port(), os.O_RDWR | os.O_CLOEXEC)
        self.poll = select.poll()
        self.jobs = {}
        self.byfd = {}
        self.buf = b''

    def send(self, msg, data=b''):
        if data:
            msg['len'] = len(data)
        out = json.dumps(msg).encode() + b'\n' + data
        while out:
            out = out[os.write(self.port, out):]

    def start(self, msg):
        job = {'id': msg['id'], 't0': time.monotonic()}
        job['end'] = job['t0'] + msg.get('deadline', 3600)
        p = subprocess.Popen(msg['argv'], stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             start_new_session=True)
        os.set_blocking(p.stdout.fileno(), False)
        job['p'], job['out'] = p, p.stdout.fileno()
        job['pidfd'] = os.pidfd_open(p.pid)
        self.jobs[job['id']] = job
        for fd in job['out'], job['pidfd']:
            self.byfd[fd] = job
            self.poll.register(fd, select.POLLIN)

    def drain(self, job):
        while True:
            try:
                data = os.read(job['out'], 65536)
            except BlockingIOError:
                return
            if not data:
                self.poll.unregister(job['out'])
                del self.byfd[job['out']]
                return
            self.send({'ev': 'out', 'id': job['id']}, data)

    def finish(self, job):
        rc = job['p'].wait()
        if job['out'] in self.byfd:
            self.drain(job)
        for fd in job['out'], job['pidfd']:
            if fd in self.byfd:
                self.poll.unregister(fd)
                del self.byfd[fd]
        job['p'].stdout.close()
        os.close(job['pidfd'])
        del self.jobs[job['id']]
        ms = int((time.monotonic() - job['t0']) * 1000)
        self.send({'ev': 'exit', 'id': job['id'], 'rc': rc, 'ms': ms})

    def kill(self, job):
        job['end'] = time.monotonic() + 3600
        try:
            os.killpg(job['p'].pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def from_rig(self):
        data = os.read(self.port, 65536)
        if not data:            # nobody at the other end just now
            time.sleep(0.05)
        self.buf += data
        while b'\n' in self.buf:
            line, self.buf = self.buf.split(b'\n', 1)
            msg = json.loads(line)
            if msg['op'] == 'run':
                self.start(msg)
            elif msg['op'] == 'kill' and msg['id'] in self.jobs:
                self.kill(self.jobs[msg['id']])

    def timeout(self):
        now = time.monotonic()
        for job in list(self.jobs.values()):
            if now >= job['end']:
                self.kill(job)
        ends = [job['end'] for job in self.jobs.values()]
        return max(0, min(ends) - now) * 1000 if ends else None

    def main(self):
        self.poll.register(self.port, select.POLLIN)
        self.send({'ev': 'ready'})
        while True:
            for fd, _ in self.poll.poll(self.timeout()):
                if fd == self.port:
                    self.from_rig()
                    continue
                job = self.byfd.get(fd)
                if job is None:
                    continue
                if fd == job['pidfd']:
                    self.finish(job)
                else:
                    self.drain(job)


Agent().main()
