"""Changes the runner's modules one place at a time, and looks whether the test beside each (NAME_test.py) notices.

usage: python3 scripts/mutants/python/main.py FOLDER MODULE...    e.g. agent/runner script_result script_source

Prints a line of JSON per module: {"module", "killed", "survived": [{"line", "source", "what"}]}. Each mutant lives in a
fork of this process, never on disk, and one that hangs is killed. Modules that signal or kill processes are not for this:
a mutant could hit those that run it.
"""

import importlib
import json
import os
import signal
import sys
import time
import types
import unittest

from mutations import mutants

_WITHIN_SECONDS = 20
_KILLED, _SURVIVED = 1, 0


def _test_of(name):
    return '%s_test' % name.lower()


def _run_tests(name):
    suite = unittest.defaultTestLoader.loadTestsFromModule(importlib.import_module(_test_of(name)))
    with open(os.devnull, 'w') as null:
        os.dup2(null.fileno(), 1)
        os.dup2(null.fileno(), 2)
        return unittest.TextTestRunner(stream=null, failfast=True).run(suite).wasSuccessful()


def _live(name, file, tree):
    """In the fork: the tests import the changed module as if it had been written so."""
    code = _KILLED
    os.setpgid(0, 0)  # with what its tests fork, so that nothing of it is left
    try:
        if tree is not None:
            module = types.ModuleType(name)
            module.__file__ = file
            sys.modules[name] = module
            exec(compile(tree, file, 'exec'), module.__dict__)
        code = _SURVIVED if _run_tests(name) else _KILLED
    finally:
        os._exit(code)


def _outlives_tests(name, file=None, tree=None):
    pid = os.fork()
    if pid == 0:
        _live(name, file, tree)
    give_up_at = time.monotonic() + _WITHIN_SECONDS
    while time.monotonic() < give_up_at:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.WIFEXITED(status) and os.WEXITSTATUS(status) == _SURVIVED
        time.sleep(0.005)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return False


def _judge(folder, name):
    file = os.path.join(folder, *name.split('.')) + '.py'
    file = file if os.path.exists(file) else os.path.join(folder, name, '__init__.py')
    with open(file, encoding='utf-8') as opened:
        source = opened.read()
    lines = source.splitlines()
    killed, survived = 0, []
    for line, what, tree in mutants(source):
        if _outlives_tests(name, file, tree):
            survived.append({'line': line, 'source': lines[line - 1].strip(), 'what': what})
        else:
            killed += 1
    print(json.dumps({'module': name, 'killed': killed, 'survived': survived}, ensure_ascii=False), flush=True)


def main(folder, names):
    folder = os.path.abspath(folder)
    sys.path.insert(0, folder)
    for name in names:
        if not _outlives_tests(name):
            sys.exit('expected %s.py in %s to pass before anything is changed; run it by itself' % (_test_of(name), folder))
        _judge(folder, name)


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2:])
