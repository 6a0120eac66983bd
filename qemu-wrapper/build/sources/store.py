# SPDX-License-Identifier: GPL-2.0-or-later
"""The cache's own copies of source files, each under its sha256, and the places
they come from."""
import hashlib
import os
import shutil
import sys
import tarfile
import tempfile

import archive
import lockfile

CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.join(
    os.environ.get("HOME") or ".", ".cache"), "linux-stubdom")
FILES = os.path.join(CACHE, "files")


class Missing(Exception):
    """A file that no place has. args: lines that say where it was looked for."""


def say(text):
    """Progress, on the terminal also from within a logged step (cache.sh)."""
    fd = int(os.environ.get("LS_PROGRESS", "2"))
    os.write(fd, (text + "\n").encode())


def path(file):
    return os.path.join(FILES, file.sha256)


def has(file):
    return os.path.exists(path(file))


def _put(stream, wanted):
    """Copy a stream into the store if its sum is wanted. Returns the sum."""
    os.makedirs(FILES, exist_ok=True)
    h = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=FILES, delete=False) as to:
        for block in iter(lambda: stream.read(1 << 20), b""):
            h.update(block)
            to.write(block)
    if h.hexdigest() in wanted:
        os.rename(to.name, os.path.join(FILES, h.hexdigest()))
    else:
        os.unlink(to.name)
    return h.hexdigest()


def _streams(place):
    """Every file of a folder, or of the archive that "make sources" writes."""
    if os.path.isfile(place):
        with tarfile.open(place) as tar:
            for member in tar:
                if member.isfile():
                    yield tar.extractfile(member)
    else:
        for folder, _, names in os.walk(place):
            for name in names:
                with open(os.path.join(folder, name), "rb") as f:
                    yield f


def take_in(place, files):
    """Bring what a folder or an archive has of these files into the store."""
    if not os.path.exists(place):
        sys.exit(f"fetch.py: E: SOURCES={place}: no such file or folder")
    wanted = {f.sha256 for f in files if not has(f)}
    sizes = {f.size for f in files}
    for stream in _streams(place):
        if not wanted:
            return
        stream.seek(0, os.SEEK_END)
        if stream.tell() in sizes:
            stream.seek(0)
            wanted.discard(_put(stream, wanted))


class Places:
    """Where files are looked for, in this order: SOURCES= alone if it is given;
    else each archive under the path that is known; else, by sum, whatever the
    indices of these suites list."""

    def __init__(self, suites, given=None):
        self.given, self.suites = given, suites
        self.archives = None
        self.indices = [archive.Index(os.path.join(CACHE, "apt"), s)
                        for s in suites]

    def _uris(self, name, file):
        if self.archives is None:
            self.archives = archive.archives()
        known = archive.places(file.path, self.archives)
        yield from known
        listing = archive.Index.source
        if file.kind in lockfile.BINARY:
            listing, name = archive.Index.binaries, lockfile.package_of(file)
        for index in self.indices:
            for listed in listing(index, name):
                if listed.sha256 == file.sha256:
                    for uri in archive.places(listed.path, self.archives):
                        if uri not in known:
                            known.append(uri)
                            yield uri

    def get(self, name, file):
        """Have the file in the store. Raises Missing."""
        if has(file):
            return
        if self.given:
            raise Missing(f"  SOURCES={self.given}: no file with this sum")
        os.makedirs(FILES, exist_ok=True)
        said = []
        try:
            for uri in self._uris(name, file):
                with tempfile.TemporaryDirectory(dir=FILES) as d:
                    to = os.path.join(d, "file")
                    why = archive.download(uri, to, file.sha256)
                    if why is None:
                        shutil.move(to, path(file))
                        return
                said.append(f"  {uri}: {why}")
        except archive.ArchiveError as e:
            said.append(f"  {e}")
        raise Missing(*said)


def missing_text(source, file):
    return (f"{source.name} {source.version}: {lockfile.name_of(file)} "
            f"(sha256 {file.sha256}) cannot be had:")
