#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The emulated Xen host: prepare it, run scenarios in it, look into it.

  rig.py prepare HOST                images and ready snapshot, if not cached
  rig.py run HOST [SCENARIO...]      TAP on standard output; default: all
  rig.py exec HOST SCRIPT [ARG...]   one bash script in dom0, its output here
  rig.py shell HOST [SCRIPT]         run SCRIPT first, then dom0's shell

HOST is bookworm (Xen 4.17), trixie (Xen 4.20) or forky (what comes next). Everything a run logs is
kept in build/host/HOST[-iommu][-virtual]/.
"""
import argparse
import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import termios
import time
import tty

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
CACHE = os.path.join(os.environ.get('XDG_CACHE_HOME') or
                     os.path.expanduser('~/.cache'), 'linux-stubdom')
QEMU = 'qemu-system-x86_64'
# EPYC has SVM with nested paging. Without some of its features: Xen needs no
# x2apic here; QEMU 7.2 takes ring-3 iret's stack reads for supervisor accesses
# (smap), refuses mwait with ecx=1 (monitor), and reports rdtscp exits as rdtsc
# (rdtscp); each of them stops Xen or a guest. And with AVX, programs in dom0
# now and then find other bits in their vector registers: one xl in forty did
# not find a domain while guests came and went, or bash a command; none in 200
# without.
CPU = ('EPYC,+svm,-x2apic,-smap,-monitor,-rdtscp,'
       '-xsave,-xsaveopt,-xsavec,-xgetbv1,-avx,-avx2,-f16c,-fma')
XEN_ARGS = ('console=com1 com1=115200,8n1 dom0_mem=1792M,max:1792M '
            'dom0_max_vcpus=1 noreboot ucode=no spec-ctrl=no bootscrub=no '
            'loglvl=info guest_loglvl=all')
DOM0_ARGS = 'console=hvc0 quiet mitigations=off'
# The arguments, and for how many seconds of ours a command in dom0 may be silent,
# where that does not follow from its deadline. One processor: with two, emulated
# in turn or in parallel, a guest whose firmware serves timer interrupts is lost
# sooner or later, with a stack segment in CS: at 500 Hz within three seconds, in
# no minute with one.
CLOCKS = {
    'wall': (['-accel', 'tcg,thread=single,tb-size=512', '-smp', '1'], None),
    # Time follows executed instructions, 2 ns each.
    'virtual': (['-accel', 'tcg,thread=single,tb-size=512', '-smp', '1',
                 '-icount', 'shift=1,sleep=off'], 240),
}
# --iommu: another machine, with an IOMMU and two NICs to pass through to guests,
# one with an interrupt line and one with MSI-X; a wire leads from them to a NIC of
# dom0.
IOMMU_HOST = ['-machine', 'q35', '-device', 'intel-iommu',
              '-netdev', 'hubport,id=wire0,hubid=0', '-device',
              'e1000,addr=0x10,netdev=wire0,mac=52:54:00:00:00:10',
              '-netdev', 'hubport,id=wire1,hubid=0', '-device',
              'virtio-net-pci,addr=0x11,netdev=wire1,mac=52:54:00:00:00:11,'
              'iommu_platform=on,disable-legacy=on',
              '-netdev', 'hubport,id=wire2,hubid=0', '-device',
              'virtio-net-pci,addr=0x12,netdev=wire2,mac=52:54:00:00:00:12']
PAYLOAD_BYTES = 96 << 20        # fixed: the snapshot knows the disk's size
BOOT_DEADLINE = 400
# The payload is read from a disk, and virtual time leaps while dom0 waits.
BEGIN_DEADLINE = 3600
SCENARIO_DEADLINE = 240         # of dom0's time; run.sh may say "# deadline: N"


class RigError(Exception):
    """The rig or what it needs is broken: ERROR, not FAILURE."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def die_with_us():
    """In the child: no emulator outlives the rig (prctl PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def output(*argv):
    return subprocess.run(argv, stdout=subprocess.PIPE, text=True,
                          check=True).stdout


def check_host():
    """Say early and clearly what this machine lacks."""
    try:
        version = output(QEMU, '--version').splitlines()[0]
    except (OSError, subprocess.CalledProcessError):
        raise RigError(f'{QEMU} is missing: apt-get install qemu-system-x86')
    m = re.search(r'version (\d+)\.(\d+)', version)
    if not m or (int(m[1]), int(m[2])) < (7, 2):
        raise RigError(f'{version} is too old to emulate a Xen host: '
                       '7.2 (Debian 12) or newer')
    if 'svm' not in output(QEMU, '-cpu', 'help').split():
        raise RigError(f'{version} cannot emulate AMD SVM, so no HVM guest '
                       'could run: use the distribution\'s qemu-system-x86')
    for tool in 'qemu-img', 'mke2fs':
        if not shutil.which(tool, path=os.environ['PATH'] + ':/usr/sbin:/sbin'):
            raise RigError(f'{tool} is missing: apt-get install qemu-utils '
                           'e2fsprogs')
    return version


def run_tool(*argv):
    env = dict(os.environ, PATH=os.environ['PATH'] + ':/usr/sbin:/sbin')
    p = subprocess.run(argv, stdout=subprocess.PIPE, env=env, text=True)
    if p.returncode:
        raise RigError(f'{os.path.basename(argv[0])} failed')
    return p.stdout.strip()


@contextlib.contextmanager
def machine_for(args):
    """Wait for our share of this machine. A host with the virtual clock takes
    one core and no notice of the others; by the wall clock, libxl's limits pass
    too early beside another one."""
    os.makedirs(CACHE, exist_ok=True)
    virtual = args.clock == 'virtual'
    with contextlib.ExitStack() as stack:
        for name, how in (('host', fcntl.LOCK_SH if virtual else fcntl.LOCK_EX),
                          (f'host-{args.host}', fcntl.LOCK_EX)):
            f = stack.enter_context(open(f'{CACHE}/{name}.lock', 'w'))
            try:
                fcntl.flock(f, how | fcntl.LOCK_NB)
            except BlockingIOError:
                say('rig: waiting for another emulated host to end')
                fcntl.flock(f, how)
        yield


class HostStill(RigError):
    """Virtual time (hardly) passes: an HVM guest is in an endless fault, say,
    whose two instructions cost the emulator as much as thousands of others."""


class Host:
    """One emulated machine: a QEMU process and the lines to it."""

    def __init__(self, boot, args, root, payload, log, shell=False):
        self.boot, self.log = boot, log
        self.machine = self.flags(args)
        self.root, self.payload = root, payload
        self.shell_wanted = shell
        self.patience = CLOCKS[args.clock][1]
        self.proc = self.agent = self.monitor = self.shell = None
        self.agent_buf, self.monitor_buf, self.next_id = b'', b'', 0

    @staticmethod
    def flags(args):
        """What the snapshot depends on, besides files."""
        return [*(IOMMU_HOST if args.iommu else ()),
                *CLOCKS[args.clock][0], '-m', '4G', '-cpu', CPU, '-nodefaults',
                '-display', 'none', '-no-reboot', '-append', XEN_ARGS,
                '-device', 'virtio-blk-pci,drive=root',
                '-device', 'virtio-blk-pci,drive=payload',
                '-serial', 'chardev:com1', '-device', 'virtio-serial-pci',
                '-device', 'virtserialport,chardev=agent,name=agent',
                '-device', 'virtconsole,chardev=shell']

    def command(self, sockdir, snapshot):
        chan = 'socket,id={0},path=' + sockdir + '/{0}'
        shell = chan.format('shell') if self.shell_wanted else 'null,id=shell'
        return [QEMU, *self.machine,
                '-kernel', f'{self.boot}/xen',
                '-initrd', f'{self.boot}/vmlinuz {DOM0_ARGS},'
                           f'{self.boot}/initrd',
                '-drive', f'file={self.root},if=none,id=root,format=qcow2,'
                          'cache=unsafe',
                '-drive', f'file={self.payload},if=none,id=payload,format=raw,'
                          'readonly=on',
                '-chardev', f'file,id=com1,path={self.log}',
                '-chardev', chan.format('agent'), '-chardev', shell,
                '-chardev', chan.format('qmp'),
                '-mon', 'chardev=qmp,mode=control',
                *(['-loadvm', 'ready'] if snapshot else [])]

    def start(self, snapshot):
        """QEMU connects to us, so that no line is ever down."""
        names = ['agent', 'qmp'] + ['shell'] * self.shell_wanted
        # a socket's path is short (108 bytes), a build folder's may not be
        sockdir = tempfile.mkdtemp(prefix='stubdom-rig.', dir='/tmp')
        listeners = {}
        for name in names:
            s = socket.socket(socket.AF_UNIX)
            s.bind(f'{sockdir}/{name}')
            s.listen(1)
            s.settimeout(30)
            listeners[name] = s
        with open(self.log + '.qemu', 'wb') as err:
            self.proc = subprocess.Popen(self.command(sockdir, snapshot),
                                         stdin=subprocess.DEVNULL, stdout=err,
                                         stderr=err,
                                         preexec_fn=die_with_us)
        try:
            lines = {n: s.accept()[0] for n, s in listeners.items()}
        except socket.timeout:
            self.stop()
            raise RigError(f'the emulator did not start: {self.log}.qemu')
        finally:
            for s in listeners.values():
                s.close()
            shutil.rmtree(sockdir, ignore_errors=True)
        self.agent, self.monitor = lines['agent'], lines['qmp']
        self.shell = lines.get('shell')
        self.qmp('qmp_capabilities')

    def stop(self):
        if self.proc and self.proc.poll() is None:
            self.proc.kill()
        if self.proc:
            self.proc.wait()
        for s in self.agent, self.monitor, self.shell:
            if s:
                s.close()
        self.proc = self.agent = self.monitor = self.shell = None

    # monitor

    def qmp(self, execute, **arguments):
        self.monitor.settimeout(120)
        self.monitor.sendall(json.dumps(
            {'execute': execute, 'arguments': arguments}).encode() + b'\n')
        while True:
            while b'\n' not in self.monitor_buf:
                data = self.monitor.recv(65536)
                if not data:
                    raise RigError(f'the emulator ended: {self.log}.qemu')
                self.monitor_buf += data
            line, self.monitor_buf = self.monitor_buf.split(b'\n', 1)
            msg = json.loads(line)
            if 'error' in msg:
                raise RigError(f'{execute}: {msg["error"]["desc"]}')
            if 'return' in msg:
                return msg['return']

    def hmp_text(self, line):
        return self.qmp('human-monitor-command', **{'command-line': line})

    def hmp(self, line):
        out = self.hmp_text(line)
        if out.strip():
            raise RigError(f'{line}: {out.strip()}')

    # agent

    def receive(self, end, more=None):
        """Next message of the agent, or None at the deadline."""
        def fill():
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.agent], [], [], left)[0]:
                return False
            data = self.agent.recv(1 << 20)
            if not data:
                raise RigError(f'the emulated host is gone: {self.log}')
            self.agent_buf += data
            return True

        while b'\n' not in self.agent_buf:
            if not fill():
                return None
        line, rest = self.agent_buf.split(b'\n', 1)
        msg = json.loads(line)
        while len(rest) < msg.get('len', 0):
            if not fill():
                return None
            rest = self.agent_buf.split(b'\n', 1)[1]
        msg['data'] = rest[:msg.get('len', 0)]
        self.agent_buf = rest[msg.get('len', 0):]
        return msg

    def wait_ready(self):
        msg = self.receive(time.monotonic() +
                           (self.patience or 0) + BOOT_DEADLINE)
        if not msg or msg['ev'] != 'ready':
            raise RigError(f'dom0 did not come up: {self.log}')

    def run(self, argv, deadline, sink):
        """Run argv in dom0. Returns its status, None when time is up.

        deadline is dom0's; ours, by the wall clock, catches a dead host.
        With the virtual clock it starts again with each output.
        """
        self.next_id += 1
        ident = self.next_id
        self.agent.sendall(json.dumps(
            {'op': 'run', 'id': ident, 'argv': argv,
             'deadline': deadline}).encode() + b'\n')
        patience = self.patience or deadline + 20
        end = time.monotonic() + patience
        while True:
            msg = self.receive(end)
            if msg is None:
                raise HostStill(f'dom0 gave no answer for {patience} s')
            if msg.get('id') != ident:
                continue
            if msg['ev'] == 'out':
                sink(msg['data'])
                if self.patience:
                    end = time.monotonic() + patience
            elif msg['ev'] == 'exit':
                late = msg['rc'] == -9 and msg['ms'] >= deadline * 1000
                return None if late else msg['rc']


def host_name(args):
    """One host may be several machines."""
    return '-'.join([args.host, *(['iommu'] if args.iommu else []),
                     *([args.clock] if args.clock != 'wall' else [])])


def ready_snapshot(args):
    """(boot folder, overlay with the snapshot "ready" in it)."""
    boot = run_tool(os.path.join(HERE, 'image.sh'), args.host)
    ident = json.dumps([args.version, os.path.basename(boot), Host.flags(args),
                        DOM0_ARGS, PAYLOAD_BYTES])
    k = hashlib.sha256(ident.encode()).hexdigest()[:16]
    folder = os.path.join(CACHE, f'dom0-ready-{host_name(args)}-{k}')
    overlay = os.path.join(folder, 'root.qcow2')
    if not os.path.exists(os.path.join(folder, '.complete')):
        t0 = time.monotonic()
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        take_snapshot(boot, args, folder, overlay)
        open(os.path.join(folder, '.complete'), 'w').close()
        say(f'{time.monotonic() - t0:8.1f} s  dom0 ready: {host_name(args)}')
    return boot, overlay


def take_snapshot(boot, args, folder, overlay):
    run_tool('qemu-img', 'create', '-q', '-f', 'qcow2', '-F', 'qcow2',
             '-b', os.path.realpath(f'{boot}/root.qcow2'), overlay)
    payload = os.path.join(folder, 'payload.raw')
    with open(payload, 'wb') as f:
        f.truncate(PAYLOAD_BYTES)
    host = Host(boot, args, overlay, payload,
                os.path.join(folder, 'console.log'))
    try:
        host.start(snapshot=False)
        host.wait_ready()
        host.qmp('stop')
        host.hmp('savevm ready')
    finally:
        host.stop()
    os.unlink(payload)


# What is under test, by its place in the payload.
PRODUCT = {
    'boot/qemu-stubdom-linux-kernel': 'build/qemu-stubdom-linux-kernel',
    'boot/qemu-stubdom-linux-rootfs': 'build/qemu-stubdom-linux-rootfs',
    'lib': 'test/host/lib',
    'scenarios': 'test/host/scenarios',
}


def make_payload(args, path, extra=()):
    tree = path + '.tree'
    shutil.rmtree(tree, ignore_errors=True)
    os.makedirs(tree)
    places = dict(PRODUCT)
    if args.kernel:
        places['boot/qemu-stubdom-linux-kernel'] = args.kernel
    if args.ramdisk:
        places['boot/qemu-stubdom-linux-rootfs'] = args.ramdisk
    places['guest'] = args.guest
    places.update(extra)
    for item in args.add or ():
        places['add/' + os.path.basename(item.rstrip('/'))] = item
    for place, item in places.items():
        src, dst = os.path.join(TOP, item), os.path.join(tree, place)
        os.makedirs(os.path.dirname(dst), exist_ok=True)
        if os.path.isdir(src):
            shutil.copytree(src, dst)
        elif os.path.exists(src):
            shutil.copy(src, dst)
        else:
            raise RigError(f'{src} does not exist')
    with open(path, 'wb') as f:
        f.truncate(PAYLOAD_BYTES)
    run_tool('mke2fs', '-q', '-F', '-t', 'ext4', '-O', '^has_journal', '-m',
             '0', '-E', 'root_owner=0:0', '-d', tree, path)
    shutil.rmtree(tree)


@contextlib.contextmanager
def running(args, extra=()):
    """A host of its own, from the snapshot, payload in place."""
    work = os.path.join(TOP, 'build', 'host', host_name(args))
    os.makedirs(work, exist_ok=True)
    boot, overlay = ready_snapshot(args)
    disk = os.path.join(work, 'root.qcow2')
    payload = os.path.join(work, 'payload.raw')
    make_payload(args, payload, extra)
    run_tool('cp', '--sparse=always', '--reflink=auto', overlay, disk)
    host = Host(boot, args, disk, payload,
                os.path.join(work, 'console.log'), args.command == 'shell')
    try:
        host.start(snapshot=True)
        host.work, host.args = work, args
        if host.patience and 'SOAK=1' in (args.set or ()):
            host.patience *= 10         # long forms are long
        begin(host)
        yield host
    finally:
        host.stop()
        for path in disk, payload:
            with contextlib.suppress(OSError):
                os.unlink(path)


def begin(host):
    """After every load of the snapshot."""
    text = []
    rc = host.run(['bash', '-c',
                   'mount -t ext4 -o ro /dev/vdb /mnt && '
                   'cp -a /mnt/. /payload/ && umount /mnt && '
                   '. /payload/lib/lib.sh && rig_begin'],
                  BEGIN_DEADLINE,
                  lambda d: text.append(d.decode(errors='replace')))
    if rc != 0:
        raise RigError('the payload disk: ' + ''.join(text).strip())


def in_dom0(args, script, *argv):
    return ['env', *(args.set or ()), 'bash', '-c',
            '. /payload/lib/lib.sh && . "$0"', script, *argv]


class Tap:
    """Standard output: one TAP stream for all scenarios of a run."""

    def __init__(self, prefix):
        self.prefix, self.n, self.bad = prefix, 0, 0

    def result(self, good, text, directive=''):
        self.n += 1
        self.bad += not good
        print(f'{"ok" if good else "not ok"} {self.n} - {self.prefix}/{text}'
              f'{directive}', flush=True)

    def note(self, text):
        print(f'# {text}', flush=True)


class Scenario:
    def __init__(self, host, tap, name):
        self.host, self.tap, self.name = host, tap, name
        self.dir = os.path.join(host.work, name)
        shutil.rmtree(self.dir, ignore_errors=True)
        os.makedirs(self.dir)
        self.results = self.failed = 0
        self.ended = False
        self.partial = b''
        self.out = open(os.path.join(self.dir, 'run.log'), 'wb')

    def says(self, regex):
        with open(os.path.join(HERE, 'scenarios', self.name, 'run.sh')) as f:
            return re.search(regex, f.read(), re.M)

    def deadline(self):
        m = self.says(r'^# deadline: (\d+)')
        return int(m[1]) if m else SCENARIO_DEADLINE

    def sink(self, data):
        self.out.write(data)
        self.out.flush()
        *lines, self.partial = (self.partial + data).split(b'\n')
        for line in lines:
            self.line(line.decode(errors='replace').rstrip())

    def line(self, text):
        """TAP as lib.sh writes it; anything else is only logged."""
        m = re.match(r'(ok|not ok) - (.*)', text)
        if m and m[1] == 'ok':
            self.results += 1
            skip = re.match(r'(.*) # SKIP (.*)', m[2])
            if skip:
                self.tap.result(True, f'{self.name}: {skip[1]}',
                                f' # SKIP {skip[2]}')
            else:
                self.tap.result(True, f'{self.name}: {m[2]}')
        elif m:
            self.verdict('FAILURE', m[2])
        elif text.startswith('error - '):
            self.verdict('ERROR', text[8:])
        elif text == 'end':
            self.ended = True
        elif text.startswith('# '):
            self.tap.note(f'{self.name}: {text[2:]}')

    def verdict(self, kind, text):
        self.results += 1
        self.failed += 1
        self.tap.result(False, f'{self.name}: {kind}: {text}')

    def run(self):
        t0 = time.monotonic()
        mark = os.path.getsize(self.host.log)
        limit = self.deadline()
        script = f'/payload/scenarios/{self.name}/run.sh'
        rc = self.host.run(in_dom0(self.host.args, script), limit, self.sink)
        if rc is None:
            self.verdict('CRASH', f'no end within {limit} s')
        elif not self.ended:
            self.verdict('CRASH', f'run.sh ended early, status {rc}')
        elif not self.results:
            self.verdict('CRASH', 'no result at all')
        clean = self.collect(mark)
        if self.failed:
            self.tap.note(f'logs: {os.path.relpath(self.dir, TOP)}/')
        self.tap.note(f'{self.name}: {time.monotonic() - t0:.1f} s')
        self.out.close()
        return clean

    def collect(self, mark):
        """Fetch the logs; is dom0 as it was before?"""
        path = os.path.join(self.dir, 'logs.tar')
        with open(path, 'wb') as f:
            self.host.run(['bash', '-c',
                           '. /payload/lib/lib.sh && rig_logs'], 60, f.write)
        with contextlib.suppress(tarfile.TarError):
            with tarfile.open(path) as t:
                t.extractall(self.dir)
        os.unlink(path)
        with open(self.host.log, 'rb') as f:
            f.seek(mark)
            with open(os.path.join(self.dir, 'console.log'), 'wb') as g:
                g.write(f.read())
        if self.says('^# spoils dom0: '):
            return False
        text = []
        rc = self.host.run(['bash', '-c',
                            '. /payload/lib/lib.sh && rig_clean'], 60,
                           lambda d: text.append(d.decode(errors='replace')))
        left = ''.join(text).split('\n')
        if rc != 0 and self.ended and not self.failed:
            self.verdict('FAILURE', 'left behind: ' +
                         '; '.join(filter(None, left)))
        return rc == 0


def default_scenarios(args):
    """All of this machine: those for another say "# host: iommu"."""
    names = []
    for name in sorted(os.listdir(f'{HERE}/scenarios')):
        with open(f'{HERE}/scenarios/{name}/run.sh') as f:
            iommu = re.search('^# host: iommu$', f.read(), re.M)
        if args.iommu == bool(iommu):
            names.append(name)
    return names


def reload(host):
    host.qmp('stop')
    host.hmp('loadvm ready')
    host.qmp('cont')
    host.agent_buf = b''
    begin(host)


def run_scenario(host, tap, name):
    """Again when the host stood still and nothing else was wrong: a fault of the
    emulator's (docs/testing.md), said each time."""
    for again in 2, 1, 0:
        scenario = Scenario(host, tap, name)
        try:
            return scenario.run()
        except HostStill as e:
            if scenario.failed or not again:
                raise
            tap.note(f'{name}: {e}: again; its log: {scenario.dir}.still')
            with open(f'{scenario.dir}/registers.txt', 'w') as f:
                f.write(host.hmp_text('info registers -a'))
            shutil.rmtree(scenario.dir + '.still', ignore_errors=True)
            os.rename(scenario.dir, scenario.dir + '.still')
            reload(host)


