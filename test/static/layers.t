#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Dependencies point one way (docs/design.md): the pure files and what they
include know no I/O, no program includes another's files, and no two modules
(NAME.c with NAME.h) need each other."""
import glob
import os
import re
import subprocess

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), '../..'))

LIB = 'init/lib'
NO_IO = {'assert.h', 'ctype.h', 'errno.h', 'limits.h', 'stdarg.h', 'stdbool.h',
         'stddef.h', 'stdint.h', 'stdio.h', 'stdlib.h', 'string.h',
         'sys/types.h', 'json-c/json.h'}


def includes(path):
    """What a file includes: ours as paths, the system's as names."""
    ours, system = [], []
    with open(path) as f:
        for kind, name in re.findall(r'^#include ([<"])([^>"]+)', f.read(), re.M):
            if kind == '<':
                system.append(name)
            else:
                near = os.path.join(os.path.dirname(path), name)
                ours.append(os.path.normpath(
                    near if os.path.exists(near) else f'{LIB}/{name}'))
    return ours, system


def module(path):
    return os.path.splitext(path)[0]


def reach(start, step):
    """Everything that can be reached from start, without start itself."""
    found, left = set(), list(step(start))
    while left:
        at = left.pop()
        if at not in found:
            found.add(at)
            left += step(at)
    return found


def check(number, name, wrong):
    print(f'{"not ok" if wrong else "ok"} {number} - {name}')
    for line in sorted(wrong):
        print('#', line)


sources = [f for top in ('init', 'consoles', 'qemu-wrapper')
           for f in glob.glob(f'{top}/**/*.[ch]', recursive=True)]
graph = {f: includes(f) for f in sources}
modules = {}
for f in sources:
    modules.setdefault(module(f), set()).update(
        m for m in map(module, graph[f][0]) if m != module(f))
pure = subprocess.run(['make', '-s', '--eval', 'pure:;@echo $(PURE)', 'pure'],
                      check=True, stdout=subprocess.PIPE, text=True).stdout.split()

assert pure
print('1..3')
check(1, f'{len(pure)} pure files know no I/O', [
    f'{f}: {g} includes <{name}>' for f in pure
    for g in {f} | reach(f, lambda at: graph[at][0])
    for name in graph[g][1] if name not in NO_IO])
check(2, 'a program includes its own files and those of init/lib', [
    f'{f} includes {g}' for f in sources for g in graph[f][0]
    if os.path.dirname(g) not in (os.path.dirname(f), LIB)])
check(3, f'{len(modules)} modules, and no circle', [
    m for m in modules if m in reach(m, modules.__getitem__)])
