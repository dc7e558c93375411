"""What a job may use. Some of it the kernel holds per process; the rest its cgroup holds over all of them, or its supervisor measures (job_usage.py).

0 stands for no limit. Names are those of the Agent's settings, in the units that these have.
"""

import collections
import errno
import resource

import linux_process

MEMORY, PROCESSES, CPU, OPEN_FILES, FILE, FOLDER = 'memoryBytes', 'processes', 'cpuSeconds', 'openFiles', 'fileBytes', 'folderBytes'

# Of the kernel's own limit on processes: there threads count, too.
TASKS = 'tasks'

JobLimits = collections.namedtuple('JobLimits', (MEMORY, PROCESSES, CPU, OPEN_FILES, FILE, FOLDER, 'newPrivileges'))

# Past the soft limit on CPU time, for a script that does something about the signal.
_CPU_GRACE_SECONDS = 5
_OF_ERRORS = {errno.EMFILE: OPEN_FILES, errno.EFBIG: FILE}


def for_kernel(limits):
    """Those that the kernel holds in each process, as setrlimit() takes them: worked out once, for all jobs of a supervisor."""
    wanted = (
        (resource.RLIMIT_DATA, limits.memoryBytes, 0),
        (resource.RLIMIT_CPU, limits.cpuSeconds, _CPU_GRACE_SECONDS),
        (resource.RLIMIT_NOFILE, limits.openFiles, 0),
        (resource.RLIMIT_FSIZE, limits.fileBytes, 0),
    )
    return [(resource.RLIMIT_CORE, (0, 0))] + [(kind, _within(kind, limit, grace)) for kind, limit, grace in wanted if limit > 0]


def apply(kernel_limits, limits):
    """In the script's process, before it becomes another user: there is no way back."""
    for kind, values in kernel_limits:
        resource.setrlimit(kind, values)
    if not limits.newPrivileges:
        linux_process.refuse_new_privileges()


def _within(kind, limit, grace):
    """Never more than what this process may have anyway."""
    soft, hard = (new if old == resource.RLIM_INFINITY else min(new, old) for new, old in zip((limit, limit + grace), resource.getrlimit(kind)))
    return min(soft, hard), hard


def exceeded_by(error, limits):
    """The limit that an exception comes of, as the Agent is told it; None: of none."""
    name = MEMORY if isinstance(error, MemoryError) else _OF_ERRORS.get(error.errno) if isinstance(error, OSError) else None
    return exceeded(name, limits) if name and getattr(limits, name) else None


def exceeded(name, limits, reached=None):
    return {'name': name, 'limit': getattr(limits, PROCESSES if name == TASKS else name), 'reached': reached}
