# SPDX-License-Identifier: GPL-2.0-or-later
"""Source files, unpacked and with Debian's patches: one folder of the cache for
each choice."""
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time

import choice
import lockfile
import store


class Broken(Exception):
    """A tree that cannot be made of its files."""


def _run(log, *argv, **how):
    if subprocess.run(argv, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                      env=dict(os.environ, LC_ALL="C"), **how).returncode:
        raise Broken(" ".join(argv[:1] + argv[-2:]))


def _series(tree):
    """Debian's patches in their order (quilt's file "series")."""
    name = os.path.join(tree, "debian/patches/series")
    if os.path.exists(name):
        with open(name) as f:
            for line in f:
                words = line.split("#", 1)[0].split()
                if words:
                    yield words[0]


def _orig(log, file, tree):
    _run(log, "tar", "-xf", store.path(file), "-C", tree,
         "--strip-components=1")


def _debian(log, file, tree):
    if file.path.endswith(".diff.gz"):
        plain = subprocess.run(["gzip", "-dc", store.path(file)], check=True,
                               stdout=subprocess.PIPE).stdout
        subprocess.run(["patch", "-s", "-p1", "-d", tree], check=True,
                       input=plain, stdout=log, stderr=log)
        return
    _run(log, "tar", "-xf", store.path(file), "-C", tree)
    for patch in _series(tree):
        _run(log, "patch", "-s", "-p1", "-d", tree, "-i",
             "debian/patches/" + patch)


def _deb(log, file, tree):
    _run(log, "dpkg-deb", "-x", store.path(file), tree)


def _tree_deb(log, file, tree):
    """A package like linux-source-6.12: a patched tree in a tar in a .deb."""
    inner = f"./usr/src/{lockfile.package_of(file)}.tar.xz"
    pipe = ('set -o pipefail; dpkg-deb --fsys-tarfile "$0" | '
            'tar -xO "$1" | tar -xJ -C "$2" --strip-components=1')
    _run(log, "bash", "-c", pipe, store.path(file), inner, tree)


UNPACK = {"orig": _orig, "debian": _debian, "deb": _deb, "tree-deb": _tree_deb}


def _make(folder, source, log):
    tree = os.path.join(folder, "tree")
    os.makedirs(tree)
    for file in source.files:
        UNPACK[file.kind](log, file, tree)


def _log(source):
    folder = os.path.join(store.CACHE, "logs")
    os.makedirs(folder, exist_ok=True)
    return open(os.path.join(folder, f"source-{source.name}.log"), "w+")


def _make_logged(folder, source):
    start = time.monotonic()
    with _log(source) as log:
        try:
            _make(folder, source, log)
        except (Broken, subprocess.CalledProcessError) as e:
            log.flush()
            log.seek(0)
            sys.stderr.writelines(log.readlines()[-25:])
            choice.die(f"source {source.name} {source.version}: {e}: failed; "
                       f"the whole log is {log.name}")
    store.say(f"{time.monotonic() - start:8.1f} s  source {source.name} "
              f"{source.version}")


def folder(source):
    """The folder of the tree, made if need be. Runs of the same source wait for
    each other."""
    key = hashlib.sha256(choice.identity(source).encode()).hexdigest()[:16]
    made = os.path.join(store.CACHE, f"src-{source.name}-{key}")
    if not os.path.exists(made + "/.complete"):
        with open(os.path.join(store.CACHE,
                               f"src-{source.name}.lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not os.path.exists(made + "/.complete"):
                shutil.rmtree(made, ignore_errors=True)
                os.umask(0o022)
                _make_logged(made, source)
                open(made + "/.complete", "w").close()
    return os.path.join(made, "tree")
