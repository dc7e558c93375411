"""Describe how a script failed: what was raised, and where in the JumpScript."""

import os
import traceback

from script_output import shorten

_RUNNER_FOLDER = os.path.dirname(os.path.abspath(__file__))
# As in the contract's limits.
_MESSAGE_BYTES = 64 * 1024
_BACKTRACE_BYTES = 256 * 1024
_MOST_CHARACTERS = 4000
_LARGEST_CODE = 2**31 - 1


def _without_runner(frames):
    """The stack as the author of the script knows it: the runner's own frames left out."""
    kept = [frame for frame in frames if os.path.dirname(os.path.abspath(frame.filename)) != _RUNNER_FOLDER]
    return traceback.StackSummary.from_list(kept)


def _format(error):
    formatted = traceback.TracebackException.from_exception(error)
    part = formatted
    while part is not None:
        part.stack = _without_runner(part.stack)
        part = part.__cause__ or part.__context__
    return ''.join(formatted.format())


def _message(error):
    if isinstance(error, SystemExit):
        return 'the JumpScript called sys.exit(%s)' % ('' if error.code is None else _described(error.code, repr))
    return _described(error, str) or type(error).__name__


def _described(value, describe):
    """What a class of the script says of itself; it may fail to."""
    try:
        return describe(value)
    except BaseException as broken:  # also one that would end this process
        return '(%s while reading the message)' % type(broken).__name__


def _place(error, script_path):
    """File, line and function: the innermost frame inside the JumpScript, else the innermost one at all."""
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename, error.lineno, None
    frames = _without_runner(traceback.extract_tb(error.__traceback__))
    if not frames:
        return None, None, None
    inside = [frame for frame in frames if frame.filename == script_path]
    frame = (inside or frames)[-1]
    return frame.filename, frame.lineno, frame.name


def _text(value):
    """Scripts may raise errors with anything in them."""
    return value[:_MOST_CHARACTERS] if isinstance(value, str) else None


def _line(value):
    return value if type(value) is int and 0 <= value <= _LARGEST_CODE else None


def _exit_code(error):
    """What sys.exit() was given, when it is a number; the nearest one that can be kept."""
    if not isinstance(error, SystemExit) or not isinstance(error.code, int):
        return 1
    return int(min(_LARGEST_CODE, max(-_LARGEST_CODE, error.code)))


def describe_error(error, job):
    file, line, function = _place(error, job['path'])
    message, message_size = shorten(_message(error), _MESSAGE_BYTES)
    backtrace, backtrace_size = shorten(_described(error, _format), _BACKTRACE_BYTES)
    return {
        'type': _text(type(error).__name__) or 'Error',
        'message': message,
        'messageTruncatedFrom': message_size,
        'backtrace': backtrace,
        'backtraceTruncatedFrom': backtrace_size,
        'file': _text(file),
        'line': _line(line),
        'function': _text(function),
        'code': _exit_code(error),
    }
