"""Where a script's output goes. Standard output and error are connections to the Agent, inherited by subprocesses.

Log lines (j.logger, and what Python code writes to sys.stderr) travel inside the standard output stream as marked
lines, so that they keep their order among printed lines: MARK + JSON {"l": level, "c": category, "m": message, "t": monotonic ms} + newline.
"""

import io
import json
import os
import sys
import threading
import time

MARK = b'\0\x1eLOG'
STDERR_LEVEL = 3

_state = {'fd': 1, 'message_bytes': 64 * 1024}
_lock = threading.RLock()


def shorten(text, limit):
    """Return (text within `limit` bytes of UTF-8, true size or None when it fitted)."""
    data = text.encode('utf-8', 'replace')
    if len(data) <= limit:
        return data.decode('utf-8'), None
    return data[:limit].decode('utf-8', 'ignore'), len(data)


def write_all(data):
    view = memoryview(data)
    while view:
        view = view[os.write(_state['fd'], view):]


def log_line(message, level, category, tags=()):
    text, true_size = shorten(message, _state['message_bytes'])
    frame = {'t': time.monotonic() * 1000, 'l': level, 'c': category, 'm': text}
    if true_size is not None:
        frame['size'] = true_size
    if tags:
        frame['tags'] = list(tags)
    with _lock:
        try:
            sys.stdout.flush()
        except (AttributeError, ValueError, OSError):
            pass  # a script may have closed or replaced sys.stdout; the log line goes out all the same
        write_all(MARK + json.dumps(frame).encode() + b'\n')


class LoggedStderr(io.RawIOBase):
    """sys.stderr of the script: each line becomes a log line. Subprocesses write to descriptor 2 themselves."""

    def __init__(self):
        super().__init__()
        self.pending = b''

    def writable(self):
        return True

    def fileno(self):
        return 2

    def write(self, data):
        data = bytes(data)
        *lines, self.pending = (self.pending + data).split(b'\n')
        if len(self.pending) > _state['message_bytes'] * 2:
            lines.append(self.pending)
            self.pending = b''
        for line in lines:
            log_line(line.decode('utf-8', 'replace'), STDERR_LEVEL, 'stderr')
        return len(data)

    def flush_pending(self):
        if self.pending:
            line, self.pending = self.pending, b''
            log_line(line.decode('utf-8', 'replace'), STDERR_LEVEL, 'stderr')


_stderr = LoggedStderr()

# Made before the first fork, on descriptors that redirect() gives a meaning.
_streams = {
    'stdin': open(0, encoding='utf-8', closefd=False),
    'stdout': open(1, 'w', buffering=1, encoding='utf-8', errors='backslashreplace', closefd=False),
    'stderr': io.TextIOWrapper(_stderr, encoding='utf-8', errors='backslashreplace', write_through=True),
}


def redirect(output, errors, message_bytes):
    """Give the script the job's connections as its standard files."""
    os.dup2(output.fileno(), 1)
    os.dup2(errors.fileno(), 2)
    # Log lines survive a script that closes or replaces descriptor 1.
    _state.update(fd=output.detach(), message_bytes=message_bytes)
    errors.close()
    sys.stdin = sys.__stdin__ = _streams['stdin']
    sys.stdout = sys.__stdout__ = _streams['stdout']
    sys.stderr = sys.__stderr__ = _streams['stderr']


def flush():
    for stream in (sys.stdout, sys.__stdout__, sys.stderr, sys.__stderr__):
        try:
            stream.flush()
        except (AttributeError, ValueError, OSError):
            pass
    _stderr.flush_pending()
