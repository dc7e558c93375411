"""A job's own cgroup: there the kernel holds limits over all of the job, counts what it used, and kills all of it at once."""

import glob
import itertools
import os
import sys
import time
import zlib

import cgroup_files
import delegated_cgroup
import job_limits
import linux_process
from cgroup_usage import CgroupUsage
from fork_into import fork_into
from job_usage import JobUsage

_TRIES = 100
_FORMER_WITHIN_SECONDS = 2
_LOOK_AGAIN_SECONDS = 0.005


class NoCgroup:
    """Of a job that has none: its descendants are looked for."""

    def fork(self):
        return os.fork()

    def usage(self, limits, folder):
        return JobUsage(limits, folder)

    def kill(self):
        pass

    def kill_left(self, spared):
        """One round: kill and reap. Returns those that have not ended yet."""
        return linux_process.kill_children(spared)

    def remove(self):
        pass


NO_CGROUP = NoCgroup()


class Cgroups:
    """Those of an Agent's jobs, as its zygote makes it. `delegated`: as of delegated_cgroup.take(), or None: jobs have none."""

    def __init__(self, delegated, limits, work_folder):
        self._delegated = delegated
        if delegated:
            self._settings = tuple(_settings(delegated, limits))
            # Several Agents may share what was delegated; each has a working folder of its own.
            self._of_agent = os.path.join(delegated.path, 'job-%08x-' % zlib.crc32(os.fsencode(work_folder)))
            self._of_start = '%s%d-' % (self._of_agent, os.getpid())

    def of_supervisor(self, number):
        """What gives its jobs their cgroups, one after the other: call it for each."""
        names = ('%s%d-%d' % (self._of_start, number, made) for made in itertools.count()) if self._delegated else None
        return lambda: self._make(next(names)) if names else NO_CGROUP

    def _make(self, path):
        """A job whose cgroup cannot be made has none, and the Agent's log says so."""
        try:
            os.mkdir(path)
            for name, value in self._settings:
                cgroup_files.write(path, name, value)
            return JobCgroup(path, self._delegated)
        except OSError as error:
            cgroup_files.remove(path)
            _report(error)
            return NO_CGROUP

    def end_of_supervisor(self, number):
        """Kill and remove what it left, in one round. Returns pids of those who live on."""
        return _clear('%s%d-' % (self._of_start, number)) if self._delegated else []

    def end_former(self):
        """The same with what former starts left, should all of them have been killed."""
        deadline = time.monotonic() + _FORMER_WITHIN_SECONDS
        while self._delegated and _clear(self._of_agent) and time.monotonic() < deadline:
            time.sleep(_LOOK_AGAIN_SECONDS)


def _clear(prefix):
    return [pid for path in glob.glob(glob.escape(prefix) + '*') for pid in _end(path)]


def _end(path):
    """Returns pids of those who live on in it."""
    cgroup_files.kill(path)
    for _ in range(_TRIES):
        if cgroup_files.remove(path):
            break
        if left := cgroup_files.living(path):
            return left
        # Whoever kept it has died since.
    return []


def _report(error):
    print('a job has no cgroup of its own: %s' % error, file=sys.stderr, flush=True)


def _settings(delegated, limits):
    """What is written into the files of each."""
    if 'memory' in delegated.controllers and limits.memoryBytes:
        yield from (('memory.max', '%d' % limits.memoryBytes), ('memory.oom.group', '1'))
        # Else it goes on in there instead. Not every kernel counts it.
        if os.path.exists(os.path.join(delegated.path, delegated_cgroup.AGENT_LEAF, 'memory.swap.max')):
            yield ('memory.swap.max', '0')
    if 'pids' in delegated.controllers and limits.processes:
        yield ('pids.max', '%d' % limits.processes)


class JobCgroup:
    def __init__(self, path, delegated):
        self.path = path
        self.holds_all = set(delegated.controllers) == set(delegated_cgroup.CONTROLLERS)
        self._is_born_there = delegated.is_born_there

    def fork(self):
        """As os.fork(): the child is in it before it does anything, since it waits for the Agent's word."""
        if self._is_born_there:
            try:
                return self._fork_there()
            except OSError as error:
                _report(error)
        pid = os.fork()
        if pid != 0:
            self._move_in(pid)
        return pid

    def _move_in(self, pid):
        try:
            cgroup_files.write(self.path, 'cgroup.procs', '%d' % pid)
        except OSError as error:
            _report(error)

    def _fork_there(self):
        folder = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            return fork_into(folder)
        finally:
            os.close(folder)

    def kill(self):
        cgroup_files.kill(self.path)

    def kill_left(self, spared):
        """As NoCgroup's. Also who is there and descends from nobody here: somebody put him there."""
        if not cgroup_files.is_populated(self.path):
            return linux_process.kill_children(spared)
        self.kill()
        left = linux_process.kill_children(spared)
        return left + [pid for pid in cgroup_files.living(self.path) if pid not in left and pid not in spared]

    def remove(self):
        cgroup_files.remove(self.path)

    def usage(self, limits, folder):
        return CgroupUsage(limits, folder, self)

    def cpu_seconds(self):
        """Of all that ever ran in it."""
        return cgroup_files.read_counts(self.path, 'cpu.stat').get('usage_usec', 0) / 1e6

    def peak_bytes(self):
        """Most memory that it had, files in the cache included; 0: the kernel is older than 5.19, or does not count here."""
        return cgroup_files.read_number(self.path, 'memory.peak') or 0

    def was_out_of_memory(self):
        """Somebody in it was killed for that."""
        return cgroup_files.read_counts(self.path, 'memory.events').get('oom_kill', 0) > 0

    def find_exceeded(self, limits):
        """The limit that the kernel has held here, as job_limits.exceeded(); None: none."""
        events = cgroup_files.read_counts(self.path, 'memory.events')
        # Without the first it was the machine that had no memory left, or the Agent's service.
        if events.get('oom', 0) > 0 and events.get('oom_kill', 0) > 0:
            return job_limits.exceeded(job_limits.MEMORY, limits, self.peak_bytes() or None)
        if cgroup_files.read_counts(self.path, 'pids.events').get('max', 0) > 0:
            return self._too_many(limits)
        return None

    def _too_many(self, limits):
        """Kernels before 6.11 count here also what was refused for a limit above: the Agent's service's."""
        peak = cgroup_files.read_number(self.path, 'pids.peak')
        is_other = peak is not None and peak < limits.processes
        return None if is_other else job_limits.exceeded(job_limits.TASKS, limits)
