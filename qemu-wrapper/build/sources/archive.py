#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian's archives, as this machine's apt knows them: no host is written down
here, and apt's own state is not touched.

  archive.py list TYPE SUITE      sources.list lines (TYPE: deb or deb-src)
  archive.py run DIR COMMAND...   apt-get or apt-cache with its state in DIR,
                                  which holds a sources.list
  archive.py check DIR SUITE      can its package lists be had? If not, say why
"""
import collections
import os
import re
import subprocess
import sys

HELPER = "/usr/lib/apt/apt-helper"
KEYRINGS = ["/usr/share/keyrings/debian-archive-keyring." + end
            for end in ("pgp", "gpg")]

# main and security: the URI of an archive, the latter perhaps None
Archives = collections.namedtuple("Archives", "main security")
# One file as an index lists it.
Listed = collections.namedtuple("Listed", "version path size sha256 suite")


class ArchiveError(Exception):
    """apt cannot do what is asked; one line that says what to do."""


def codename():
    with open("/etc/os-release") as f:
        m = re.search(r"^VERSION_CODENAME=(\S+)$", f.read(), re.M)
    return m[1] if m else ""


def archives():
    """The archives of the machine's own suite. Raises ArchiveError."""
    try:
        text = subprocess.run(
            ["apt-get", "indextargets", "--format", "$(CODENAME) $(REPO_URI)"],
            check=True, stdout=subprocess.PIPE, text=True).stdout
    except (OSError, subprocess.CalledProcessError) as e:
        raise ArchiveError(f"apt-get indextargets: {e}: a build without "
                           "SOURCES= takes its sources from Debian's archive")
    uris = {}
    for line in text.splitlines():
        suite, _, uri = line.partition(" ")
        uris.setdefault(suite, uri.rstrip("/") + "/")
    own = codename()
    if own not in uris:
        raise ArchiveError("apt on this machine names no Debian archive for "
                           f"'{own}': run apt-get update, or give SOURCES=")
    return Archives(uris[own], uris.get(own + "-security"))


def places(path, where):
    """Where a file of the pool may be: the main archive, and the security
    archive, which has a folder more in its paths. The one that the path was
    listed by comes first."""
    main = path.replace("pool/updates/main/", "pool/main/", 1)
    found = [where.main + main]
    if where.security:
        secure = main.replace("pool/main/", "pool/updates/main/", 1)
        found.append(where.security + secure)
        if path == secure:
            found.reverse()
    return found


def download(uri, to, sha256):
    """Fetch URI to the file TO if it has that sum. Returns None, or what the
    place said."""
    run = subprocess.run(
        [HELPER, "-o", "APT::Sandbox::User=root", "-o", "Acquire::Retries=2",
         "download-file", uri, to, "SHA256:" + sha256],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env=dict(os.environ, LC_ALL="C"))
    if run.returncode == 0 and os.path.exists(to):
        return None
    if os.path.exists(to):
        os.unlink(to)
    said = [line for line in run.stderr.splitlines() if line.startswith("E:")]
    text = " ".join((said or ["E: no answer"])[0].split())
    # what follows the URI itself, without the address that was asked
    return re.sub(r"^E: (Failed to fetch \S+ )?|\s*\[IP:.*$", "", text)


def suites_of(suite):
    """The suites in which what a release consists of is listed."""
    if suite in ("sid", "experimental"):
        return [suite]
    return [suite, suite + "-updates", suite + "-security"]


def source_lines(kind, suite):
    """sources.list lines of a release, for its lists of packages only: this
    machine's apt may be told to bring more (apt-file)."""
    target = {"deb": "Packages", "deb-src": "Sources"}[kind]
    keyring = next((k for k in KEYRINGS if os.path.exists(k)), None)
    if keyring is None:
        raise ArchiveError("no Debian archive keyring: apt-get install "
                           "debian-archive-keyring")
    where = archives()
    for one in suites_of(suite):
        uri = where.security if one.endswith("-security") else where.main
        if uri:
            yield (f"{kind} [signed-by={keyring} target={target}] "
                   f"{uri} {one} main\n")


