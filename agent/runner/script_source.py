"""Read a JumpScript, check that it is the one that was ordered, and make a module of it."""

import io
import keyword
import linecache
import os
import sys
import tokenize
import types

try:  # Python's own: OpenSSL's, behind hashlib, is quicker with large data, and more pages to be copied in a fresh fork
    from _sha2 import sha256
except ImportError:
    try:
        from _sha256 import sha256  # before Python 3.12
    except ImportError:
        from hashlib import sha256


class HashMismatch(Exception):
    """The source on this node is not the one the controller named."""


class NoAction(Exception):
    """The JumpScript has no action() to run."""


def neutralise_keyword_metadata(text):
    """Rename top-level metadata that became keywords since it was written: `async = True` → `async_ = True`.

    Line numbers stay exact. Only names that start a line and are assigned to are touched, never text inside strings.
    """
    lines = text.splitlines(keepends=True)
    previous = None
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            is_assigned = token.type == tokenize.OP and token.string == '='
            if is_assigned and previous and previous.start[1] == 0 and keyword.iskeyword(previous.string):
                row = previous.start[0] - 1
                lines[row] = previous.string + '_' + lines[row][len(previous.string):]
            previous = token
    except (tokenize.TokenError, IndentationError, SyntaxError):
        pass  # what could be renamed is; compile() then says what else is wrong, and where
    return ''.join(lines)


def compile_source(data, path):
    try:
        return compile(data, path, 'exec', dont_inherit=True)
    except SyntaxError:
        encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
        renamed = neutralise_keyword_metadata(data.decode(encoding))
        return compile(renamed, path, 'exec', dont_inherit=True)


def read_verified(file, expected_hash):
    # Unbuffered, without the objects of open(): each of them is pages to be copied in a freshly forked process.
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    data = os.read(descriptor, os.fstat(descriptor).st_size)
    os.close(descriptor)
    actual = sha256(data).hexdigest()
    if actual != expected_hash:
        raise HashMismatch(
            'expected a source with SHA-256 %s, but %s on this node has %s; it was not run. '
            'Remove the file, the Agent fetches it again' % (expected_hash, file, actual)
        )
    return data


def module_name(job):
    """Not __main__: what a script does when started by hand is not part of the job. A dot would make it part of a package."""
    return 'jumpscript_' + job['name'].replace('.', '_')


def execute(job, data, module):
    """Execute the top level of the JumpScript; tracebacks name it by its path below jumpscripts/."""
    linecache.cache[job['path']] = (lambda: data.decode('utf-8', 'replace'),)  # read when a traceback wants it
    module.__file__ = job['file']
    exec(compile_source(data, job['path']), module.__dict__)


def load(job, data):
    """Make a module of the JumpScript, and return it."""
    module = types.ModuleType(module_name(job))
    sys.modules[module.__name__] = module
    execute(job, data, module)
    if not callable(getattr(module, 'action', None)):
        raise NoAction('expected a function action() in %s, found none; define one at the top level' % job['path'])
    return module
