"""What is below sys.stderr of a script: each line becomes a log line. Subprocesses write to descriptor 2 themselves."""

import codecs
import io
import re

_LINE_ENDS = re.compile(rb'([\r\n])')


def first_characters(data, limit):
    """The text of the first `limit` bytes, without a character that the cut goes through."""
    return codecs.getincrementaldecoder('utf-8')('replace').decode(data[:limit], final=len(data) <= limit)


class LoggedStderr(io.RawIOBase):
    """`write_line(text, true size or None)` is given each line.

    A carriage return ends one as well, so that each state of a progress bar is a line, and shown when it is written.
    """

    def __init__(self, lock, write_line):
        super().__init__()
        self.limit = 64 * 1024  # bytes of a line that are kept
        self.is_child = False  # its last words come with flush(): nobody else says that it ends
        self._lock = lock
        self._write_line = write_line
        self._pending = bytearray()  # the line that has begun, as far as it is kept
        self._size = 0  # and as far as it was written
        self._is_progress = False  # a carriage return began it
        self._is_shown = False  # its beginning was a line already

    def writable(self):
        return True

    def fileno(self):
        return 2

    def write(self, data):
        data = bytes(data)
        *ended, rest = _LINE_ENDS.split(data)
        with self._lock.threads:
            for part, end in zip(ended[::2], ended[1::2]):
                self._add(part)
                self._end_line(end == b'\r')
            self._add(rest)
            if ended and self._is_progress:
                self._show()
        return len(data)

    def flush(self):
        with self._lock.threads:
            if self._is_progress or self.is_child:
                self._show()

    def show_all(self):
        """What has no end yet, too."""
        with self._lock.threads:
            self._show()

    def become_child(self):
        """In a forked child: what has begun is its parent's, which writes it."""
        self.is_child = True
        self._pending.clear()
        self._size = 0

    def close(self):
        if not self.closed:
            self.show_all()
        super().close()

    def _add(self, part):
        self._size += len(part)
        # One byte more than the limit shows where a character was cut through.
        self._pending += part[: self.limit + 1 - len(self._pending)]

    def _show(self):
        if self._size:
            self._end_line(is_overwritten=True)

    def _end_line(self, is_overwritten):
        pending, size = bytes(self._pending), self._size
        self._pending.clear()
        self._size = 0
        is_none = size == 0 and (is_overwritten or self._is_shown)
        self._is_progress = is_overwritten
        self._is_shown = is_overwritten and (self._is_shown or size > 0)
        if not is_none:
            self._write_line(first_characters(pending, self.limit), size if size > self.limit else None)
