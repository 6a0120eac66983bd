# SPDX-License-Identifier: GPL-2.0-or-later
"""What libxl does to make one domain the stub domain of another, alone.

domctl.py target STUB GUEST   privilege over GUEST, in Xen and in xenstored
domctl.py unpause DOMAIN      without asking a device model
domctl.py oops DOMAIN         its kernel (64-bit, PV) goes on at address 0
"""
import ctypes
import glob
import os
import sys


def library(pattern):
    found = sorted(glob.glob(f'/usr/lib/x86_64-linux-gnu/{pattern}'))
    return ctypes.CDLL(found[-1], use_errno=True)


def check(what, good):
    if not good:
        sys.exit(f'{what}: {os.strerror(ctypes.get_errno())}')


# struct vcpu_guest_context (xen/include/public/arch-x86/xen.h): 512 bytes of
# floating point, flags, then user_regs: 15 registers, error_code, rip.
RIP = 512 + 8 + 16 * 8


def oops(xc, handle, domain):
    context = ctypes.create_string_buffer(16384)
    cpu = ctypes.c_uint32(0)
    check('pause', xc.xc_domain_pause(handle, domain) == 0)
    check('xc_vcpu_getcontext', xc.xc_vcpu_getcontext(
        handle, domain, cpu, context) == 0)
    context[RIP:RIP + 8] = bytes(8)
    check('xc_vcpu_setcontext', xc.xc_vcpu_setcontext(
        handle, domain, cpu, context) == 0)
    check('unpause', xc.xc_domain_unpause(handle, domain) == 0)


def main():
    op, *domains = sys.argv[1:]
    ids = [ctypes.c_uint32(int(d)) for d in domains]
    xc = library('libxenctrl.so.4*')
    xc.xc_interface_open.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(xc.xc_interface_open(None, None, 0))
    check('xc_interface_open', handle)
    if op == 'unpause':
        check(op, xc.xc_domain_unpause(handle, *ids) == 0)
        return
    if op == 'oops':
        oops(xc, handle, *ids)
        return
    check('xc_domain_set_target', xc.xc_domain_set_target(handle, *ids) == 0)
    xs = library('libxenstore.so.4*')
    xs.xs_open.restype = ctypes.c_void_p
    xs.xs_set_target.restype = ctypes.c_bool
    store = ctypes.c_void_p(xs.xs_open(ctypes.c_ulong(0)))
    check('xs_open', store)
    check('xs_set_target', xs.xs_set_target(store, *ids))


main()
