"""The end of a script's process, as Python ends a program: before it is said what became of the job."""

import atexit
import sys
import threading
import traceback

import script_output


def end_program(module_name):
    """Wait for threads that are no daemons, call what atexit has, let go what the script's module holds, flush.

    What fails in here is told on standard error, as Python does, and changes nothing.
    """
    script_output.flush()
    for step in (threading._shutdown, atexit._run_exitfuncs):
        try:
            step()
        except BaseException:
            _tell_failure()
    _let_go(module_name)
    script_output.flush()


def _tell_failure():
    try:
        traceback.print_exc()
    except BaseException:
        pass  # the script made something of sys.stderr that cannot be written


def _let_go(module_name):
    """A file that a global name holds is written when it goes. Threads may need the names: they are left to these."""
    module = sys.modules.get(module_name)
    if module is not None and threading.active_count() == 1:
        module.__dict__.clear()
