"""Where a job hung, or crashed: the Python stack of every thread, written by the C-level handler of faulthandler.

Armed once, in the supervisor, for the descriptor that each script's process has its channel on: what is written there and is
no message is the dump. The handler works while C code holds the interpreter lock.
"""

import faulthandler
import os
import signal

DUMP_SIGNAL = signal.SIGUSR2
_RUNNER_FOLDER = os.path.dirname(os.path.abspath(__file__))


def arm(descriptor):
    """On a crash of the interpreter, and on request."""
    faulthandler.enable(file=descriptor, all_threads=True)
    faulthandler.register(DUMP_SIGNAL, file=descriptor, all_threads=True, chain=False)


def readable(data):
    """What was dumped, as text. The author of the script knows the stack without the runner below it."""
    lines = data.decode('utf-8', 'replace').splitlines(keepends=True)
    return ''.join(line for line in lines if not line.startswith('  File "%s' % _RUNNER_FOLDER))
