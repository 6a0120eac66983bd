#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Where source files are looked for, and what stands in for one that is gone.

The archives are folders: a fake apt-get names them and a fake apt-cache says what
a suite lists; apt's own helper downloads from them and checks the sums."""
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../..')
FETCH = os.path.join(TOP, 'qemu-wrapper/build/fetch.py')
SUITE = 'trixie'

APT_GET = '''#!/bin/sh
echo "apt-get $*" >>{d}/asked
[ ! -e {d}/no-apt ] || exit 99
case "$*" in
*update*) [ -e {d}/expired ] || exit 0
	case "$*" in *Check-Valid-Until=false*) exit 0 ;; esac
	echo "E: Release file for copy:{d}/main is expired (invalid since 3d)" >&2
	exit 100 ;;
indextargets*) . /etc/os-release
	echo "$VERSION_CODENAME copy:{d}/main"
	echo "$VERSION_CODENAME-security copy:{d}/security" ;;
esac
'''
# the suite is the last part of the state's folder
APT_CACHE = '''#!/bin/sh
for a; do case $a in Dir::State=*) suite=${{a##*/}} ;; esac; name=$a; done
cat {d}/lists/$suite/$name 2>/dev/null
'''


def tarball(name, text):
    """A .tar.gz with one file, the same bytes each time."""
    to = io.BytesIO()
    with tarfile.open(fileobj=to, mode='w:gz') as tar:
        info = tarfile.TarInfo(f'{name}/content')
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text.encode()))
    data = bytearray(to.getvalue())
    data[4:8] = b'\0\0\0\0'         # gzip's time
    return bytes(data)


class World:
    """A machine with a cache, a lock and two archives of its own."""

    def __init__(self):
        self.dir = tempfile.mkdtemp()
        for sub in 'bin', 'main', 'security', 'lists', 'cache':
            os.mkdir(self.path(sub))
        for name, text in ('apt-get', APT_GET), ('apt-cache', APT_CACHE):
            with open(self.path('bin', name), 'w') as f:
                f.write(text.format(d=self.dir))
            os.chmod(self.path('bin', name), 0o755)
        self.rows = []

    def path(self, *parts):
        return os.path.join(self.dir, *parts)

    def put(self, archive, path, data):
        to = self.path(archive, path)
        os.makedirs(os.path.dirname(to), exist_ok=True)
        with open(to, 'wb') as f:
            f.write(data)

    def list(self, suite, name, version, path, data):
        """Let a suite list a source package of one file."""
        to = self.path('lists', suite, name)
        os.makedirs(os.path.dirname(to), exist_ok=True)
        folder, file = os.path.split(path)
        with open(to, 'a') as f:
            f.write(f'Package: {name}\nVersion: {version}\nDirectory: {folder}\n'
                    f'Checksums-Sha256:\n {sha256(data)} {len(data)} {file}\n\n')

    def lock(self, name, series, version, path, data, note=''):
        self.rows.append(f'source {name} {series} {version}'
                         f'{note and " " + note}\n  orig {len(data)} {sha256(data)} {path}\n')

    def run(self, *argv, text=None, **env):
        with open(self.path('sources.lock'), 'w') as f:
            f.write(text or f'suite {SUITE}\n\n' + '\n'.join(self.rows))
        clean = {k: v for k, v in os.environ.items()
                 if k not in ('SOURCES', 'STRICT', 'IPXE', 'LS_PROGRESS')}
        return subprocess.run(
            [*env.pop('before', ()), sys.executable, '-B', FETCH, *argv],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=dict(clean, PATH=self.path('bin') + ':' + os.environ['PATH'],
                     XDG_CACHE_HOME=self.path('cache'),
                     SOURCES_LOCK=self.path('sources.lock'), **env))


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def content(run):
    """What is in the file of the tree that "fetch.py tree" printed."""
    try:
        with open(os.path.join(run.stdout.strip(), 'content')) as f:
            return f.read()
    except OSError:
        return None


MAIN = 'pool/main/a/abc/abc_1.2.orig.tar.gz'
SECURITY = 'pool/updates/main/a/abc/abc_1.2.orig.tar.gz'
OLD, NEW, OTHER = (tarball('abc', t) for t in ('old', 'new', 'other'))
tests = []


def test(text):
    def add(function):
        tests.append((text, function))
        return function
    return add


@test('the path is of main, main answers 404: security has it')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    w.put('security', SECURITY, OLD)
    return content(w.run('tree', 'abc')) == 'old'


