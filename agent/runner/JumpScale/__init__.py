"""What an Agent offers of JumpScale: `from JumpScale import j` gives a logger and who we are.

Everything else of the old `j` is a clear error. `import JumpScale.baselib.redis` and the like import an empty module.
"""

import collections
import importlib.abc
import importlib.machinery
import os
import sys

import script_output

WhoAmI = collections.namedtuple('WhoAmI', 'gid nid pid')


class NotAvailable(AttributeError):
    """A part of JumpScale that Agents do not have."""


class _Part:
    """A named part of `j` that says what it has when asked for something else."""

    def __init__(self, path):
        self._path = path

    def __getattr__(self, name):
        known = sorted(n for n in set(dir(type(self))) | set(vars(self)) if not n.startswith('_'))
        raise NotAvailable('%s.%s is not available on this Agent; %s has: %s' % (self._path, name, self._path, ', '.join(known)))


class Logger(_Part):
    """Log lines of the job, sent while it runs. Level 1 is the most important, 9 the least."""

    def log(self, message, level=5, category='', tags=''):
        number = level if isinstance(level, int) else 5
        words = tags.split() if isinstance(tags, str) else [str(tag) for tag in tags or ()]
        script_output.log_line(str(message), min(9, max(1, number)), str(category)[:200], words)

    def critical(self, message, category=''):
        self.log(message, 1, category)

    def error(self, message, category=''):
        self.log(message, 2, category)

    def warning(self, message, category=''):
        self.log(message, 3, category)

    def info(self, message, category=''):
        self.log(message, 5, category)

    def debug(self, message, category=''):
        self.log(message, 7, category)


class Application(_Part):
    """Which grid, node and process this is."""

    def __init__(self, path):
        super().__init__(path)
        self.appname = 'jumpscript'
        self.jobGuid = ''
        self.roles = []
        self._gid = 0
        self._nid = 0

    @property
    def whoAmI(self):
        return WhoAmI(self._gid, self._nid, os.getpid())

    def getWhoAmIStr(self):
        return '%d_%d_%d' % self.whoAmI


class JumpScale(_Part):
    def __init__(self):
        super().__init__('j')
        self.logger = Logger('j.logger')
        self.application = Application('j.application')

    def _begin_job(self, job):
        application = self.application
        application._gid, application._nid = job['gid'], job['nid']
        application.appname = '%s:%s' % (job['organization'], job['name'])
        application.jobGuid = job['guid']
        application.roles = list(job['roles'])


class _EmptyModules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Old scripts import JumpScale.<part> for its side effect on `j`; let them, `j` itself says what is missing."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname.startswith(__name__ + '.'):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def exec_module(self, module):
        pass


j = JumpScale()
sys.meta_path.append(_EmptyModules())
