"""What the kernel offers to keep a job's processes together. Elsewhere than on Linux these calls do nothing.

All signals of the runner are sent here, and to children of the calling process only: a pid cannot be used again before its
parent has reaped it, so it is never somebody else's by now.
"""

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_SYS_CLOSE_RANGE = 436

_is_linux = sys.platform.startswith('linux')
# Loaded before the first fork, so that no job pays for it.
_libc = ctypes.CDLL(None) if _is_linux else None
_prctl = _libc.prctl if _is_linux else lambda *_: None
_close_range_call = _libc.syscall if _is_linux else None
if _is_linux:
    _close_range_call.argtypes = (ctypes.c_long, ctypes.c_uint, ctypes.c_uint, ctypes.c_uint)


def die_with_parent(signum):
    """Have the kernel send `signum` to this process when its parent ends, however it ends."""
    _prctl(_PR_SET_PDEATHSIG, int(signum), 0, 0, 0)


def allow_own_proc():
    """A process that is hidden, or changed its user, may not look at itself in /proc; scripts do."""
    _prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)


def hide():
    """Have the kernel refuse this process's memory, descriptors and environment to others of the same user."""
    _prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def refuse_new_privileges():
    """No program that this process or its children start gets more rights by being setuid or having capabilities: not sudo."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def adopt_orphans():
    """Become the parent of every descendant whose own parent ends, even of those that left the process group."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def close_all_but(kept, first=3):
    """Close every descriptor from `first` on, but `kept`."""
    if _close_range(first, kept - 1) and _close_range(kept + 1, 2**32 - 1):
        return
    for name in os.listdir('/proc/self/fd') if os.path.isdir('/proc/self/fd') else range(resource.getrlimit(resource.RLIMIT_NOFILE)[0]):
        descriptor = int(name)
        if descriptor >= first and descriptor != kept:
            try:
                os.close(descriptor)
            except OSError:
                pass  # the listing's own


def _close_range(first, last):
    """False: the kernel is older than 5.9."""
    if _libc is None:
        return False
    return last < first or _close_range_call(_SYS_CLOSE_RANGE, first, last, 0) == 0


def children():
    """Pids of this process's children, those that have ended and were not reaped included."""
    try:
        # Unbuffered: this is asked at the end of each job.
        listing = os.open('/proc/self/task/%d/children' % os.getpid(), os.O_RDONLY)
    except OSError:
        return _children_by_parent()
    try:
        return [int(pid) for pid in _read_all(listing).split()]
    finally:
        os.close(listing)


def _read_all(descriptor):
    data = b''
    while True:
        part = os.read(descriptor, 65536)
        if not part:
            return data
        data += part


def descendants(most):
    """Pids of what descends from this process, so many at most. To be looked at, not to be signalled: they may be others' by now."""
    found, unseen = [], children()
    while unseen and len(found) < most:
        pid = unseen.pop()
        found.append(pid)
        unseen.extend(_children_of(pid))
    return found


def _children_of(pid):
    """By each of its threads; none when it has ended, or where the kernel was built without the listing."""
    folder, found = '/proc/%d/task' % pid, []
    try:
        for thread in os.listdir(folder):
            with open('%s/%s/children' % (folder, thread), 'rb') as listing:
                found.extend(map(int, listing.read().split()))
    except OSError:
        pass
    return found


def _children_by_parent():
    """Where the kernel was built without the listing."""
    own = os.getpid()
    pids = [int(name) for name in os.listdir('/proc') if name.isdigit()] if os.path.isdir('/proc/self') else []
    return [pid for pid in pids if (_stat(pid) or ('', 0))[1] == own]


def _stat(pid):
    """(state, parent), or None when there is no such process."""
    try:
        with open('/proc/%d/stat' % pid) as file:
            state, parent = file.read().rpartition(')')[2].split()[:2]
    except (OSError, ValueError):
        return None
    return state, int(parent)


def state_of(pid):
    """The letter of /proc for it: D is stuck in the kernel. '?': nobody knows."""
    return (_stat(pid) or ('?', 0))[0]


def _check(pid):
    # 0 and negatives are groups, 1 is the machine.
    if not isinstance(pid, int) or pid < 2:
        raise ValueError('expected the pid of a child, got %r' % (pid,))


def signal_process(pid, signum):
    """Signal a child. One that has just ended is no error, nor one that became another user's."""
    _check(pid)
    try:
        os.kill(pid, signum)
    except (ProcessLookupError, PermissionError):
        pass


def signal_group(pid, signum):
    """Signal the child `pid` and the group it leads, if it does."""
    _check(pid)
    try:
        os.killpg(pid, signum)
    except (ProcessLookupError, PermissionError):
        pass
    signal_process(pid, signum)


def kill_children(spared):
    """One round: kill and reap. Returns those that have not ended yet; a killed child's own children are the next round's."""
    left = []
    for pid in children():
        if pid in spared:
            continue
        signal_group(pid, signal.SIGKILL)
        try:
            ended, _ = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            continue
        if ended == 0:
            left.append(pid)
    return left
