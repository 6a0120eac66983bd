# SPDX-License-Identifier: GPL-2.0-or-later
"""sources.lock: what the build is made of, file by file. Pure: text in, rows
out. The file's own head says how it reads."""
import collections
import posixpath

# kind: how the file is used (KINDS); size in bytes; path: in the archive's
# pool, as its indices name it.
File = collections.namedtuple("File", "kind size sha256 path")
# series: the upstream versions that may stand in for this one; note: a word
# after the version ("ship": not built, but shipped with the sources).
Source = collections.namedtuple("Source", "name series version files note")

KINDS = ("orig", "debian", "tree-deb", "deb")
BINARY = ("tree-deb", "deb")


class LockError(Exception):
    """A line that cannot be read, with its number."""


def name_of(file):
    return posixpath.basename(file.path)


def package_of(file):
    """The binary package that a .deb is."""
    return name_of(file).split("_", 1)[0]


def upstream(version):
    """A Debian version without its epoch."""
    return version.split(":", 1)[-1]


def _is_sum(text):
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _file(words, where):
    if len(words) != 4 or words[0] not in KINDS or not words[1].isdigit() \
            or not _is_sum(words[2]):
        raise LockError(f"{where}: expected: KIND BYTES SHA256 PATH, with "
                        f"KIND one of {', '.join(KINDS)}")
    return File(words[0], int(words[1]), words[2], words[3])


def parse(text, name="sources.lock"):
    """Returns (suite, {name: [Source, ...]}): of each source the locked version
    first, then its alternatives in order. Raises LockError."""
    suite, sources, files = None, {}, None
    for number, line in enumerate(text.splitlines(), 1):
        words, where = line.split(), f"{name}:{number}"
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "suite" and len(words) == 2:
            suite = words[1]
        elif words[0] == "source" and len(words) in (4, 5):
            files = []
            note = words[4] if len(words) == 5 else ""
            sources.setdefault(words[1], []).append(
                Source(*words[1:4], files, note))
        elif files is None:
            raise LockError(f"{where}: a file without a source above it")
        else:
            files.append(_file(words, where))
    if suite is None:
        raise LockError(f"{name}: no line 'suite NAME'")
    return suite, sources


def stanza(source):
    """The lines of one source, as parse() reads them."""
    head = " ".join(filter(None, ("source", source.name, source.series,
                                  source.version, source.note)))
    return "\n".join([head] + [f"  {f.kind} {f.size} {f.sha256} {f.path}"
                               for f in source.files]) + "\n"
