"""fork() straight into a cgroup, by clone3() of Linux 5.7.

To move a process into one after its fork takes 5 to 20 ms, in which no process of the machine can fork (measured; the kernel waits for
all of its readers). This costs what a fork does. Python offers no such fork: its own hooks run around the call, and the C
library, which knows its thread by the id that it had, is told by the kernel. Whether that works with this Python and C library
is tried before it is relied on (delegated_cgroup.py).
"""

import ctypes
import os
import signal
import struct
import sys

_SYS_CLONE3 = 435
_CLONE_CHILD_CLEARTID = 0x00200000
_CLONE_CHILD_SETTID = 0x01000000
_CLONE_INTO_CGROUP = 0x200000000
_PR_GET_TID_ADDRESS = 40

# PyDLL: nothing of Python may run between the call and the hooks around it.
_libc = ctypes.PyDLL(None, use_errno=True) if sys.platform.startswith('linux') else None
if _libc is not None:
    _libc.syscall.restype = ctypes.c_long
    _libc.syscall.argtypes = (ctypes.c_long, ctypes.c_void_p, ctypes.c_size_t)


def fork_into(cgroup):
    """As os.fork(). `cgroup`: a descriptor of its folder."""
    # As fork() of the C library has it: the kernel writes the child's thread id there, and clears it when the thread ends.
    thread_id = _address_of_thread_id()
    flags = _CLONE_INTO_CGROUP | _CLONE_CHILD_SETTID | _CLONE_CHILD_CLEARTID
    asked = struct.pack('=11Q', flags, 0, thread_id, 0, int(signal.SIGCHLD), 0, 0, 0, 0, 0, cgroup)
    room = ctypes.create_string_buffer(asked, len(asked))
    where, size = ctypes.addressof(room), len(asked)
    clone, before, in_child, in_parent = _libc.syscall, *_hooks
    before()
    pid = clone(_SYS_CLONE3, where, size)
    if pid == 0:
        in_child()
        return 0
    number = ctypes.get_errno()
    in_parent()
    if pid < 0:
        raise OSError(number, os.strerror(number))
    return pid


_hooks = (ctypes.pythonapi.PyOS_BeforeFork, ctypes.pythonapi.PyOS_AfterFork_Child, ctypes.pythonapi.PyOS_AfterFork_Parent)
for _hook in _hooks:
    _hook.restype = None


def _address_of_thread_id():
    """Where the C library keeps it: where this thread's own stands."""
    found = ctypes.c_void_p()
    _libc.prctl(_PR_GET_TID_ADDRESS, ctypes.byref(found), 0, 0, 0)
    if not found.value or ctypes.c_int.from_address(found.value).value != os.getpid():
        raise OSError('this C library keeps its thread id where it is not found')
    return found.value
