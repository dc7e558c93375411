"""Parts of the runner that can be looked at without a process of their own; the rest is driven by the Agent's tests."""

import contextlib
import hashlib
import os
import sys
import tempfile
import textwrap
import unittest
from unittest import mock

import script_arguments
import script_error
import script_output
import script_result
import script_source
from JumpScale import NotAvailable, j


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


class Results(unittest.TestCase):
    def test_json_values_pass(self):
        self.assertEqual(script_result.encode_result({'a': [1, None, True, 'ü']}, 100), {'k': 'result', 'value': {'a': [1, None, True, 'ü']}})

    def test_the_part_without_json_form_is_named(self):
        for value, words in (
            ({'a': [1, {2}]}, "result['a'][1] is a value of type set"),
            ([float('nan')], 'result[0] is the number nan'),
            ({(1, 2): 3}, 'result is a key of type tuple'),
            (b'bytes', 'result is a value of type bytes'),
        ):
            with self.subTest(value=value), self.assertRaises(script_result.ResultNotJson) as caught:
                script_result.encode_result(value, 100)
            self.assertIn(words, str(caught.exception))

    def test_a_result_that_contains_itself_is_refused(self):
        value = []
        value.append(value)
        with self.assertRaises(script_result.ResultNotJson) as caught:
            script_result.encode_result(value, 100)
        self.assertIn('contains itself', str(caught.exception))

    def test_a_result_nested_deeper_than_the_limit_is_refused_with_the_limit(self):
        def nested(levels, wrap):
            value = 1
            for _ in range(levels):
                value = wrap(value)
            return value

        for wrap in (lambda inner: [inner], lambda inner: {'a': 1, 'b': inner}, lambda inner: (1, inner)):
            script_result.encode_result(nested(500, wrap), 100000)
            for levels in (501, 12000):
                with self.subTest(levels=levels), self.assertRaises(script_result.ResultNotJson) as caught:
                    limit = sys.getrecursionlimit()
                    sys.setrecursionlimit(20000)
                    try:
                        script_result.encode_result(nested(levels, wrap), 100000)
                    finally:
                        sys.setrecursionlimit(limit)
                self.assertIn('nested at most 500 levels deep', str(caught.exception))
        script_result.encode_result(['[' * 5000, [[]] * 5000], 100000)

    def test_a_large_result_is_shortened_and_its_true_size_kept(self):
        frame = script_result.encode_result('é' * 1000, 100)
        self.assertEqual(frame['truncatedFrom'], 2002)
        self.assertEqual(frame['value'], '"' + 'é' * 24)


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


class Output(unittest.TestCase):
    def test_a_message_is_cut_between_characters(self):
        self.assertEqual(script_output.shorten('ééé', 3), ('é', 6))
        self.assertEqual(script_output.shorten('ééé', 6), ('ééé', None))

    def test_stderr_becomes_whole_lines(self):
        stream = script_output.LoggedStderr()
        with mock.patch('script_output.write_line') as write_line:
            stream.write(b'one\ntw')
            stream.write(b'o\n\nthree')
            stream.flush_pending()
            stream.flush_pending()
        self.assertEqual([call.args[0] for call in write_line.call_args_list], ['one', 'two', '', 'three'])

    def test_a_stderr_line_without_end_is_one_line_cut_once_with_its_size_as_written(self):
        stream = script_output.LoggedStderr()
        with mock.patch('script_output.write_line') as write_line:
            for _ in range(100):
                stream.write(b'e' * 10000)
            stream.write(b'\n' + b'x' * 65535 + 'é'.encode() + b'\n' + b'\xe9' * 30000 + b'\n')
        calls = [call.args[:2] for call in write_line.call_args_list]
        self.assertEqual(calls, [('e' * 65536, 1000000), ('x' * 65535, 65537), ('\ufffd' * 30000, None)])

    def test_tags_are_limited_and_say_so(self):
        self.assertEqual(script_output.limit_tags(['a', 5]), ['a', '5'])
        self.assertEqual(script_output.limit_tags(['t' * 200]), ['t' * 200])
        (long,) = script_output.limit_tags(['😀' * 400000])
        self.assertEqual((len(long), long[-23:]), (200, '…(of 400000 characters)'))
        many = script_output.limit_tags(['t%d' % n for n in range(1000)])
        self.assertEqual((len(many), many[-2:]), (50, ['t48', '(951 more tags were left out)']))


if __name__ == '__main__':
    unittest.main()
