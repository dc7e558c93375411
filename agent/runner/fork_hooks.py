"""At-fork hooks of preloaded modules, kept away from the runner's own forks.

threading, random and logging register hooks that run in every forked process. They cost more than the fork itself, since
each object they touch is a page to be copied, and they mend what only threads can break: zygote and supervisors have
none. So the hooks are recorded while modules are preloaded, and registered in the script process: what a script forks
after it has started threads is mended as everywhere.
"""

import contextlib
import os
import sys

_recorded = []


@contextlib.contextmanager
def recorded():
    """Whoever registers a hook inside this block has it noted only."""
    register = os.register_at_fork
    os.register_at_fork = lambda **hooks: _recorded.append(hooks)
    try:
        yield
    finally:
        os.register_at_fork = register


def register():
    """In the script process, before the script is loaded."""
    for hooks in _recorded:
        os.register_at_fork(**hooks)
    # The one hook that matters here and now: else all jobs would draw the same numbers.
    sys.modules['random'].seed()
