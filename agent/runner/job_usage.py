"""What the processes of a job use together, as its supervisor sees it: whatever descends from it, daemons included."""

import os
import resource
import signal

import job_limits
import linux_process
import work_folder

_TICKS = os.sysconf('SC_CLK_TCK')
# A job may make them faster than they can be counted.
_MOST_COUNTED = 5000
_PAGE = os.sysconf('SC_PAGE_SIZE')


class JobUsage:
    def __init__(self, limits, folder):
        self.limits = limits
        self.folder = folder
        self.peak_bytes = 0
        self._cpu_before = _cpu_of_the_dead()

    def find_exceeded(self):
        """The first limit that is exceeded now, as job_limits.exceeded(); None: none is."""
        return self._find_in_processes() or self._first_over(
            (job_limits.FOLDER, work_folder.size(self.folder) if self.limits.folderBytes else 0)
        )

    def _find_in_processes(self):
        pids = linux_process.descendants(2 * self.limits.processes or _MOST_COUNTED)
        if 0 < self.limits.processes < len(pids):
            return job_limits.exceeded(job_limits.PROCESSES, self.limits, len(pids))
        processes = {pid: stat for pid, stat in zip(pids, map(_stat, pids)) if stat}
        memory = sum(resident for _, resident in processes.values())
        if 0 < self.limits.memoryBytes < memory:
            # Pages that several share were counted for each of them, which is quick to read.
            memory = sum(_proportional(pid, resident) for pid, (_, resident) in processes.items())
        self.peak_bytes = max(self.peak_bytes, memory)
        cpu = sum(cpu for cpu, _ in processes.values()) + _cpu_of_the_dead() - self._cpu_before
        return self._first_over((job_limits.MEMORY, memory), (job_limits.CPU, cpu))

    def _first_over(self, *used):
        for name, reached in used:
            if 0 < getattr(self.limits, name) < reached:
                return job_limits.exceeded(name, self.limits, int(reached))
        return None

    def was_out_of_memory(self):
        """Whether the kernel says that it killed somebody of it for want of memory."""
        return False

    def exceeded_by(self, status, used):
        """The limit for which the kernel ended the script's process; None: for none."""
        is_out_of_time = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU and self.limits.cpuSeconds > 0
        return job_limits.exceeded(job_limits.CPU, self.limits, int(used.ru_utime + used.ru_stime)) if is_out_of_time else None


def _cpu_of_the_dead():
    """Seconds of all children that were reaped, and of what these had reaped."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _stat(pid):
    """(CPU seconds, resident bytes), what it reaped included; None: it has ended."""
    try:
        with open('/proc/%d/stat' % pid, 'rb') as file:
            fields = file.read().rpartition(b')')[2].split()
    except OSError:
        return None
    # From the third field on: state, ppid, ...; utime to cstime are the 14th to 17th, rss the 24th.
    return sum(map(int, fields[11:15])) / _TICKS, int(fields[21]) * _PAGE


def _proportional(pid, resident):
    """Its share of memory in bytes, 0 when it has ended; `resident` when the kernel does not tell."""
    try:
        with open('/proc/%d/smaps_rollup' % pid, 'rb') as file:
            return next((int(line.split()[1]) * 1024 for line in file if line.startswith(b'Pss:')), 0)
    except ProcessLookupError:
        return 0
    except OSError:
        return resident
