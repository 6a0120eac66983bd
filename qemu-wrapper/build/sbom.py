# SPDX-License-Identifier: GPL-2.0-or-later
"""sbom.py MANIFEST: the manifest as an SPDX 2.3 document, JSON on stdout.

One package for the image, which the document describes; one for each source
file that it was generated from, and for the compiler; the two files it contains;
our patches. The same manifest gives the same bytes."""
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from urllib.parse import quote

NONE = "NOASSERTION"
IMAGE = "SPDXRef-image"


def spdx_id(*words):
    return "SPDXRef-" + re.sub("[^A-Za-z0-9.-]+", "-", "-".join(words))


def created():
    """SOURCE_DATE_EPOCH, else the commit's time, else 1970."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        run = subprocess.run(["git", "log", "-1", "--format=%ct"], text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        epoch = run.stdout.strip() or "0"
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(epoch)))


def sums(measured, *algorithms):
    return [{"algorithm": a.upper(), "checksumValue": measured[a]}
            for a in algorithms if a in measured]


def verification_code(measured):
    """SPDX 2.3, 7.9: the sha1 of the files' sorted sha1 sums."""
    text = "".join(sorted(f["sha1"] for f in measured.values()))
    return {"packageVerificationCodeValue":
            hashlib.sha1(text.encode()).hexdigest()}


def package(name, version, licence, **more):
    return {"SPDXID": more.pop("id"), "name": name, "versionInfo": version,
            "downloadLocation": NONE, "filesAnalyzed": False,
            "licenseConcluded": NONE, "licenseDeclared": licence,
            "copyrightText": NONE, **more}


def source_packages(component):
    """One for each file: SPDX has one set of checksums for a package."""
    version = component["version"]
    for file in component["files"]:
        arch = "all" if file["kind"].endswith("deb") else "source"
        name = file["name"].split("_", 1)[0]
        yield package(
            file["name"], version, component["licence"],
            id=spdx_id("source", file["name"]), checksums=sums(file, "sha256"),
            supplier="Organization: Debian",
            externalRefs=[{
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": f"pkg:deb/debian/{quote(name)}@"
                                    f"{quote(version)}?arch={arch}"}])


def file(name, measured, licence, *prefix):
    return {"SPDXID": spdx_id(*prefix, name), "fileName": "./" + name,
            "checksums": sums(measured, "sha1", "sha256"),
            "licenseConcluded": NONE, "licenseInfoInFiles": [licence or NONE],
            "copyrightText": NONE}


def relation(one, what, other):
    return {"spdxElementId": one, "relationshipType": what,
            "relatedSpdxElement": other}


def document(m):
    image = package("linux-stubdom", m["version"], m["licence_of_our_programs"],
                    id=IMAGE, comment="commit " + (m["commit"] or "unknown"))
    image.update(filesAnalyzed=True,
                 packageVerificationCode=verification_code(m["files"]))
    sources = {c["name"]: list(source_packages(c)) for c in m["components"]}
    compiler = package("gcc", m["compiler_parts"]["version"],
                       m["compiler_parts"]["licence"], id=spdx_id("gcc"))
    files = [file(n, f, None, "file") for n, f in m["files"].items()]
    patches = [file(p["name"], p, p["licence"], "patch") for p in m["patches"]]
    relations = [relation("SPDXRef-DOCUMENT", "DESCRIBES", IMAGE)]
    relations += [relation(IMAGE, "CONTAINS", f["SPDXID"]) for f in files]
    relations += [relation(IMAGE, "GENERATED_FROM", p["SPDXID"])
                  for rows in sources.values() for p in rows]
    relations.append(relation(compiler["SPDXID"], "STATIC_LINK", IMAGE))
    relations += [relation(f["SPDXID"], "PATCH_APPLIED",
                           sources[p["component"]][0]["SPDXID"])
                  for f, p in zip(patches, m["patches"])]
    name = f"linux-stubdom-{m['version']}"
    rootfs = m["files"]["qemu-stubdom-linux-rootfs"]["sha256"]
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0",
            "SPDXID": "SPDXRef-DOCUMENT", "name": name,
            "documentNamespace": f"urn:linux-stubdom:{name}-{rootfs}",
            "creationInfo": {"created": created(),
                             "creators": ["Tool: linux-stubdom-sbom.py"]},
            "packages": [image] + [p for rows in sources.values()
                                   for p in rows] + [compiler],
            "files": files + patches, "relationships": relations}


def main(name):
    with open(name) as f:
        json.dump(document(json.load(f)), sys.stdout, indent=1)
    print()


main(sys.argv[1])