def cmd_run(args):
    names = args.scenario or default_scenarios(args)
    for name in names:
        if not os.path.exists(f'{HERE}/scenarios/{name}/run.sh'):
            raise RigError(f'no scenario {name}')
    tap = Tap(host_name(args))
    try:
        with machine_for(args), running(args) as host:
            for name in names:
                if not run_scenario(host, tap, name):
                    reload(host)
    except RigError as e:
        tap.result(False, f'rig: ERROR: {e}')
    print(f'1..{tap.n}', flush=True)
    return 1 if tap.bad or not tap.n else 0


def stdout_sink(data):
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def cmd_exec(args):
    extra = {'exec/script': os.path.abspath(args.script)}
    with machine_for(args), running(args, extra) as host:
        rc = host.run(in_dom0(args, '/payload/exec/script', *args.args),
                      args.deadline, stdout_sink)
        if args.logs:
            with open(args.logs, 'wb') as f:
                host.run(['bash', '-c',
                          '. /payload/lib/lib.sh && rig_logs'], 60, f.write)
    if rc is None:
        say(f'rig: no end within {args.deadline} s')
        return 1
    return 0 if rc == 0 else 1


def cmd_shell(args):
    extra = {}
    if args.script:
        extra['exec/script'] = os.path.abspath(args.script)
    with machine_for(args), running(args, extra) as host:
        if args.script:
            host.run(in_dom0(args, '/payload/exec/script'), args.deadline,
                     stdout_sink)
        say('dom0\'s shell; Ctrl-] ends the emulated host')
        relay(host.shell)
    return 0


