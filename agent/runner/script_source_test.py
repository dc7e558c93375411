"""Sources: verified, of any age, and made into a module."""

import os
import unittest

import script_source
from testing.job import failure, job


class Source(unittest.TestCase):
    def test_metadata_that_became_a_keyword_is_renamed_and_lines_stay_exact(self):
        text = 'descr = """\nasync = True\n"""\nasync = True\nawait=1\ndef action():\n    return __import__("sys")._getframe().f_lineno\n'
        with job(text) as order:
            module = script_source.load(order, script_source.read_verified(order['file'], order['hash']))
        self.assertEqual(module.descr, '\nasync = True\n')
        self.assertEqual((module.async_, module.await_, module.action()), (True, 1, 7))

    def test_only_assignments_at_the_top_level_are_renamed(self):
        text = 'def action():\n    async = True\n'
        self.assertEqual(script_source.neutralise_keyword_metadata(text), text)
        self.assertEqual(script_source.neutralise_keyword_metadata('async == True\n'), 'async == True\n')

    def test_a_source_in_another_encoding_is_read_by_its_own_declaration(self):
        with job('# -*- coding: latin-1 -*-\nasync = True\ndef action():\n    return "café"\n'.encode('latin-1')) as order:
            self.assertEqual(script_source.load(order, script_source.read_verified(order['file'], order['hash'])).action(), 'café')

    def test_a_changed_source_is_not_run(self):
        error = failure('raise SystemExit("ran")', hash='0' * 64)
        self.assertEqual(error['type'], 'HashMismatch')
        self.assertIn('it was not run', error['message'])

    def test_what_a_script_does_when_started_by_hand_is_not_done(self):
        with job('def action():\n    return 1\nif __name__ == "__main__":\n    raise RuntimeError()\n') as order:
            self.assertEqual(script_source.load(order, script_source.read_verified(order['file'], order['hash'])).action(), 1)

    def test_a_script_without_action_is_told_so(self):
        self.assertIn('expected a function action()', failure('action = 5')['message'])

    def test_its_lines_are_in_tracebacks_as_they_were_verified(self):
        error = failure('def action():\n    raise ValueError("x")  # said so in the source\n')
        self.assertIn('# said so in the source', error['backtrace'])

    def test_it_is_a_module_like_any_other_that_knows_its_file_and_can_be_found(self):
        with job('import dataclasses, sys\n@dataclasses.dataclass\nclass Found:\n    n: int = 1\ndef action():\n    return sys.modules[__name__].Found().n, __file__\n') as order:
            module = script_source.load(order, script_source.read_verified(order['file'], order['hash']))
            self.assertEqual(module.action(), (1, order['file']))

    def test_reading_it_leaves_nothing_open(self):
        with job('def action(): pass\n') as order:
            before = os.listdir('/proc/self/fd')
            script_source.read_verified(order['file'], order['hash'])
            self.assertEqual(len(os.listdir('/proc/self/fd')), len(before))


if __name__ == '__main__':
    unittest.main()
