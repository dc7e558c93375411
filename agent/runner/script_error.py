"""Describe how a script failed: what was raised, and where in the JumpScript."""

import os
import traceback

from script_output import shorten

_RUNNER_FOLDER = os.path.dirname(os.path.abspath(__file__))
_MESSAGE_BYTES = 64 * 1024
_BACKTRACE_BYTES = 256 * 1024


def _without_runner(frames):
    """The stack as the author of the script knows it: the runner's own frames left out."""
    kept = [frame for frame in frames if os.path.dirname(os.path.abspath(frame.filename)) != _RUNNER_FOLDER]
    return traceback.StackSummary.from_list(kept)


def _format(error):
    formatted = traceback.TracebackException.from_exception(error)
    part, seen = formatted, set()
    while part is not None and id(part) not in seen:
        seen.add(id(part))
        part.stack = _without_runner(part.stack)
        part = part.__cause__ or part.__context__
    return ''.join(formatted.format())


def _message(error):
    if isinstance(error, SystemExit):
        return 'the JumpScript called sys.exit(%s)' % ('' if error.code is None else repr(error.code))
    try:
        text = str(error)
    except Exception as broken:  # an exception class of the script may fail to describe itself
        text = '(%s while reading the message)' % type(broken).__name__
    return text or type(error).__name__


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


def _exit_code(error):
    return error.code if isinstance(error, SystemExit) and isinstance(error.code, int) else 1


def describe_error(error, job):
    file, line, function = _place(error, job['path'])
    return {
        'type': type(error).__name__,
        'message': shorten(_message(error), _MESSAGE_BYTES)[0],
        'backtrace': shorten(_format(error), _BACKTRACE_BYTES)[0],
        'file': file,
        'line': line,
        'function': function,
        'code': _exit_code(error),
    }
