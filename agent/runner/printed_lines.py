"""What is below sys.stdout of a script: bytes on their way to descriptor 1, a whole line at a time."""

import errno
import io
import re
import threading

MOST_HELD = 1024 * 1024
_LINE_ENDS = b'\r\n'
_LINE_END = re.compile(b'[' + _LINE_ENDS + b']')


class PrintedLines(io.BufferedIOBase):
    """As a buffered file, but it writes at once what has ended, and holds back the beginning of a line until flush() or its end.

    A carriage return lets go all there is, as it does under a terminal. `write_long(beginning, size)` is given a line
    that is longer than what is held, when it has ended.
    """

    name = '<stdout>'
    mode = 'wb'

    def __init__(self, lock, write_long):
        super().__init__()
        self._lock = lock
        self._write_long = write_long
        self._begun = bytearray()  # a line without its end
        self._cut = 0  # how many bytes of it are not kept
        self._is_out = False  # its beginning was flushed

    @property
    def raw(self):
        return io.FileIO(1, 'wb', closefd=False)

    def writable(self):
        return True

    def fileno(self):
        return 1

    def write(self, data):
        if self.closed:
            raise ValueError('write to closed file')
        data = bytes(data)
        with self._lock.threads:
            self._take(data)
        return len(data)

    def flush(self):
        """A line that is longer than what is held comes in one piece, so it waits for its end all the same."""
        with self._lock.threads:
            if self._begun and not self._cut:
                self._is_out = True
                self._write()

    def end(self):
        """Nothing more will be written. What cannot be written any more, since the descriptor is closed, becomes a long line."""
        with self._lock.threads:
            try:
                self.flush()
            except OSError:
                pass
            if self._begun:
                self._end_long()

    def forget(self):
        """In a forked child: what has begun is its parent's, which writes it."""
        self._begun.clear()
        self._cut = 0

    def _take(self, data):
        if self._cut:
            end = _LINE_END.search(data)
            if end is None:
                self._cut += len(data)
                return
            self._cut += end.start()
            self._end_long()
            data = data[end.end():]
        ended = len(data) if b'\r' in data else data.rfind(b'\n') + 1
        if ended:
            self._write(data[:ended])
            self._is_out = data[ended - 1] not in _LINE_ENDS
        self._hold(data[ended:])

    def _hold(self, data):
        self._begun += data
        if len(self._begun) <= MOST_HELD:
            return
        if self._is_out or not self._lock.is_pipe(1):
            self._is_out = True
            self._write()
        else:
            self._cut = len(self._begun) - MOST_HELD
            del self._begun[MOST_HELD:]

    def _write(self, more=b''):
        held = bytes(self._begun)
        self._begun.clear()
        try:
            self._lock.write(1, held + more)
        except OSError as error:
            if error.errno == errno.EBADF:  # else some of it may be written
                self._begun[:0] = held
            raise

    def _end_long(self):
        data, cut = bytes(self._begun), self._cut
        self._begun.clear()
        self._cut = 0
        self._write_long(data, len(data) + cut)


class PrintedText(io.TextIOWrapper):
    """sys.stdout. It hands text on when a line ends, as one for a terminal does."""

    def __init__(self, printed):
        self._below = _Below(printed)
        super().__init__(self._below, encoding='utf-8', errors='backslashreplace', line_buffering=True)
        self.mode = 'w'

    @property
    def buffer(self):
        return self._below.printed

    def forget(self):
        """As PrintedLines.forget."""
        self._below.is_deaf = True
        try:
            self.flush()
        except ValueError:
            pass  # it was closed, or taken apart
        self._below.is_deaf = False
        self._below.printed.forget()


class _Below(io.BufferedIOBase):
    """Leaves to PrintedLines what is a line: TextIOWrapper flushes after each write in which one ends, whatever follows there."""

    def __init__(self, printed):
        super().__init__()
        self.printed = printed
        self.name = printed.name
        self.is_deaf = False
        self._ended = set()  # threads whose last write ended a line

    def writable(self):
        return True

    def fileno(self):
        return self.printed.fileno()

    def write(self, data):
        if self.is_deaf:
            return len(data)
        if b'\n' in data:
            self._ended.add(threading.get_ident())
        return self.printed.write(data)

    def flush(self):
        thread = threading.get_ident()
        if thread in self._ended:
            self._ended.remove(thread)
        elif not self.printed.closed:
            self.printed.flush()

    def close(self):
        super().close()
        self.printed.close()
