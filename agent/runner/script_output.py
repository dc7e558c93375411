"""Where a script's output goes. Standard output and error are pipes to its supervisor, inherited by subprocesses.

Log lines (j.logger, and what Python code writes to sys.stderr) travel inside the standard output stream as marked
lines, so that they keep their order among printed lines: MARK + JSON {"l": level, "c": category, "m": message, "t": monotonic ms} + newline.
"""

import codecs
import io
import json
import os
import sys
import threading
import time

from job_channel import LONGEST_LINE

MARK = b'\0\x1eLOG'
STDERR_LEVEL = 3
# As in the contract's limits: a line with more would not be accepted.
MOST_TAGS = 50
MOST_TAG_CHARACTERS = 200

# 'pipe': which file descriptor 1 was in the beginning; 'channel': where log lines go when it is another one by now.
_state = {'fd': 1, 'pipe': None, 'channel': None, 'message_bytes': 64 * 1024}
_lock = threading.RLock()


def shorten(text, limit):
    """Return (text within `limit` bytes of UTF-8, true size or None when it fitted)."""
    data = text.encode('utf-8', 'replace')
    if len(data) <= limit:
        return data.decode('utf-8'), None
    return data[:limit].decode('utf-8', 'ignore'), len(data)


def first_characters(data, limit):
    """The text of the first `limit` bytes, without a character that the cut goes through."""
    return codecs.getincrementaldecoder('utf-8')('replace').decode(data[:limit], final=len(data) <= limit)


def limit_tags(tags):
    """Within the limits; what was cut is said in the tags themselves."""
    kept = [_limit_tag(str(tag)) for tag in tags[:MOST_TAGS]]
    if len(tags) > MOST_TAGS:
        kept[-1] = '(%d more tags were left out)' % (len(tags) - MOST_TAGS + 1)
    return kept


def _limit_tag(tag):
    if len(tag) <= MOST_TAG_CHARACTERS:
        return tag
    note = '…(of %d characters)' % len(tag)
    return tag[: MOST_TAG_CHARACTERS - len(note)] + note


def _identity(descriptor):
    try:
        found = os.fstat(descriptor)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _write_frame(frame):
    """To standard output, so that it keeps its place among printed lines; never into a file that took its number."""
    data = MARK + json.dumps(frame).encode() + b'\n'
    if _state['pipe'] is None or _identity(_state['fd']) == _state['pipe']:
        write_all(data)
        return
    if len(data) > LONGEST_LINE:
        size = len(frame['m'].encode())
        frame = dict(frame, m=frame['m'][: LONGEST_LINE // 16], c=frame['c'][:200], size=frame.get('size', size), tags=[])
        data = MARK + json.dumps(frame).encode() + b'\n'
    _state['channel'].send_line(data)


def write_all(data):
    view = memoryview(data)
    while view:
        view = view[os.write(_state['fd'], view):]


def log_line(message, level, category, tags=()):
    text, true_size = shorten(message, _state['message_bytes'])
    write_line(text, true_size, level, category, limit_tags(list(tags)))


def write_line(text, true_size, level, category, tags=()):
    frame = {'t': time.monotonic() * 1000, 'l': level, 'c': category, 'm': text}
    if true_size is not None:
        frame['size'] = true_size
    if tags:
        frame['tags'] = tags
    with _lock:
        try:
            sys.stdout.flush()
        except (AttributeError, ValueError, OSError):
            pass  # a script may have closed or replaced sys.stdout; the log line goes out all the same
        _write_frame(frame)


class LoggedStderr(io.RawIOBase):
    """sys.stderr of the script: each line becomes a log line. Subprocesses write to descriptor 2 themselves."""

    def __init__(self):
        super().__init__()
        self.pending = b''  # the line that has begun, as far as it is kept
        self.size = 0  # and as far as it was written

    def writable(self):
        return True

    def fileno(self):
        return 2

    def write(self, data):
        data = bytes(data)
        first, *others = data.split(b'\n')
        self._add(first)
        for part in others:
            self._end_line()
            self._add(part)
        return len(data)

    def _add(self, part):
        self.size += len(part)
        # One byte more than the limit shows where a character was cut through.
        self.pending += part[: _state['message_bytes'] + 1 - len(self.pending)]

    def _end_line(self):
        limit = _state['message_bytes']
        text = first_characters(self.pending, limit)
        true_size = self.size if self.size > limit else None
        self.pending, self.size = b'', 0
        write_line(text, true_size, STDERR_LEVEL, 'stderr')

    def flush_pending(self):
        if self.size:
            self._end_line()


_stderr = LoggedStderr()

# Made before the first fork, on descriptors that redirect() gives a meaning.
_streams = {
    'stdin': open(0, encoding='utf-8', closefd=False),
    'stdout': open(1, 'w', buffering=1, encoding='utf-8', errors='backslashreplace', closefd=False),
    'stderr': io.TextIOWrapper(_stderr, encoding='utf-8', errors='backslashreplace', write_through=True),
}


def redirect(channel, message_bytes):
    """Descriptors 1 and 2 are the job's pipes: make them the script's standard files."""
    _state.update(pipe=_identity(1), channel=channel, message_bytes=message_bytes)
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
