"""A job as the Agent hands it to the runner, for tests."""

import contextlib
import hashlib
import tempfile
import textwrap

import script_arguments
import script_error
import script_source


@contextlib.contextmanager
def job(source, **changes):
    """A job whose source lies on disk, as the Agent hands it to the runner."""
    data = textwrap.dedent(source).encode() if isinstance(source, str) else source
    with tempfile.NamedTemporaryFile(suffix='.py') as file:
        file.write(data)
        file.flush()
        order = {
            'organization': 'testing',
            'name': 'script',
            'path': 'testing/script.py',
            'file': file.name,
            'hash': hashlib.sha256(data).hexdigest(),
            'args': {},
            'gid': 1,
            'nid': 2,
            'guid': 'g',
            'roles': ['node'],
        }
        order.update(changes)
        yield order


def failure(source, **changes):
    """What the runner says about a script that fails."""
    with job(source, **changes) as order:
        try:
            module = script_source.load(order, script_source.read_verified(order['file'], order['hash']))
            module.action(**script_arguments.bind_arguments(module, order))
        except BaseException as error:
            return script_error.describe_error(error, order)
    raise AssertionError('it did not fail')
