"""Finds and takes the cgroup (v2) that was delegated to the Agent, in which each job gets one of its own (job_cgroup.py).

Delegated is what the setting names; else the cgroup that the Agent was started in, or the one above it, when systemd says so (Delegate=yes)
or when it is all that a container has. Processes that are in it move to one below it, AGENT_LEAF: the kernel has limits only for
cgroups of a cgroup without processes.
"""

import collections
import os
import signal
import threading
import time

import cgroup_files
from fork_into import fork_into

NO, AUTO = 'no', 'auto'
AGENT_LEAF = 'agent'
CONTROLLERS = ('memory', 'pids')
_MOVE_ROUNDS = 20
_TRIAL_SECONDS = 5
_LOOK_AGAIN_SECONDS = 0.005

# `controllers`: those of CONTROLLERS that hold limits in it. `is_born_there`: a job is born in its cgroup, else moved there.
Delegated = collections.namedtuple('Delegated', 'path controllers is_born_there')


class NoCgroup(Exception):
    """There is none to be used; the message says why. `is_fault`: there should be one."""

    def __init__(self, why, is_fault=False):
        super().__init__(why)
        self.is_fault = is_fault


def take(setting):
    """`setting`: NO, AUTO or a folder. Returns a Delegated; raises NoCgroup."""
    if setting == NO:
        raise NoCgroup('AGENT_CGROUP is no')
    path = _find_own() if setting == AUTO else setting
    if not os.path.exists(os.path.join(path, 'cgroup.events')):
        raise NoCgroup('expected a folder of a cgroup (v2) that is not its root, got %s' % path, is_fault=True)
    try:
        _move_processes(path)
        controllers = tuple(name for name in CONTROLLERS if _enable(path, name))
        return Delegated(path, controllers, _is_born_there(path))
    except OSError as error:
        raise NoCgroup('%s cannot be used (%s): expected one that this user may write to' % (path, error), is_fault=True) from None


def _find_own():
    own = next((line[3:] for line in cgroup_files.read('/proc/self', 'cgroup').splitlines() if line.startswith('0::')), None)
    mounted = _mounted(cgroup_files.read('/proc/self', 'mountinfo'))
    if own is None or mounted is None:
        raise NoCgroup('no cgroup v2 is mounted')
    root, folder = mounted
    path = os.path.normpath(os.path.join(folder, os.path.relpath(own, root)))
    for candidate in (path, os.path.dirname(path)):
        if _is_delegated(candidate) or candidate == folder and _is_own_of_container(path, folder):
            return candidate
    raise NoCgroup('%s was not delegated to this agent (systemd: Delegate=yes)' % path)


def _mounted(mountinfo):
    """(what of the hierarchy is seen, where) of the first cgroup v2 in the text of mountinfo, or None."""
    for line in mountinfo.splitlines():
        fields, _, kind = line.partition(' - ')
        if kind.startswith('cgroup2 '):
            return tuple(fields.split()[3:5])
    return None


def _is_delegated(path):
    """systemd's word for it: the first of them is also for those who are not root."""
    for name in ('user.delegate', 'trusted.delegate'):
        try:
            if os.getxattr(path, name) == b'1':
                return True
        except OSError:
            pass
    return False


def _is_own_of_container(path, folder):
    """A root that has events is the root of a container only, which began there, or was moved by a former start."""
    return (path == folder or os.path.basename(path) == AGENT_LEAF) and os.path.exists(os.path.join(folder, 'cgroup.events'))


def _move_processes(path):
    leaf = os.path.join(path, AGENT_LEAF)
    os.makedirs(leaf, exist_ok=True)
    for _ in range(_MOVE_ROUNDS):  # one that forks meanwhile leaves another one
        pids = cgroup_files.read_pids(path)
        if not pids:
            return
        for pid in pids:
            try:
                cgroup_files.write(leaf, 'cgroup.procs', '%d' % pid)
            except ProcessLookupError:
                pass


def _enable(path, controller):
    """False: its limits must be measured."""
    if controller not in cgroup_files.read(path, 'cgroup.controllers').split():
        return False
    try:
        cgroup_files.write(path, 'cgroup.subtree_control', '+' + controller)
    except OSError:
        return False
    return True


def _is_born_there(path):
    """Try both ways, in a cgroup of its own. OSError: neither works."""
    trial = os.path.join(path, 'trial-%d' % os.getpid())
    os.mkdir(trial)
    try:
        if _passes(lambda: _is_forked_well(trial)):
            return True
        if not _passes(lambda: cgroup_files.write(trial, 'cgroup.procs', '0') or True):
            raise OSError('no process can be moved into a cgroup below it')
        return False
    finally:
        cgroup_files.kill(trial)
        _wait_until(lambda: cgroup_files.remove(trial))


def _is_forked_well(trial):
    folder = os.open(trial, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    pid = fork_into(folder)
    if pid != 0:
        return os.waitpid(pid, 0)[1] == 0
    # What scripts do: all of it depends on the hooks and the thread id.
    thread = threading.Thread(target=os.getpid)
    thread.start()
    thread.join()
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return os.getpid() in cgroup_files.read_pids(trial)


def _passes(attempt):
    """What it says in a process of its own, which may hang."""
    pid = os.fork()
    if pid == 0:
        try:
            os._exit(0 if attempt() else 1)
        finally:
            os._exit(1)
    ended = []

    def has_ended():
        ended[:] = os.waitpid(pid, os.WNOHANG)
        return ended[0] != 0

    if not _wait_until(has_ended):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        return False
    return ended[1] == 0


def _wait_until(holds):
    deadline = time.monotonic() + _TRIAL_SECONDS
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(_LOOK_AGAIN_SECONDS)
    return held
