"""The end of a script's process, as Python ends a program: before it is said what became of the job."""

import atexit
import logging
import sys
import threading
import traceback

import script_output

# logging's own, and what was made before the first script.
_handlers_before = len(logging._handlerList)


def end_program(module_name):
    """Wait for threads that are no daemons, call what atexit has, let go what the script's module holds, flush.

    What fails in here is told on standard error, as Python does, and changes nothing.
    """
    script_output.flush()
    if threading.active_count() > 1:  # each step costs a fresh fork pages to copy: most jobs need none
        _take(threading._shutdown)
    if atexit._ncallbacks() > 0:
        _take(atexit._run_exitfuncs)
    if len(logging._handlerList) > _handlers_before:
        _take(logging.shutdown)
    _let_go(module_name)
    script_output.flush()


def forget_handlers():
    """Before the first script: what atexit has by now is for the end of the zygote, not for the end of each job."""
    atexit._clear()


def _take(step):
    try:
        step()
    except BaseException:
        _tell_failure()


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
