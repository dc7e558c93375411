"""What the kernel offers to keep a job's processes together. Elsewhere than on Linux these calls do nothing."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_CHILD_SUBREAPER = 36

# Loaded before the first fork, so that no job pays for it.
_prctl = ctypes.CDLL(None).prctl if sys.platform.startswith('linux') else lambda *_: None


def die_with_parent(signum):
    """Have the kernel send `signum` to this process when its parent ends, however it ends."""
    _prctl(_PR_SET_PDEATHSIG, int(signum), 0, 0, 0)


def allow_own_proc():
    """A process that changed its user may not look at itself in /proc; scripts do."""
    _prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)


def adopt_orphans():
    """Become the parent of every descendant whose own parent ends, even of those that left the process group."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children():
    """Pids of this process's direct children."""
    try:
        with open('/proc/self/task/%d/children' % os.getpid()) as listing:
            return [int(pid) for pid in listing.read().split()]
    except OSError:
        return []


def signal_group(pid, signum):
    """Signal the process `pid` and the group it leads. A process that has just ended is no error."""
    for send in (os.killpg, os.kill):
        try:
            send(pid, signum)
        except (ProcessLookupError, PermissionError):
            pass


def kill_descendants():
    """Kill and reap until no child is left. A killed child's own children become ours and follow in the next round."""
    while True:
        for pid in children():
            signal_group(pid, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return
