# SPDX-License-Identifier: GPL-2.0-or-later
"""What libxl does to make one domain the stub domain of another, alone.

domctl.py target STUB GUEST   privilege over GUEST, in Xen and in xenstored
domctl.py unpause DOMAIN      without asking a device model
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
    check('xc_domain_set_target', xc.xc_domain_set_target(handle, *ids) == 0)
    xs = library('libxenstore.so.4*')
    xs.xs_open.restype = ctypes.c_void_p
    xs.xs_set_target.restype = ctypes.c_bool
    store = ctypes.c_void_p(xs.xs_open(ctypes.c_ulong(0)))
    check('xs_open', store)
    check('xs_set_target', xs.xs_set_target(store, *ids))


main()
