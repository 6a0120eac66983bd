#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""One version everywhere; the manifest's sums are sums; the SBOM is of the form
that test/static/spdx-2.3.schema.json describes, and names what it should."""
import json
import os
import re
import subprocess

import jsonschema

HERE = os.path.dirname(os.path.abspath(__file__))
os.chdir(os.path.join(HERE, '../..'))
PROGRAMS = ('init', 'logd', 'hotplugd', 'qmpd', 'dm-run', 'dm-crash')


def load(name):
    with open(name) as f:
        return json.load(f)


def expected():
    with open('VERSION') as f:
        version = f.read().strip()
    with open('build/version') as f:
        commit = f.read().split('\n')[1]
    return version, commit


def says(program):
    return subprocess.run([f'build/bin/{program}', '--version'],
                          stdout=subprocess.PIPE, text=True).stdout.strip()


def sums(node):
    """Everything that is called a sha256, anywhere in the manifest."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == 'sha256':
                yield value
            yield from sums(value)
    elif isinstance(node, list):
        for value in node:
            yield from sums(value)


def schema_errors(document):
    checker = jsonschema.Draft7Validator(
        load(os.path.join(HERE, 'spdx-2.3.schema.json')))
    return [f'{"/".join(map(str, e.path))}: {e.message}'
            for e in checker.iter_errors(document)]


def dangling(sbom):
    """Relations to something that the document does not have."""
    known = {'SPDXRef-DOCUMENT'} | {x['SPDXID'] for x in
                                    sbom['packages'] + sbom['files']}
    named = {r[end] for r in sbom['relationships']
             for end in ('spdxElementId', 'relatedSpdxElement')}
    return sorted(named - known)


def unanalyzed(sbom):
    """Packages that contain a file and do not vouch for their files."""
    holders = {r['spdxElementId'] for r in sbom['relationships']
               if r['relationshipType'] == 'CONTAINS'}
    return [p['name'] for p in sbom['packages'] if p['SPDXID'] in holders and
            not ('packageVerificationCode' in p and p['filesAnalyzed'])]


def unlisted(sbom, sources):
    """Sums of source files that no package of the SBOM has."""
    have = {c['checksumValue'] for p in sbom['packages']
            for c in p.get('checksums', ())}
    return [f['name'] for s in sources if s['name'] not in
            ('busybox', 'meson') for f in s['files'] if f['sha256'] not in have]


def results():
    version, commit = expected()
    text = f'linux-stubdom {version}' + (f' ({commit})' if commit else '')
    manifest, sbom = load('build/manifest.json'), load('build/sbom.spdx.json')
    for program in PROGRAMS:
        yield f'{program} --version', [] if says(program) == text else \
            [says(program), text]
    yield 'the manifest has the version', \
        [] if (manifest['version'], manifest['commit']) == (version, commit) \
        else [manifest['version'], manifest['commit']]
    yield 'the manifest: every sum is one', \
        [s for s in sums(manifest) if not re.fullmatch('[0-9a-f]{64}', s)]
    yield 'the SBOM fits the schema', schema_errors(sbom)
    yield 'the SBOM relates nothing that is not in it', dangling(sbom)
    yield 'the SBOM: what contains files vouches for them', unanalyzed(sbom)
    yield 'the SBOM names every source file of the image', \
        unlisted(sbom, load('build/sources.json'))
    broken = dict(sbom, packages=[{'name': 'no id'}])
    yield 'the schema refuses a package without its identity', \
        [] if schema_errors(broken) else ['accepted']


rows = list(results())
print(f'1..{len(rows)}')
for number, (text, wrong) in enumerate(rows, 1):
    for line in wrong:
        print('#', line)
    print(f'{"not ok" if wrong else "ok"} {number} - {text}')