@test('the path is of security, security answers 404: main has it')
def _(w):
    w.lock('abc', '1.2', '1.2-1', SECURITY, OLD)
    w.put('main', MAIN, OLD)
    return content(w.run('tree', 'abc')) == 'old'


@test('a file with another sum is not taken; the next place is asked')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    w.put('main', MAIN, NEW)
    w.put('security', SECURITY, OLD)
    return content(w.run('tree', 'abc')) == 'old'


@test('gone from both: a later suite lists it under another path')
def _(w):
    later = 'pool/main/a/abc/abc_1.2+really.orig.tar.gz'
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    w.put('main', later, OLD)
    w.list('forky', 'abc', '1.2-3', later, OLD)
    run = w.run('tree', 'abc', STRICT='1')
    return content(run) == 'old' and 'WARNING' not in run.stderr


@test('gone altogether: the newest of the series, and a line says so')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    for v in '1.20-1', '1.2.1-1', '1.2.3-1', '1.2.2-1':
        path = f'pool/main/a/abc/abc_{v[:-2]}.orig.tar.gz'
        w.list(SUITE, 'abc', v, path, tarball('abc', v))
        w.put('main', path, tarball('abc', v))
    run = w.run('all')
    rows = json.loads(run.stdout)
    return ('WARNING: abc 1.2-1 cannot be had: taking 1.2.3-1' in run.stderr and
            rows[0]['version'] == '1.2.3-1' and rows[0]['locked'] == '1.2-1' and
            content(w.run('tree', 'abc')) == '1.2.3-1')


@test('what stood in once is used again, without asking')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    w.lock('abc', '1.1', '1.1-1', MAIN.replace('1.2', '1.1'), OTHER)
    w.put('main', MAIN.replace('1.2', '1.1'), OTHER)
    w.run('tree', 'abc')
    open(w.path('no-apt'), 'w').close()
    return content(w.run('tree', 'abc')) == 'other'


@test('STRICT=1 takes nothing instead, and says so')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    w.lock('abc', '1.1', '1.1-1', MAIN.replace('1.2', '1.1'), OTHER)
    w.put('main', MAIN.replace('1.2', '1.1'), OTHER)
    w.run('tree', 'abc')
    run = w.run('tree', 'abc', STRICT='1')
    return run.returncode != 0 and 'STRICT=1' in run.stderr


@test('no version of the series: the alternatives of the lock, in order')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    for v, data in ('1.0', NEW), ('1.1', OTHER):
        w.lock('abc', v, v + '-1', MAIN.replace('1.2', v), data)
        w.put('main', MAIN.replace('1.2', v), data)
    return content(w.run('tree', 'abc')) == 'new'


@test('nowhere: each place and what it said, a line each, and two ways out')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    w.lock('abc', '1.1', '1.1-1', MAIN.replace('1.2', '1.1'), OTHER)
    run = w.run('all')
    lines = run.stderr.splitlines()
    asked = [line for line in lines if 'copy:' in line]
    return (run.returncode != 0 and 'E: abc 1.2-1: cannot be had' in lines[0] and
            len(asked) == 4 and len(set(asked)) == 4 and
            all(': ' in line.split('.gz', 1)[1] for line in asked) and
            'make SOURCES=FILE' in run.stderr and 'sources.lock' in run.stderr)


@test('no apt: a line that says so, and the same two ways out')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    open(w.path('no-apt'), 'w').close()
    run = w.run('all')
    return (run.returncode != 0 and 'apt-get indextargets' in run.stderr and
            'make SOURCES=FILE' in run.stderr)


@test('SOURCES=folder: by sum, whatever the name; apt is not asked')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    w.put('given', 'deep/whatever', OLD)
    run = w.run('tree', 'abc', SOURCES=w.path('given'))
    return content(run) == 'old' and not os.path.exists(w.path('asked'))


@test('SOURCES=folder without it: the line names SOURCES, apt is not asked')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    w.put('main', MAIN, OLD)
    w.put('given', 'abc_1.2.orig.tar.gz', NEW)
    run = w.run('tree', 'abc', SOURCES=w.path('given'))
    return (run.returncode != 0 and 'no file with this sum' in run.stderr and
            not os.path.exists(w.path('asked')))


@test('the archive of "fetch.py bundle" builds without a network')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    w.put('main', MAIN, OLD)
    made = w.run('bundle', w.path('all.tar'))
    shutil.rmtree(w.path('cache'))
    run = w.run('tree', 'abc', SOURCES=w.path('all.tar'),
                before=('unshare', '-n'))
    return made.returncode == 0 and content(run) == 'old'


