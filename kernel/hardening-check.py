#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""How the stub domain's kernel stands to what the Kernel Self Protection
Project recommends (kspp.github.io/Recommended_Settings), for 64-bit x86.

hardening-check.py [CONFIG]   default: the kernel that kernel/build.sh prints

One line per option: as recommended ("ok"), or ours and why ("differs"). A
difference without a reason here, or a reason for what does not differ any more,
is an error: exit status 1.
"""
import os
import re
import subprocess
import sys

NO = 'not set'
NO_TENANT = ('nothing in this domain is worth stealing from the cache: one '
             'guest, one QEMU; other domains are Xen\'s to protect')
DEBUG = 'a debugging aid that costs memory and size; allocation is checked by '\
    'the options above'
PV = 'not available for a PV domain'
SIZE = 'costs size or speed in every function'

# option, recommended value, None or why ours differs
OPTIONS = [
    # memory permissions and layout
    ('STRICT_KERNEL_RWX', 'y', None),
    ('VMAP_STACK', 'y', None),
    ('DEBUG_WX', 'y', 'a check at boot: the sections are read-only by '
     'STRICT_KERNEL_RWX, and no module or JIT adds to them'),
    ('RANDOMIZE_BASE', 'y', PV + ': Xen loads the kernel where it was linked'),
    ('RANDOMIZE_MEMORY', 'y', 'goes with RANDOMIZE_BASE'),
    ('RANDOMIZE_KSTACK_OFFSET_DEFAULT', 'y', None),
    ('ARCH_MMAP_RND_BITS', '32', None),
    ('DEFAULT_MMAP_MIN_ADDR', '65536', None),
    ('COMPAT_BRK', NO, None),
    ('LEGACY_VSYSCALL_NONE', 'y', None),
    ('MITIGATION_PAGE_TABLE_ISOLATION', 'y', PV + ': Xen isolates'),
    ('CPU_MITIGATIONS', 'y', NO_TENANT),
    # stacks and copies
    ('STACKPROTECTOR', 'y', None),
    ('STACKPROTECTOR_STRONG', 'y', None),
    ('SCHED_STACK_END_CHECK', 'y', None),
    ('HARDENED_USERCOPY', 'y', None),
    ('FORTIFY_SOURCE', 'y', None),
    ('INIT_STACK_ALL_ZERO', 'y', None),
    ('UBSAN_BOUNDS', 'y', SIZE),
    ('UBSAN_TRAP', 'y', 'goes with UBSAN_BOUNDS'),
    ('ZERO_CALL_USED_REGS', 'y', SIZE),
    ('GCC_PLUGIN_STACKLEAK', 'y', 'needs compiler plugins; stack memory is '
     'zeroed by INIT_STACK_ALL_ZERO'),
    ('RANDSTRUCT_FULL', 'y', 'not reproducible, or with a public seed'),
    # allocators
    ('SLAB_FREELIST_RANDOM', 'y', None),
    ('SLAB_FREELIST_HARDENED', 'y', None),
    ('SLAB_MERGE_DEFAULT', NO, None),
    ('RANDOM_KMALLOC_CACHES', 'y', '16 copies of each cache: memory, of '
     'which the domain has 40 MiB'),
    ('SHUFFLE_PAGE_ALLOCATOR', 'y', DEBUG),
    ('INIT_ON_ALLOC_DEFAULT_ON', 'y', None),
    ('INIT_ON_FREE_DEFAULT_ON', 'y', 'what is allocated is zeroed '
     '(INIT_ON_ALLOC); once more costs time in every disk request'),
    ('KFENCE', 'y', DEBUG),
    ('PAGE_TABLE_CHECK', 'y', DEBUG),
    # lists and faults
    ('LIST_HARDENED', 'y', None),
    ('DEBUG_LIST', 'y', 'LIST_HARDENED has the checks that matter'),
    ('BUG_ON_DATA_CORRUPTION', 'y', None),
    ('PANIC_ON_OOPS', 'y', None),
    ('PANIC_TIMEOUT', '-1', None),
    ('DEBUG_NOTIFIERS', 'y', DEBUG),
    ('DEBUG_SG', 'y', DEBUG),
    ('DEBUG_VIRTUAL', 'y', DEBUG),
    ('DEBUG_CREDENTIALS', 'y', 'removed in Linux 6.6'),
    # what a program can ask of the kernel
    ('SECCOMP', 'y', None),
    ('SECCOMP_FILTER', 'y', None),
    ('SECURITY', 'y', 'no security module: four programs, each confined by '
     'its own system-call filter'),
    ('SECURITY_YAMA', 'y', 'needs SECURITY; QEMU cannot call ptrace at all'),
    ('SECURITY_DMESG_RESTRICT', 'y', None),
    ('SECURITY_PERF_EVENTS_RESTRICT', 'y', None),
    ('PROC_MEM_NO_FORCE', 'y', None),
    ('STATIC_USERMODEHELPER', 'y', None),
    ('MODULES', NO, None),
    ('BPF_SYSCALL', NO, None),
    ('BPF_JIT', NO, None),
    ('IO_URING', NO, None),
    ('USERFAULTFD', NO, None),
    ('KEXEC', NO, None),
    ('KEXEC_FILE', NO, None),
    ('HIBERNATION', NO, None),
    ('NAMESPACES', NO, None),
    ('MODIFY_LDT_SYSCALL', NO, None),
    ('X86_IOPL_IOPERM', NO, None),
    ('IA32_EMULATION', NO, None),
    ('X86_X32_ABI', NO, None),
    ('X86_MSR', NO, None),
    ('X86_CPUID', NO, None),
    ('X86_VSYSCALL_EMULATION', NO, None),
    ('BINFMT_MISC', NO, None),
    ('LEGACY_PTYS', NO, None),
    ('LDISC_AUTOLOAD', NO, None),
    ('LEGACY_TIOCSTI', NO, None),
    ('MAGIC_SYSRQ', NO, None),
    ('FHANDLE', NO, None),
    ('AIO', NO, None),
    ('INET', NO, None),
    ('SYSVIPC', NO, None),
    ('KEYS', NO, None),
    # what a program can see of the kernel
    ('DEVMEM', NO, None),
    ('DEVPORT', NO, None),
    ('PROC_KCORE', NO, None),
    ('PROC_VMCORE', NO, None),
    ('PROC_PAGE_MONITOR', NO, None),
    ('KALLSYMS', NO, None),
    ('DEBUG_FS', NO, None),
    ('PTDUMP_DEBUGFS', NO, None),
    ('FTRACE', NO, None),
    ('KPROBES', NO, None),
    ('PROFILING', NO, None),
    ('KSM', NO, None),
    ('ACPI', NO, None),
]


def default_config():
    here = os.path.dirname(os.path.abspath(__file__))
    folder = subprocess.run([f'{here}/build.sh'], stdout=subprocess.PIPE,
                            text=True, check=True).stdout.strip()
    return f'{folder}/config'


def read(path):
    with open(path) as f:
        return dict(re.findall(r'^CONFIG_(\w+)=(.*)$', f.read(), re.M))


def main():
    config = read(sys.argv[1] if len(sys.argv) > 1 else default_config())
    bad = differ = 0
    for name, want, why in OPTIONS:
        have = config.get(name, NO)
        if have == want and why:
            word, text, bad = 'ERROR', 'does not differ any more', bad + 1
        elif have == want:
            word, text = 'ok', ''
        elif why:
            word, text, differ = 'differs', f'wanted {want}: {why}', differ + 1
        else:
            word, text, bad = 'ERROR', f'wanted {want}: no reason', bad + 1
        print(f'{word:8} {name:32} {have:8} {text}'.rstrip())
    print(f'{len(OPTIONS)} options, {differ} differ with a reason, '
          f'{bad} without')
    return bad != 0


sys.exit(main())
