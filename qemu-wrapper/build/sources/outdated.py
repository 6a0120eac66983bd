# SPDX-License-Identifier: GPL-2.0-or-later
"""What Debian has now of each locked source, and the lock moved to it."""
import gzip
import os
import re
import subprocess
import tarfile
import tempfile

import archive
import choice
import lockfile
import store

# What a changelog says of a security update.
WORDS = re.compile(r"CVE-\d+-\d+|XSA-\d+")


def _newer(a, b):
    return archive.newest_first([a, b])[0] == a and a != b


def _between(changelog, version, locked):
    """The entries of Debian's changelog after the locked version up to the
    other one."""
    kept, take = [], False
    for line in changelog.splitlines():
        head = re.match(r"\S+ \(([^)]+)\) ", line)
        if head:
            take = _newer(head[1], locked) and not _newer(head[1], version)
        if take:
            kept.append(line)
    return "\n".join(kept)


def _log_in_tar(path):
    with tarfile.open(path) as tar:
        return tar.extractfile("debian/changelog").read().decode(
            errors="replace")


def _log_in_deb(path):
    with tempfile.TemporaryDirectory() as d:
        subprocess.run(["dpkg-deb", "-x", path, d], check=True)
        for folder, _, names in os.walk(d + "/usr/share/doc"):
            for name in names:
                if re.fullmatch(r"changelog(\.Debian)?\.gz", name):
                    with gzip.open(os.path.join(folder, name)) as f:
                        return f.read().decode(errors="replace")
    return ""


# Small binary packages, for their changelogs, where the source cannot be had.
SMALL = {"linux": "linux-config-6.12", "xen": "libxenstore4",
         "zlib": "zlib1g", "pcre2": "libpcre2-posix3"}


def _changelog(chooser, name, version):
    """Debian's changelog of that version, "" if none can be had."""
    index, places = chooser.places.indices[0], chooser.places
    wanted = [("debian", x, _log_in_tar) for x in index.source(name)
              if x.version == version and x.path.endswith(".debian.tar.xz")]
    wanted += [("deb", x, _log_in_deb) for x in index.binaries(SMALL.get(
        name, name)) if x.version.split(":")[-1] == version.split(":")[-1]]
    for kind, x, reader in wanted:
        file = lockfile.File(kind, x.size, x.sha256, x.path)
        try:
            known = store.Places((), chooser.given)
            known.archives = places.archives
            known.get(name, file)
            return reader(store.path(file))
        except store.Missing:
            continue
    return ""


def _security(chooser, source, version):
    """(is it one, the words its changelog has for that or why there are none)"""
    index = chooser.places.indices[0]
    log = _between(_changelog(chooser, source.name, version), version,
                   source.version)
    named = sorted(set(WORDS.findall(log)))
    if named:
        more = f" and {len(named) - 6} more" if len(named) > 6 else ""
        return True, ", ".join(named[:6]) + more
    if log:
        return "security" in log.split("\n", 1)[0], "no CVE named"
    listed = any(x.version == version and "/updates/" in x.path
                 for x in index.source(source.name))
    return listed, "its changelog cannot be had"


def report(chooser):
    """Returns 1 if one of the newer versions is a security update."""
    behind = 0
    for name, rows in chooser.sources.items():
        locked = rows[0]
        found = choice.newest(locked, chooser.places.indices[0])
        if not found or not _newer(found[0].version, locked.version):
            print(f"  newest    {name} {locked.version}", flush=True)
            continue
        security, words = _security(chooser, locked, found[0].version)
        behind += security
        print(f"{'SECURITY  ' if security else '  newer     '}{name} "
              f"{locked.version} -> {found[0].version}: {words}", flush=True)
    return 1 if behind else 0


def _obtainable(chooser, locked):
    """The newest version that can be had, of the locked one's series."""
    for source in choice.newest(locked, chooser.places.indices[0]):
        if not _newer(source.version, locked.version):
            break
        try:
            for file in source.files:
                chooser.places.get(source.name, file)
            return source
        except store.Missing as e:
            store.say("\n".join([f"{source.name} {source.version} cannot be "
                                 "had:", *e.args]))
    return locked


def _replace(text, old, new):
    """The lock's text with one stanza instead of another."""
    before = lockfile.stanza(old)
    assert before in text, f"{old.name}: written in another way"
    return text.replace(before, lockfile.stanza(new), 1)


def move_lock(chooser):
    """Each first choice becomes the newest of its series that can be had; what
    is only shipped follows by hand. The archives' signatures are apt's to
    check; the sums are of their indices."""
    with open(choice.LOCK) as f:
        text = f.read()
    for rows in chooser.sources.values():
        new = _obtainable(chooser, rows[0])
        if new is not rows[0]:
            text = _replace(text, rows[0], new)
            store.say(f"{new.name} {rows[0].version} -> {new.version}")
    with open(choice.LOCK + ".new", "w") as f:
        f.write(text)
    os.rename(choice.LOCK + ".new", choice.LOCK)
