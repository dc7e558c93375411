"""How failures are described."""

import json
import unittest

import script_error
from testing.job import failure


class Errors(unittest.TestCase):
    def test_a_python_2_script_fails_with_file_and_line(self):
        error = failure('from JumpScale import j\ndef action():\n    print "old"\n')
        self.assertEqual((error['type'], error['file'], error['line']), ('SyntaxError', 'testing/script.py', 3))

    def test_the_place_is_the_innermost_frame_inside_the_jumpscript(self):
        error = failure('import json\ndef parse():\n    return json.loads("{")\ndef action():\n    parse()\n')
        self.assertEqual((error['type'], error['line'], error['function']), ('JSONDecodeError', 3, 'parse'))
        self.assertIn('json/decoder.py', error['backtrace'])

    def test_causes_are_part_of_the_backtrace_and_the_runner_is_not(self):
        error = failure('def action():\n    try:\n        1 / 0\n    except ZeroDivisionError as cause:\n        raise ValueError("wrapped") from cause\n')
        self.assertIn('ZeroDivisionError: division by zero', error['backtrace'])
        self.assertIn('direct cause', error['backtrace'])
        self.assertNotIn('script_source.py', error['backtrace'])

    def test_an_exception_that_cannot_describe_itself_still_has_a_message(self):
        error = failure('class Odd(Exception):\n    def __str__(self):\n        raise KeyError("x")\ndef action():\n    raise Odd()\n')
        self.assertEqual((error['type'], error['message']), ('Odd', '(KeyError while reading the message)'))

    def test_an_exception_that_would_end_the_process_when_it_is_described_still_has_a_message(self):
        for raised in ('Odd()', 'SystemExit(Odd())'):
            with self.subTest(raised=raised):
                error = failure('class Odd(Exception):\n    def __str__(self):\n        raise SystemExit(0)\n    __repr__ = __str__\ndef action():\n    raise %s\n' % raised)
                self.assertIn('(SystemExit while reading the message)', error['message'])
                self.assertEqual(error['line'], 6)
                self.assertIsInstance(error['backtrace'], str)

    def test_endless_recursion_is_an_ordinary_error(self):
        error = failure('def action():\n    return action()\n')
        self.assertEqual(error['type'], 'RecursionError')
        self.assertLess(len(error['backtrace']), 10000)

    def test_what_is_cut_of_message_and_backtrace_is_told_with_its_true_size(self):
        error = failure('def action():\n    raise ValueError("é" * 50000 + "x" * 300000)\n')
        self.assertEqual((len(error['message'].encode()), error['messageTruncatedFrom']), (65536, 400000))
        self.assertEqual(len(error['backtrace'].encode()), 262144)
        self.assertGreater(error['backtraceTruncatedFrom'], 400000)
        error = failure('def action():\n    raise ValueError("x" * 65536)\n')
        self.assertEqual((len(error['message']), error['messageTruncatedFrom'], error['backtraceTruncatedFrom']), (65536, None, None))

    def test_an_exit_code_is_what_was_given_within_what_can_be_kept(self):
        for given, code in (('', 1), ('3', 3), ('True', 1), ('False', 0), ('5000000000', 2147483647), ('-5000000000', -2147483647), ('"text"', 1)):
            with self.subTest(given=given):
                error = failure('import sys\ndef action():\n    sys.exit(%s)\n' % given)
                self.assertEqual((error['code'], type(error['code']), error['line']), (code, int, 3))
                self.assertIn('sys.exit(%s)' % given.replace('"', "'"), error['message'])

    def test_errors_that_claim_impossible_places_are_described_all_the_same(self):
        for raised in ('SyntaxError("x", (b"file", 10 ** 12, 1, "t"))', 'SyntaxError("x", ("f" * 9000, "line", 1, "t"))', 'type("E" * 9000, (Exception,), {})("x")'):
            with self.subTest(raised=raised):
                error = failure('def action():\n    raise %s\n' % raised)
                self.assertLessEqual(len(error['type']), 4000)
                self.assertTrue(error['file'] is None or isinstance(error['file'], str) and len(error['file']) <= 4000)
                self.assertTrue(error['line'] is None or 0 <= error['line'] < 2**31)

    def test_args_that_are_no_object_are_refused(self):
        self.assertIn('expected the args of a job to be a JSON object, got list', failure('def action(): pass', args=[1])['message'])


    def test_the_runner_is_left_out_at_every_depth(self):
        sources = {
            'of the error': 'raise ValueError("mine")\n',
            'of its cause': 'import script_source\ndef action():\n    try:\n        script_source.load(None, b"")\n    except TypeError as cause:\n        raise ValueError("mine") from cause\n',
            'of what it was raised in': 'import script_source\ndef action():\n    try:\n        script_source.load(None, b"")\n    except TypeError:\n        raise ValueError("mine")\n',
        }
        for where, source in sources.items():
            with self.subTest(where=where):
                error = failure(source)
                self.assertIn('ValueError: mine', error['backtrace'])
                self.assertNotIn('script_source.py', error['backtrace'])

    def test_an_error_that_was_never_raised_has_no_place(self):
        error = script_error.describe_error(ValueError('x'), {'path': 'testing/script.py'})
        self.assertEqual((error['type'], error['message'], error['file'], error['line'], error['function']), ('ValueError', 'x', None, None, None))

    def test_an_error_outside_the_jumpscript_has_the_innermost_place(self):
        error = failure('import json\ndef action():\n    json.loads("{")\n', path='testing/another.py')
        self.assertEqual((error['file'], error['line'], error['function']), ('testing/another.py', 3, 'action'))
        try:
            json.loads('{')
        except ValueError as raised:
            error = script_error.describe_error(raised, {'path': 'testing/script.py'})
        self.assertTrue(error['file'].endswith('json/decoder.py'))
        self.assertEqual(error['function'], 'raw_decode')

    def test_places_within_what_can_be_kept_are_kept(self):
        for given, line in ((0, 0), (1, 1), (2**31 - 1, 2**31 - 1), (2**31, None), (-1, None), (True, None), ('7', None), (None, None)):
            with self.subTest(given=given):
                error = script_error.describe_error(SyntaxError('x', ('f.py', given, 1, 't')), {'path': 'p'})
                self.assertEqual((error['file'], error['line'], error['function']), ('f.py', line, None))

    def test_names_are_cut_at_four_thousand_characters(self):
        error = script_error.describe_error(SyntaxError('x', ('f' * 4001, 1, 1, 't')), {'path': 'p'})
        self.assertEqual(error['file'], 'f' * 4000)
        self.assertEqual(script_error.describe_error(SyntaxError('x', (b'f', 1, 1, 't')), {'path': 'p'})['file'], None)

    def test_an_error_without_words_is_named(self):
        self.assertEqual(script_error.describe_error(ValueError(), {'path': 'p'})['message'], 'ValueError')


if __name__ == '__main__':
    unittest.main()
