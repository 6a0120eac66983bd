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
LICENCES = {
    "musl": "MIT", "xen": "LGPL-2.1-only (tools/libs)", "zlib": "Zlib",
    "pixman": "MIT", "libseccomp": "LGPL-2.1-only", "pcre2": "BSD-3-Clause",
    "glib2.0": "LGPL-2.1-or-later", "json-c": "MIT",
    "seabios": "LGPL-3.0-only", "qemu": "GPL-2.0-only",
    "linux": "GPL-2.0-only WITH Linux-syscall-note",
}
PARTS = ("sysroot", "qemu", "kernel")


def measure(path):
    """Size and sha256 of a file."""
    with open(path, "rb") as f:
        data = f.read()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def path(build, name):
    with open(os.path.join(build, name + ".path")) as f:
        return f.read().strip()


def components(build):
    """The source packages the parts say they are made of (fetch.sh): what was
    used, which is not what sources.lock names if that was no longer served."""
    used = {}
    for part in PARTS:
        for name in glob.glob(os.path.join(path(build, part), "used.*")):
            with open(name) as f:
                row = f.read().split()
            used[row[0]] = row
    for name, licence in LICENCES.items():
        _, version, orig, patches = used[name]
        yield {"name": name, "version": version, "sha256": orig,
               "debian_patches_sha256": None if patches == "-" else patches,
               "licence": licence}


def ipxe(folder):
    """The boot ROMs: Debian's binaries, see ipxe.sh."""
    with open(os.path.join(folder, "used")) as f:
        version, sha256 = f.read().split()
    return {"name": "ipxe-qemu", "version": version,
            "binary_package_sha256": sha256,
            "licence": "GPL-2.0-or-later",
            "files": {n: measure(os.path.join(folder, n))
                      for n in sorted(os.listdir(folder))
                      if n.endswith(".rom")}}


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


def qemu_options():
    with open(os.path.join(HERE, "qemu.sh")) as f:
        return re.search(r'^OPTIONS="(.*?)"', f.read(), re.M | re.S)[1].split()


def main(build):
    qemu, roms = path(build, "qemu"), path(build, "ipxe")
    bins = os.path.join(build, "bin")
    programs = {n: measure(os.path.join(bins, n))
                for n in sorted(os.listdir(bins))}
    programs["qemu"] = measure(os.path.join(qemu, "qemu"))
    files = {n: measure(os.path.join(build, n))
             for n in ("qemu-stubdom-linux-kernel",
                       "qemu-stubdom-linux-rootfs")}
    json.dump({"files": files, "programs": programs,
               "components": list(components(build)) + [ipxe(roms), gcc()],
               "options": {"qemu": qemu_options()},
               "licence_of_our_programs": "GPL-2.0-or-later"}, sys.stdout, indent=1)
    print()


main(sys.argv[1])