@test('a bundle without what is only shipped fails, names it, and is there')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    w.lock('rom', '3', '3-1', 'pool/main/r/rom/rom_3.orig.tar.gz', NEW, 'ship')
    w.put('main', MAIN, OLD)
    run = w.run('bundle', w.path('all.tar'))
    with tarfile.open(w.path('all.tar')) as tar:
        missing = tar.extractfile('MISSING').read().decode()
    without = w.run('bundle', w.path('all.tar'), IPXE='none')
    return (run.returncode != 0 and 'rom_3.orig.tar.gz' in run.stderr and
            missing == f'rom_3.orig.tar.gz {sha256(NEW)}\n' and
            without.returncode == 0)


@test('the same bundle twice: the same bytes')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    w.put('main', MAIN, OLD)
    sums = set()
    for name in 'a.tar', 'b.tar':
        w.run('bundle', w.path(name))
        with open(w.path(name), 'rb') as f:
            sums.add(sha256(f.read()))
    return len(sums) == 1


@test('a sum that is none: the lock is refused, with the line')
def _(w):
    run = w.run('all', text='suite s\nsource abc 1.2 1.2-1\n  orig 5 local p\n')
    return run.returncode != 0 and 'sources.lock:3: expected' in run.stderr


@test('another version is another key')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    w.put('main', MAIN, OLD)
    old = w.run('id', 'abc').stdout
    w.rows = []
    w.lock('abc', '1.2', '1.2-2', MAIN, NEW)
    w.put('main', MAIN, NEW)
    return old.split() == ['abc', '1.2-1', sha256(OLD)] and \
        w.run('id', 'abc').stdout.split() == ['abc', '1.2-2', sha256(NEW)]


@test('the lock moves to the newest that can be had, and keeps its alternatives')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    w.lock('abc', '1.1', '1.1-1', MAIN.replace('1.2', '1.1'), OTHER)
    for v, there in ('1.2.1-1', True), ('1.2.2-1', False):
        path = f'pool/main/a/abc/abc_{v[:-2]}.orig.tar.gz'
        w.list(SUITE, 'abc', v, path, tarball('abc', v))
        if there:
            w.put('main', path, tarball('abc', v))
    run = w.run('lock')
    with open(w.path('sources.lock')) as f:
        text = f.read()
    return (run.returncode == 0 and 'source abc 1.2 1.2.1-1\n' in text and
            'source abc 1.1 1.1-1' in text and '1.2.2-1 cannot' in run.stderr)


@test('package lists whose date has passed: a line, and a switch')
def _(w):
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    open(w.path('expired'), 'w').close()
    run = w.run('outdated')
    return (run.returncode == 1 and run.stderr.count('\n') == 1 and
            'expired' in run.stderr and 'EXPIRED=1' in run.stderr and
            w.run('outdated', EXPIRED='1').returncode == 0)


@test('what is newer is listed, with the CVE of its changelog; the status is 1')
def _(w):
    new = 'abc_1.2-2.debian.tar.xz'
    log = ('abc (1.2-2) trixie-security; urgency=high\n\n  * CVE-2026-1234\n\n'
           'abc (1.2-1) trixie; urgency=low\n\n  * CVE-2020-1\n')
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode='w:xz') as tar:
        info = tarfile.TarInfo('debian/changelog')
        info.size = len(log)
        tar.addfile(info, io.BytesIO(log.encode()))
    debian = data.getvalue()
    w.lock('abc', '1.2', '1.2-1', MAIN, OLD)
    to = w.path('lists', SUITE, 'abc')
    os.makedirs(os.path.dirname(to))
    with open(to, 'w') as f:
        f.write('Version: 1.2-2\nDirectory: pool/updates/main/a/abc\n'
                f'Checksums-Sha256:\n {sha256(OLD)} {len(OLD)} '
                f'abc_1.2.orig.tar.gz\n {sha256(debian)} {len(debian)} {new}\n')
    w.put('security', 'pool/updates/main/a/abc/' + new, debian)
    run = w.run('outdated')
    return run.returncode == 1 and run.stdout.split() == \
        'SECURITY abc 1.2-1 -> 1.2-2: CVE-2026-1234'.split()


def main():
    print(f'1..{len(tests)}')
    for number, (text, function) in enumerate(tests, 1):
        world = World()
        try:
            good = function(world)
        except (OSError, ValueError, KeyError) as e:
            print('#', repr(e))
            good = False
        shutil.rmtree(world.dir)
        print(f'{"ok" if good else "not ok"} {number} - {text}', flush=True)


main()
