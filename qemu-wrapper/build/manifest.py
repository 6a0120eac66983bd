# SPDX-License-Identifier: GPL-2.0-or-later
"""manifest.py BUILD: what the two files are made of, as JSON on stdout."""
import glob
import hashlib
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
LICENCES = {
    "musl": "MIT", "xen": "LGPL-2.1-only", "zlib": "Zlib", "pixman": "MIT",
    "libseccomp": "LGPL-2.1-only", "pcre2": "BSD-3-Clause",
    "glib2.0": "LGPL-2.1-or-later", "json-c": "MIT",
    "seabios": "LGPL-3.0-only", "qemu": "GPL-2.0-only",
    "linux": "GPL-2.0-only WITH Linux-syscall-note",
    "ipxe-qemu": "GPL-2.0-or-later",
}
TOOLS = ("gcc", "ld", "zstd", "gzip")
OUTPUT = ("qemu-stubdom-linux-kernel", "qemu-stubdom-linux-rootfs")


def measure(path):
    """Size and sums of a file."""
    with open(path, "rb") as f:
        data = f.read()
    return {"bytes": len(data), "sha1": hashlib.sha1(data).hexdigest(),
            "sha256": hashlib.sha256(data).hexdigest()}


def read(*path):
    with open(os.path.join(*path)) as f:
        return f.read()


def folder(build, name):
    return read(build, name + ".path").strip()


def checked(files):
    """Sums are sums: nothing else was ever to stand for one."""
    for file in files:
        if not re.fullmatch("[0-9a-f]{64}", file["sha256"]):
            sys.exit(f"manifest.py: E: {file['name']}: '{file['sha256']}' is no"
                     " sha256")
    return files


def components(build):
    """The sources that were taken (fetch.py all), which are not the locked ones
    where those could not be had."""
    for source in json.loads(read(build, "sources.json")):
        if source["name"] in LICENCES:
            yield {"name": source["name"], "version": source["version"],
                   "upstream_version": source["upstream"],
                   "locked_version": source["locked"],
                   "files": checked(source["files"]),
                   "licence": LICENCES[source["name"]]}


def patches():
    """Ours, and the licence that the first line of each names."""
    for name in sorted(glob.glob(TOP + "/kernel/patches/*.patch") +
                       glob.glob(HERE + "/patches/*/*.patch")):
        tag = re.search(r"^SPDX-License-Identifier: (.*)$", read(name), re.M)
        part = os.path.basename(os.path.dirname(name))
        yield {"name": os.path.relpath(name, TOP),
               "component": "linux" if part == "patches" else part,
               "licence": tag[1] if tag else None, **measure(name)}


def gcc():
    """The compiler's own part of each program (mcc.specs.in)."""
    def ask(*what):
        return subprocess.run(["gcc", *what], check=True, text=True,
                              stdout=subprocess.PIPE).stdout.strip()
    return {"name": "gcc", "version": ask("-dumpfullversion"),
            "licence": "GPL-3.0-or-later WITH GCC-exception-3.1",
            "files": {n: measure(ask("-print-file-name=" + n))
                      for n in ("crtbeginS.o", "crtendS.o", "libgcc.a",
                                "libgcc_eh.a")}}


def tools(build):
    """What else the bits depend on."""
    found = {t: subprocess.run([t, "--version"], check=True, text=True,
                               stdout=subprocess.PIPE).stdout.split("\n")[0]
             for t in TOOLS}
    for source in json.loads(read(build, "sources.json")):
        if source["name"] == "meson":
            found["meson"] = source["version"]
    return found


def measured(where, names):
    return {n: measure(os.path.join(where, n)) for n in sorted(names)}


def qemu_options():
    return re.search(r'^OPTIONS="(.*?)"', read(HERE, "qemu.sh"),
                     re.M | re.S)[1].split()


def main(build):
    bins, roms = os.path.join(build, "bin"), folder(build, "ipxe")
    programs = measured(bins, (n for n in os.listdir(bins) if "." not in n))
    programs["qemu"] = measure(os.path.join(folder(build, "qemu"), "qemu"))
    version, commit = (read(build, "version").split("\n") + [""])[:2]
    json.dump({"version": version, "commit": commit,
               "files": measured(build, OUTPUT), "programs": programs,
               "boot_roms": measured(roms, (n for n in os.listdir(roms)
                                            if n.endswith(".rom"))),
               "components": list(components(build)),
               "compiler_parts": gcc(), "patches": list(patches()),
               "tools": tools(build), "options": {"qemu": qemu_options()},
               "licence_of_our_programs": "GPL-2.0-or-later"},
              sys.stdout, indent=1)
    print()


main(sys.argv[1])
