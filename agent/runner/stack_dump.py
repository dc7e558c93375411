"""Where a job hung, or crashed: the Python stack of every thread, written by the C-level handler of faulthandler.

The file is made by the supervisor, armed once, and inherited by each script process: one after the other, so that they
share it. The handler works while C code holds the interpreter lock.
"""

import faulthandler
import os
import signal
import tempfile
import time

DUMP_SIGNAL = signal.SIGUSR2
_PATIENCE_SECONDS = 0.25
_MAX_BYTES = 256 * 1024
_RUNNER_FOLDER = os.path.dirname(os.path.abspath(__file__))


def _anonymous_file():
    if hasattr(os, 'memfd_create'):
        return os.memfd_create('stack-dump')
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


class StackDump:
    def __init__(self):
        self.fd = _anonymous_file()

        # On a crash of the interpreter, and on request.
        faulthandler.enable(file=self.fd, all_threads=True)
        faulthandler.register(DUMP_SIGNAL, file=self.fd, all_threads=True, chain=False)

    def request(self, pid):
        """In the supervisor: ask for a dump and give the handler a moment to write it whole."""
        try:
            os.kill(pid, DUMP_SIGNAL)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + _PATIENCE_SECONDS
        size = 0
        while time.monotonic() < deadline:
            time.sleep(0.01)
            grown = os.fstat(self.fd).st_size
            if grown > 0 and grown == size:
                return
            size = grown

    def take(self):
        """What was dumped, as text, and its true size when that is more than is kept; the file is empty for the next job.

        For when no process writes to it.
        """
        size = os.fstat(self.fd).st_size
        if size == 0:
            return '', None
        data = os.pread(self.fd, min(size, _MAX_BYTES), 0)
        os.ftruncate(self.fd, 0)
        os.lseek(self.fd, 0, os.SEEK_SET)
        lines = data.decode('utf-8', 'replace').splitlines(keepends=True)
        # The author of the script knows the stack without the runner below it.
        text = ''.join(line for line in lines if not line.startswith('  File "%s' % _RUNNER_FOLDER))
        return text, size if size > _MAX_BYTES else None
