"""A cgroup (v2) of this machine for a test, where there is one to be made."""

import contextlib
import os
import tempfile
import unittest

import cgroup_files


@contextlib.contextmanager
def real_cgroup():
    """Its folder, removed afterwards with all that lives in it. Skips the test where none can be made."""
    with open('/proc/self/mountinfo', encoding='utf-8') as mounts:
        roots = [line.split()[4] for line in mounts if ' - cgroup2 ' in line]
    if not roots:
        raise unittest.SkipTest('no cgroup v2 is mounted')
    try:
        folder = tempfile.mkdtemp(prefix='runner-test-', dir=roots[0])
    except OSError as error:
        raise unittest.SkipTest('no cgroup can be made: %s' % error) from None
    try:
        yield folder
    finally:
        for path, _, _ in os.walk(folder):
            cgroup_files.kill(path)
        while not cgroup_files.remove(folder):
            pass
