"""The j of scripts."""

import os
import sys
import unittest
from unittest import mock

from JumpScale import NotAvailable, j
from testing.job import job


class Shim(unittest.TestCase):
    def test_who_am_i(self):
        with job('') as order:
            j._begin_job(order)
        self.assertEqual(j.application.whoAmI, (1, 2, os.getpid()))
        self.assertEqual(j.application.getWhoAmIStr(), '1_2_%d' % os.getpid())

    def test_what_is_missing_is_named_with_what_there_is(self):
        with self.assertRaises(NotAvailable) as caught:
            j.logger.setLogTargets()
        self.assertIn('j.logger.setLogTargets is not available on this Agent; j.logger has: critical, debug, error, info, log, warning', str(caught.exception))
        self.assertFalse(hasattr(j, 'atyourservice'))

    def test_old_imports_work(self):
        import JumpScale.baselib.redis  # noqa: F401

        self.assertIn('JumpScale.baselib.redis', sys.modules)

    def test_levels_stay_within_one_and_nine(self):
        with mock.patch('script_output.log_line') as log_line:
            j.logger.log('a', level=0)
            j.logger.log('b', level=99, category='c', tags='x y')
            j.logger.log(None, level='high')
        self.assertEqual([call.args for call in log_line.call_args_list], [('a', 1, '', []), ('b', 9, 'c', ['x', 'y']), ('None', 5, '', [])])


if __name__ == '__main__':
    unittest.main()
