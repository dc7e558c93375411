"""Where a script's output goes. Standard output and error are pipes to its supervisor, inherited by subprocesses.

Log lines (j.logger, and what Python code writes to sys.stderr) travel inside the standard output stream as marked
lines, so that they keep their order among printed lines: MARK + JSON {"l": level, "c": category, "m": message, "t": monotonic ms} + newline.
"""

import io
import os
import sys
import threading
import time
from json.encoder import encode_basestring_ascii as as_json

from job_channel import LONGEST_LINE
from logged_stderr import LoggedStderr, first_characters
from output_lock import OutputLock, identity
from printed_lines import PrintedLines, PrintedText

MARK = b'\0\x1eLOG'
STDOUT_LEVEL = 5
STDERR_LEVEL = 3
# As in the contract's limits: a line with more would not be accepted.
MOST_TAGS = 50
MOST_TAG_CHARACTERS = 200

# 'channel': where log lines go when descriptor 1 is no longer the job's pipe.
_state = {'channel': None, 'message_bytes': 64 * 1024}
_lock = OutputLock()


def shorten(text, limit):
    """Return (text within `limit` bytes of UTF-8, true size or None when it fitted)."""
    data = text.encode('utf-8', 'replace')
    if len(data) <= limit:
        return data.decode('utf-8'), None
    return data[:limit].decode('utf-8', 'ignore'), len(data)


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


def log_line(message, level, category, tags=()):
    text, true_size = shorten(message, _state['message_bytes'])
    write_line(text, true_size, level, category, limit_tags(list(tags)))


def write_line(text, true_size, level, category, tags=()):
    _flush_begun(sys.stdout)
    _write_frame(text, true_size, level, category, tags)


def _flush_begun(stream):
    """What has begun comes before what follows: unless another thread is at it, whose line would be cut."""
    if threading.active_count() > 1:
        return
    try:
        stream.flush()
    except TimeoutError:
        raise  # by a signal's handler, with which a script limits its time
    except (AttributeError, ValueError, OSError):
        pass  # a script may have closed or replaced it; what follows goes out all the same


def _write_frame(text, true_size, level, category, tags=()):
    """To standard output, so that it keeps its place among printed lines; never into a file that took its number."""
    if _lock.is_pipe(1):
        _lock.write(1, _frame(text, true_size, level, category, tags))
    elif _state['channel'] is None:
        _lock.write(2, text.encode() + b'\n')
    else:
        frame = _frame(text, true_size, level, category, tags)
        if len(frame) > LONGEST_LINE:
            frame = _frame(text[: LONGEST_LINE // 16], true_size or len(text.encode()), level, category[:200])
        _state['channel'].send_line(frame)


def _frame(text, true_size, level, category, tags=()):
    # By hand: json.dumps() costs as much as all the rest.
    more = '' if true_size is None else ', "size": %d' % true_size
    if tags:
        more += ', "tags": [%s]' % ', '.join(map(as_json, tags))
    frame = '{"t": %.3f, "l": %d, "c": %s, "m": %s%s}\n' % (time.monotonic() * 1000, level, as_json(category), as_json(text), more)
    return MARK + frame.encode()


def _write_long_line(beginning, size):
    """A printed one: not all of it is there, or its descriptor is not."""
    limit = _state['message_bytes']
    _write_frame(first_characters(beginning, limit), size if size > limit else None, STDOUT_LEVEL, 'stdout')


_printed = PrintedLines(_lock, _write_long_line)
_logged = LoggedStderr(_lock, lambda text, true_size: write_line(text, true_size, STDERR_LEVEL, 'stderr'))

# Made before the first fork, on descriptors that redirect() gives a meaning.
_stdout = PrintedText(_printed)
_stderr = io.TextIOWrapper(_logged, encoding='utf-8', errors='backslashreplace', write_through=True)
_stderr.mode = 'w'


def redirect(channel, message_bytes):
    """Descriptors 1 and 2 are the job's pipes: make them the script's standard files."""
    _begin(identity(1), message_bytes)
    _state.update(channel=channel)


def how_to_join():
    """For join() of another process, as JSON."""
    _lock.is_shared = True
    return {'pipe': _lock.pipe, 'messageBytes': _state['message_bytes']}


def join(how):
    """In a Python that was started anew in the job, with what files its parent gave it."""
    _begin(tuple(how['pipe']), how['messageBytes'])
    _lock.is_shared = True
    _logged.become_child()


def _begin(pipe, message_bytes):
    _state.update(message_bytes=message_bytes)
    _logged.limit = message_bytes
    _lock.begin(pipe, _before_fork)
    os.register_at_fork(after_in_child=_become_child)
    sys.stdout = sys.__stdout__ = _stdout
    sys.stderr = sys.__stderr__ = _stderr


def _before_fork():
    """What has begun is written once, also when this process ends without a word or becomes another program."""
    _flush_begun(_stdout)
    if threading.active_count() == 1:
        _logged.show_all()


def _become_child():
    _logged.become_child()
    _stdout.forget()


def flush():
    """In the end: all that was written, whatever the script made of its files."""
    for stream in (sys.stdout, sys.__stdout__, sys.stderr, sys.__stderr__, _stdout, _stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError, OSError):
            pass
    _printed.end()
    _logged.show_all()
