"""Main module of the Pythons that multiprocessing starts anew in a job: makes them processes of the job."""

import importlib.abc
import importlib.machinery
import json
import os
import sys

_FOLDER = os.path.dirname(os.path.abspath(__file__))


class _JumpScript(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The module of the job's JumpScript, by the name it has in the process that runs action()."""

    def __init__(self, job, source, script_source):
        self._job = job
        self._source = source
        self._script_source = script_source
        self._name = script_source.module_name(job)

    def find_spec(self, fullname, path=None, target=None):
        return importlib.machinery.ModuleSpec(fullname, self) if fullname == self._name else None

    def exec_module(self, module):
        self._script_source.execute(self._job, self._source, module)


def _load_site():
    """The Python of the job was started without it."""
    if sys.flags.no_site:
        path = list(sys.path)
        import site

        site.main()
        sys.path[:] = path  # as its parent had it


def _join_job():
    sys.path.insert(0, _FOLDER)
    try:
        import JumpScale
        import script_output
        import script_program
        import script_source
    finally:
        sys.path.remove(_FOLDER)
    told = json.loads(os.environ[script_program.JOB_VARIABLE])
    script_output.join(told['output'])
    JumpScale.j._begin_job(told['job'])
    source = script_source.read_verified(told['source'], told['job']['hash'])
    sys.meta_path.append(_JumpScript(told['job'], source, script_source))
    script_program.hide_runner()


if __name__ == '__mp_main__':
    _load_site()
    _join_job()
