#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The source files of the build: sources.lock names them (docs/build.md).

  fetch.py all             have every file that a build needs; print, as JSON,
                           which were taken
  fetch.py tree NAME       print the folder of an unpacked, patched source
  fetch.py version NAME    its upstream version
  fetch.py id NAME...      what tells these sources from other versions, for the
                           keys of the cache
  fetch.py suite           the Debian release that the lock follows
  fetch.py bundle FILE     write all of them into one archive
  fetch.py lock            move sources.lock to what can be had today
  fetch.py outdated        what Debian has now, and which of it is security's

Environment: SOURCES=FILE or folder: look there and nowhere else. STRICT=1: the
locked files or none. IPXE=none or a folder: without Debian's boot ROMs.
"""
import json
import os
import re
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "sources"))
import archive      # noqa: E402
import choice       # noqa: E402
import lockfile     # noqa: E402
import store        # noqa: E402
import tree         # noqa: E402


def upstream_version(version):
    """1:10.0.13+ds-0+deb13u1 is 10.0.13."""
    plain = lockfile.upstream(version).rsplit("-", 1)[0]
    return re.match(r"[0-9.]*[0-9]", plain.split("really")[-1])[0]


def row(chooser, source):
    """One source as manifest.py and the SBOM want it."""
    locked = chooser.sources[source.name][0].version
    files = [{"kind": f.kind, "name": lockfile.name_of(f), "bytes": f.size,
              "sha256": f.sha256, "path": f.path} for f in source.files]
    return {"name": source.name, "version": source.version, "locked": locked,
            "upstream": upstream_version(source.version), "files": files}


def need(chooser, names):
    """Choose these, all files of them in the store; say what was done."""
    start, new = time.monotonic(), 0
    chosen = []
    for name in names:
        lacking = [f for f in chooser.sources[name][0].files
                   if not store.has(f)]
        size = sum(f.size for f in lacking)
        if size > 10 << 20 and not chooser.given:
            store.say(f"            fetching {name}: {size >> 20} MiB")
        chosen.append(chooser.choose(name))
        new += size
    if new:
        store.say(f"{time.monotonic() - start:8.1f} s  source files")
    for source in chosen:
        locked = chooser.sources[source.name][0].version
        if source.version != locked:
            store.say(f"WARNING: {source.name} {locked} cannot be had: taking "
                      f"{source.version} (STRICT=1 refuses that)")
    return chosen


def cmd_all(chooser):
    rows = [row(chooser, s) for s in need(chooser, chooser.built())]
    json.dump(rows, sys.stdout, indent=1)
    print()


def cmd_tree(chooser, name):
    print(tree.folder(need(chooser, [name])[0]))


def cmd_version(chooser, name):
    print(upstream_version(chooser.choose(name).version))


def cmd_id(chooser, *names):
    for name in names:
        print(choice.identity(chooser.choose(name)))


def cmd_suite(chooser):
    print(chooser.suite)


def cmd_bundle(chooser, to):
    import bundle
    return bundle.write(chooser, to)


def cmd_lock(chooser):
    import outdated
    outdated.move_lock(chooser)


def cmd_outdated(chooser):
    import outdated
    return outdated.report(chooser)


def main(argv):
    command = globals().get("cmd_" + argv[0]) if argv else None
    if command is None:
        sys.exit(__doc__)
    with choice.alone():
        try:
            return command(choice.Chooser(), *argv[1:])
        except archive.ArchiveError as e:
            choice.die(e)
        except TypeError as e:
            if "positional argument" not in str(e):
                raise
            sys.exit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