def apt(state, command, *args, **how):
    """Run apt-get or apt-cache with all of its state in the folder STATE."""
    state = os.path.abspath(state)
    for sub in ("lists/partial", "cache/archives/partial"):
        os.makedirs(os.path.join(state, sub), exist_ok=True)
    with open(state + "/status", "a"):
        pass
    options = {"Dir::Etc::sourcelist": state + "/sources.list",
               "Dir::Etc::sourceparts": "/dev/null",
               "Dir::Etc::preferencesparts": "/dev/null",
               "Dir::State": state, "Dir::State::lists": state + "/lists",
               "Dir::State::status": state + "/status",
               "Dir::Cache": state + "/cache", "APT::Sandbox::User": "root"}
    if os.environ.get("EXPIRED"):
        options["Acquire::Check-Valid-Until"] = "false"
    flags = [w for o in options.items() for w in ("-o", "=".join(o))]
    how.setdefault("text", True)
    return subprocess.run([command, "-q", *flags, *args], **how)


class Index:
    """What the archives list today of a release: its state lives in a folder,
    and is read anew once in each process."""

    def __init__(self, state, suite):
        self.state = os.path.join(state, suite)
        self.suite, self.fresh = suite, False

    def update(self):
        if self.fresh:
            return
        os.makedirs(self.state, exist_ok=True)
        with open(self.state + "/sources.list", "w") as f:
            f.writelines(source_lines("deb-src", self.suite))
            f.writelines(source_lines("deb", self.suite))
        run = apt(self.state, "apt-get", "update", "-o",
                  "APT::Update::Error-Mode=any", stdout=subprocess.DEVNULL,
                  stderr=subprocess.PIPE, env=dict(os.environ, LC_ALL="C"))
        if run.returncode:
            raise ArchiveError(self._why(run.stderr))
        self.fresh = True

    def _why(self, text):
        said = [" ".join(line[2:].split()) for line in text.splitlines()
                if line.startswith("E:")]
        said = (said or ["no answer"])[0]
        if "expired" in said or "not valid" in said:
            said += "; EXPIRED=1 takes the old index all the same"
        return f"package lists of {self.suite}: {said}"

    def _ask(self, *query):
        self.update()
        return apt(self.state, "apt-cache", *query, check=False,
                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout

    def source(self, name):
        """[Listed] of the files of every version of a source package."""
        found = []
        for para in self._ask("showsrc", "--only-source", name).split("\n\n"):
            version = re.search(r"^Version: (\S+)", para, re.M)
            folder = re.search(r"^Directory: (\S+)", para, re.M)
            sums = re.search(r"^Checksums-Sha256:\n((?: .*\n?)+)", para, re.M)
            if not (version and folder and sums):
                continue
            for line in sums[1].splitlines():
                sha256, size, file = line.split()
                found.append(Listed(version[1], f"{folder[1]}/{file}",
                                    int(size), sha256, self.suite))
        return found

    def binaries(self, name):
        """[Listed] of every version of a binary package."""
        found = []
        for para in self._ask("show", "--all-versions", name).split("\n\n"):
            field = dict(re.findall(r"^(\w+): (\S+)", para, re.M))
            if field.get("Package") == name and "SHA256" in field:
                found.append(Listed(field["Version"], field["Filename"],
                                    int(field["Size"]), field["SHA256"],
                                    self.suite))
        return found


def newest_first(versions):
    """Debian versions, sorted by dpkg's own rules."""
    import functools

    def compare(a, b):
        newer = subprocess.call(["dpkg", "--compare-versions", a, "gt", b])
        return -1 if newer == 0 else 1
    return sorted(set(versions), key=functools.cmp_to_key(compare))


def main(argv):
    if len(argv) == 3 and argv[0] == "list":
        sys.stdout.writelines(source_lines(*argv[1:]))
        return 0
    if len(argv) >= 3 and argv[0] == "run":
        return apt(*argv[1:]).returncode
    if len(argv) == 3 and argv[0] == "check":
        Index(*argv[1:]).update()
        return 0
    raise ArchiveError("usage: archive.py list TYPE SUITE | run DIR COMMAND...")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ArchiveError as error:
        sys.exit(f"archive.py: E: {error}")
