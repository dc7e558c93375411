"""What the program is that a script's process runs: its `__main__`, its sys.argv, and what multiprocessing starts anew.

multiprocessing (spawn, forkserver) starts a Python that runs the file of `__main__` first. Here that is job_child.py, which
makes the new process one of the job: it can import the JumpScript and JumpScale, and what it writes are lines of the job.
"""

import json
import os
import sys
import types

import script_output

JOB_VARIABLE = 'JUMPSCRIPT_JOB'
_RUNNER_FOLDER = os.path.dirname(os.path.abspath(__file__))
_CHILD_FILE = os.path.join(_RUNNER_FOLDER, 'job_child.py')
_TOLD_TO_CHILDREN = ('organization', 'name', 'path', 'file', 'hash', 'gid', 'nid', 'guid', 'roles')


class _Main(types.ModuleType):
    """Its file is asked for when a Python is about to be started: only then is it worth the while to prepare for it."""

    def __init__(self, job, source):
        super().__init__('__main__')
        self.__dict__.update(_job=job, _source=source, _source_file=None)

    @property
    def __file__(self):
        if not os.access(_CHILD_FILE, os.R_OK):
            raise PermissionError('expected that this user may read %s, which multiprocessing needs; use its method fork, or let others read it' % _CHILD_FILE)
        os.environ[JOB_VARIABLE] = self._describe_job()
        return _CHILD_FILE

    def _describe_job(self):
        job = {key: self._job[key] for key in _TOLD_TO_CHILDREN}
        return json.dumps({'job': job, 'source': self._open_source(), 'output': script_output.how_to_join()})

    def _open_source(self):
        """Where children read it: the file itself may be for the Agent's user only."""
        if not hasattr(os, 'memfd_create'):
            return self._job['file']
        try:
            os.stat(self._source_file or '')
        except OSError:  # not made yet, or closed by the script
            descriptor = os.memfd_create('jumpscript')
            os.write(descriptor, self._source)
            self.__dict__['_source_file'] = '/proc/%d/fd/%d' % (os.getpid(), descriptor)
        return self._source_file


def begin(job, source):
    """In the process of a script, before it is loaded."""
    sys.modules['__main__'] = _Main(job, source)
    sys.argv = [job['path']]


def hide_runner():
    """Scripts must not find the runner's modules by accident: a module of their own may have the name of one."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, '__file__', None)
        if file and not name.startswith('__') and os.path.dirname(os.path.abspath(file)) == _RUNNER_FOLDER:
            del sys.modules[name]
