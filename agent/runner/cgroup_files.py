"""The kernel's files of one cgroup (v2), as it writes them; what is not there, or went with its cgroup, reads as nothing."""

import os


def read(folder, name):
    try:
        with open(os.path.join(folder, name), encoding='ascii') as file:
            return file.read()
    except OSError:
        return ''


def read_counts(folder, name):
    """Of a file of lines "key number": numbers by key."""
    return {key: int(number) for key, number in (line.split() for line in read(folder, name).splitlines())}


def read_number(folder, name):
    """None: it is not there, or has no number ("max")."""
    text = read(folder, name).strip()
    return int(text) if text.isdigit() else None


def read_pids(folder):
    return [int(pid) for pid in read(folder, 'cgroup.procs').split()]


def living(folder):
    """Pids of those in it and in those below it."""
    return [pid for path, _, _ in os.walk(folder) for pid in read_pids(path)]


def write(folder, name, text):
    """The kernel says what it cannot do as an OSError; a file that is not there is never made."""
    file = os.open(os.path.join(folder, name), os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(file, text.encode())
    finally:
        os.close(file)


def is_populated(folder):
    """Whether a process lives in it or in one below it: zombies do not."""
    return read_counts(folder, 'cgroup.events').get('populated') == 1


def kill(folder):
    """All of its processes at once, also those that are being forked. Kernels before 5.14 cannot: its descendants are killed one by one."""
    try:
        write(folder, 'cgroup.kill', '1')
    except OSError:
        pass


def remove(folder):
    """With those below it. False: somebody lives in it."""
    if _remove_one(folder):
        return True
    for path, folders, _ in os.walk(folder, topdown=False):
        for name in folders:
            _remove_one(os.path.join(path, name))
    return _remove_one(folder)


def _remove_one(folder):
    try:
        os.rmdir(folder)
    except FileNotFoundError:
        pass
    except OSError:
        return False
    return True
