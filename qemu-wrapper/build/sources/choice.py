# SPDX-License-Identifier: GPL-2.0-or-later
"""Which version of a source is used: the locked one, or what stands in for it.

The locked files first; else the newest version of the series that the archive
has; else the alternatives of the lock, in their order. STRICT=1 takes the first
or nothing. What stood in once is kept in the cache, until the lock changes."""
import contextlib
import fcntl
import hashlib
import os
import re
import sys

import archive
import lockfile
import store

HERE = os.path.dirname(os.path.abspath(__file__))
LOCK = os.environ.get("SOURCES_LOCK") or os.path.join(
    os.path.dirname(HERE), "sources.lock")
# Later suites often carry the same upstream tarball.
LATER = ("forky", "sid")
REMEDIES = """\
  Two ways out: "make SOURCES=FILE", with the archive that "make sources" writes
  on a machine that has the files; or a newer qemu-wrapper/build/sources.lock
  (docs/build.md, "Moving the lock")."""


def die(text):
    sys.exit(f"fetch.py: E: {text}")


@contextlib.contextmanager
def alone():
    """One process at a time asks the archives and decides."""
    try:
        os.makedirs(store.CACHE, exist_ok=True)
    except OSError as e:
        die(f"cache folder '{store.CACHE}' cannot be made ({e.strerror}): "
            "set XDG_CACHE_HOME")
    with open(os.path.join(store.CACHE, "sources.lock"), "w") as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        yield


def read_lock():
    try:
        with open(LOCK) as f:
            return lockfile.parse(f.read(), os.path.basename(LOCK))
    except (OSError, lockfile.LockError) as e:
        die(e)


def of_series(series, version):
    return re.match(re.escape(series) + r"(?![0-9])",
                    lockfile.upstream(version))


def like(source, version, listed):
    """Another version of a source, made of the same kinds of files, or None if
    one of them is not listed."""
    patterns = {"orig": r"\.orig\.tar\.\w+$",
                "debian": r"\.(debian\.tar\.\w+|diff\.gz)$",
                "tree-deb": r"\.deb$", "deb": r"\.deb$"}
    files = []
    for kind in [f.kind for f in source.files]:
        one = next((x for x in listed if x.version == version and
                    re.search(patterns[kind], x.path)), None)
        if one is None:
            return None
        files.append(lockfile.File(kind, one.size, one.sha256, one.path))
    return source._replace(version=version, files=files)


def newest(source, index):
    """The versions of the source's series that the archive lists, newest
    first. Raises ArchiveError."""
    file = source.files[0]
    if file.kind in lockfile.BINARY:
        listed = index.binaries(lockfile.package_of(file))
    else:
        listed = index.source(source.name)
    versions = [x.version for x in listed
                if of_series(source.series, x.version)]
    made = (like(source, v, listed) for v in archive.newest_first(versions))
    return [s for s in made if s]


class Chooser:
    def __init__(self):
        self.suite, self.sources = read_lock()
        self.given = os.environ.get("SOURCES") or None
        self.strict = os.environ.get("STRICT") not in (None, "", "0")
        self.places = store.Places((self.suite,) + LATER, self.given)
        if self.given:
            every = [f for rows in self.sources.values() for s in rows
                     for f in s.files]
            store.take_in(self.given, every)

    def built(self):
        """The names of what a build needs."""
        skip = {"ipxe-qemu"} if os.environ.get("IPXE") else set()
        return [n for n, rows in self.sources.items()
                if rows[0].note != "ship" and n not in skip]

    def choose(self, name):
        """The Source to be used, its files in the store. Ends the program if
        there is none."""
        if name not in self.sources:
            die(f"{name}: not in {LOCK}")
        rows = self.sources[name]
        if all(map(store.has, rows[0].files)):
            return rows[0]
        if not self.strict:
            kept = self._kept(rows)
            if kept:
                return kept
        return self._find(rows)

    def _find(self, rows):
        said = []
        for source in self._candidates(rows, said):
            if self._obtain(source, said):
                if source.version != rows[0].version:
                    self._keep(rows, source)
                return source
        die("\n".join([f"{rows[0].name} {rows[0].version}: cannot be had",
                       *said, REMEDIES]))

    def _candidates(self, rows, said):
        yield rows[0]
        if self.strict:
            said.append("  STRICT=1: nothing stands in for it")
            return
        if not self.given:
            try:
                for source in newest(rows[0], self.places.indices[0]):
                    if source.version != rows[0].version:
                        yield source
            except archive.ArchiveError as e:
                said.append(f"  {e}")
        yield from rows[1:]

    def _obtain(self, source, said):
        for file in source.files:
            try:
                self.places.get(source.name, file)
            except store.Missing as e:
                said.append(f"  {source.version}: {lockfile.name_of(file)} "
                            f"(sha256 {file.sha256}):")
                said.extend("  " + line for line in e.args)
                return False
        return True

    @staticmethod
    def _keeper(rows):
        h = hashlib.sha256("".join(map(lockfile.stanza, rows)).encode())
        return os.path.join(store.CACHE, "instead",
                            f"{rows[0].name}-{h.hexdigest()[:16]}")

    def _kept(self, rows):
        try:
            with open(self._keeper(rows)) as f:
                _, kept = lockfile.parse("suite -\n" + f.read())
        except OSError:
            return None
        source = kept[rows[0].name][0]
        return source if all(map(store.has, source.files)) else None

    def _keep(self, rows, source):
        to = self._keeper(rows)
        os.makedirs(os.path.dirname(to), exist_ok=True)
        with open(to + ".new", "w") as f:
            f.write(lockfile.stanza(source))
        os.rename(to + ".new", to)


def identity(source):
    """What tells this choice from others, for the caches' keys."""
    return " ".join([source.name, source.version] +
                    [f.sha256 for f in source.files])
