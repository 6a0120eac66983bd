# SPDX-License-Identifier: GPL-2.0-or-later
"""One archive of all that the image and the tests' guests are made of: the
corresponding source, and what SOURCES= takes."""
import io
import os
import subprocess
import tarfile

import choice
import lockfile
import store

TOP = os.path.dirname(os.path.dirname(os.path.dirname(choice.HERE)))


def _collect(chooser):
    """([Source], ["NAME SHA256"] of what cannot be had). What a build needs is
    there or ends the program; what is only shipped may be missing."""
    have, missing = [], []
    shipped = [n for n, rows in chooser.sources.items()
               if rows[0].note == "ship" and not os.environ.get("IPXE")]
    for name in chooser.built():
        have.append(chooser.choose(name))
    for name in shipped:
        source = chooser.sources[name][0]
        got = []
        for file in source.files:
            try:
                chooser.places.get(name, file)
                got.append(file)
            except store.Missing as e:
                store.say("\n".join([store.missing_text(source, file),
                                     *e.args]))
                missing.append(f"{lockfile.name_of(file)} {file.sha256}")
        have.append(source._replace(files=got))
    return have, missing


def _entry(name, size):
    """The same archive from the same files: no times, no owners."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    return info


def _add_text(tar, name, text):
    data = text.encode()
    tar.addfile(_entry(name, len(data)), io.BytesIO(data))


def _own_source():
    """This tree as it is committed, or None outside of git."""
    run = subprocess.run(["git", "-C", TOP, "archive", "--format=tar",
                          "--prefix=linux-stubdom/", "HEAD"],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return run.stdout if run.returncode == 0 else None


def write(chooser, to):
    """Returns the exit status: 1 if something is missing of it."""
    have, missing = _collect(chooser)
    own = _own_source()
    with tarfile.open(to + ".new", "w") as tar:
        _add_text(tar, "sources.lock", f"suite {chooser.suite}\n\n" +
                  "\n".join(map(lockfile.stanza, have)))
        if missing:
            _add_text(tar, "MISSING", "\n".join(missing) + "\n")
        if own:
            tar.addfile(_entry("linux-stubdom.tar", len(own)), io.BytesIO(own))
        for source in have:
            for file in source.files:
                with open(store.path(file), "rb") as f:
                    tar.addfile(_entry("files/" + lockfile.name_of(file),
                                       file.size), f)
    os.rename(to + ".new", to)
    store.say(f"{to}: {os.path.getsize(to) >> 20} MiB")
    if not own:
        store.say("WARNING: not a git checkout: linux-stubdom's own source is "
                  "not in it")
    for line in missing:
        store.say(f"fetch.py: E: not in it, for it cannot be had: {line}")
    if missing:
        store.say("  IPXE=none, or IPXE=FOLDER with ROMs of your own, leaves "
                  "Debian's boot ROMs and their source out.")
    return 1 if missing else 0