def relay(sock):
    """Terminal <-> dom0's shell until Ctrl-] or the end of either."""
    raw = sys.stdin.isatty()
    if raw:
        saved = termios.tcgetattr(0)
        tty.setraw(0)
    try:
        sock.sendall(b'\r')
        while True:
            for f in select.select([0, sock], [], [])[0]:
                data = os.read(0, 4096) if f == 0 else sock.recv(65536)
                if not data or (f == 0 and b'\x1d' in data):
                    return
                if f == 0:
                    sock.sendall(data)
                else:
                    stdout_sink(data)
    finally:
        if raw:
            termios.tcsetattr(0, termios.TCSADRAIN, saved)


def cmd_prepare(args):
    with machine_for(args):
        ready_snapshot(args)
    return 0


def parse_args():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.
                                RawDescriptionHelpFormatter)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument('--clock', choices=CLOCKS, default='wall')
    common.add_argument('--iommu', action='store_true',
                        help='a machine with an IOMMU and a NIC to pass on')
    common.add_argument('--kernel', help='stub domain kernel under test')
    common.add_argument('--ramdisk', help='stub domain initramfs under test')
    common.add_argument('--guest', help='folder that becomes /payload/guest')
    common.add_argument('--add', action='append', metavar='PATH',
                        help='also put this into /payload/add')
    common.add_argument('--set', action='append', metavar='NAME=VALUE',
                        help='environment of the scripts in dom0: STUBDOM_MB')
    common.add_argument('--deadline', type=int, default=600,
                        help='s, for exec and for shell\'s script')
    common.add_argument('--logs', metavar='FILE.tar', help='exec: keep logs')
    common.add_argument('host', choices=['bookworm', 'trixie', 'forky'])
    sub = p.add_subparsers(dest='command', required=True)
    sub.add_parser('prepare', parents=[common])
    r = sub.add_parser('run', parents=[common])
    r.add_argument('scenario', nargs='*')
    e = sub.add_parser('exec', parents=[common])
    e.add_argument('script')
    e.add_argument('args', nargs='*')
    sub.add_parser('shell', parents=[common]).add_argument('script', nargs='?')
    return p.parse_args()


def main():
    args = parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        args.version = check_host()
        if args.command != 'prepare' and not args.guest:
            args.guest = run_tool(f'{TOP}/test/guest/build.sh')
        return globals()['cmd_' + args.command](args)
    except RigError as e:
        say(f'rig: E: {e}')
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == '__main__':
    sys.exit(main())
